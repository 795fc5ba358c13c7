-- Of one cooperative, year and district at most one row holds on a day, and none ends before it begins.
SELECT coop_code, assessment_year, district_code, return_id
FROM (SELECT coop_code, assessment_year, district_code, return_id, known_from, known_until,
             lead(known_from) OVER (PARTITION BY coop_code, assessment_year, district_code
                                    ORDER BY known_from, coalesce(known_until, DATE '9999-12-31')) AS next_from
      FROM fact_coop_year) AS c
WHERE known_until < known_from
   OR (next_from IS NOT NULL AND (known_until IS NULL OR known_until > next_from))
