-- A value is owed by its unit, a share lies between 0 and 1 and is made of its parts, and one value holds on a day.
SELECT 'not owed' AS what, v.indicator_code, v.period_code, v.unit_code, v.return_id
FROM fact_indicator_value AS v
ANTI JOIN log_expected_value AS e
       ON e.indicator_code = v.indicator_code AND e.period_code = v.period_code AND e.unit_code = v.unit_code
UNION ALL
SELECT 'share', v.indicator_code, v.period_code, v.unit_code, v.return_id
FROM fact_indicator_value AS v JOIN dim_indicator AS i ON i.indicator_code = v.indicator_code
WHERE i.kind = 'share'
  AND (v.numerator IS NULL OR v.denominator IS NULL OR v.denominator = 0
       OR (i.unit = '%' AND (v.value < 0 OR v.value > 1)))
UNION ALL
SELECT 'two at once', indicator_code, period_code, unit_code, return_id
FROM (SELECT indicator_code, period_code, unit_code, return_id, known_from, known_until,
             lead(known_from) OVER (PARTITION BY indicator_code, period_code, unit_code
                                    ORDER BY known_from, coalesce(known_until, DATE '9999-12-31')) AS next_from
      FROM fact_indicator_value) AS v
WHERE known_until < known_from
   OR (next_from IS NOT NULL AND (known_until IS NULL OR known_until > next_from))
UNION ALL
SELECT 'received', v.indicator_code, v.period_code, v.unit_code, v.return_id
FROM fact_indicator_value AS v JOIN log_return AS r ON r.return_id = v.return_id
WHERE v.known_from <> r.received_on
