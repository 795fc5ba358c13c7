-- Rating bands of a rule set follow each other without gap or overlap: a total has exactly one rating.
SELECT rule_set_code, rating, upper, next_lower
FROM (SELECT rule_set_code, rating, upper, upper_inclusive,
             lead(lower) OVER later AS next_lower, lead(lower_inclusive) OVER later AS next_inclusive
      FROM dim_rating_band
      WINDOW later AS (PARTITION BY rule_set_code ORDER BY lower NULLS FIRST)) AS b
WHERE next_lower IS NOT NULL AND (upper IS NULL OR upper <> next_lower OR upper_inclusive = next_inclusive)
