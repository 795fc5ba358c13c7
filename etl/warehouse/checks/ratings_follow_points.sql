-- A rated cooperative has points inside the band of its rating; who is not assessed has none.
SELECT c.return_id, c.coop_code, c.points, c.outcome
FROM fact_coop_year AS c
LEFT JOIN dim_rating_band AS b ON b.rule_set_code = c.rule_set_code AND b.rating = c.outcome
WHERE (b.rating IS NOT NULL
       AND (c.points IS NULL OR c.points < b.lower OR c.points > b.upper
            OR (c.points = b.lower AND NOT b.lower_inclusive) OR (c.points = b.upper AND NOT b.upper_inclusive)))
   OR (c.outcome IN ('out_of_scope', 'not_assessed_new', 'not_assessed_stopped') AND c.points IS NOT NULL)
   OR c.outcome IS NULL
