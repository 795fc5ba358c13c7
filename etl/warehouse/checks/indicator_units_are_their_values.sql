-- What is kept unit by unit is what is owed with every value of it, no more and no less.
WITH owed AS (
    SELECT e.unit_code, e.indicator_code, e.period_code, e.due_on, v.value, v.known_from, v.known_until
    FROM log_expected_value AS e
    LEFT JOIN fact_indicator_value AS v
           ON v.unit_code = e.unit_code AND v.indicator_code = e.indicator_code AND v.period_code = e.period_code
),
kept AS (
    SELECT unit_code, indicator_code, period_code, due_on, value, known_from, known_until
    FROM fact_indicator_unit
)
SELECT 'missing' AS what, m.* FROM (SELECT * FROM owed EXCEPT ALL SELECT * FROM kept) AS m
UNION ALL
SELECT 'too many', m.* FROM (SELECT * FROM kept EXCEPT ALL SELECT * FROM owed) AS m
