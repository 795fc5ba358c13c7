-- On every day on which something becomes known, the total of an indicator and period is the sum of its values.
WITH day AS (SELECT DISTINCT indicator_code, period_code, known_from AS as_of FROM fact_indicator_value),
summed AS (
    SELECT y.indicator_code, y.period_code, y.as_of, count(*) AS unit_count, sum(v.value) AS value_sum,
           coalesce(sum(v.numerator), 0) AS numerator_sum, coalesce(sum(v.denominator), 0) AS denominator_sum
    FROM day AS y
    JOIN fact_indicator_value AS v
      ON v.indicator_code = y.indicator_code AND v.period_code = y.period_code
     AND v.known_from <= y.as_of AND (v.known_until IS NULL OR y.as_of < v.known_until)
    GROUP BY y.indicator_code, y.period_code, y.as_of
)
SELECT s.indicator_code, s.period_code, s.as_of, s.value_sum, t.value_sum AS total
FROM summed AS s
LEFT JOIN fact_indicator_total AS t
       ON t.indicator_code = s.indicator_code AND t.period_code = s.period_code
      AND t.known_from <= s.as_of AND s.as_of < coalesce(t.known_until, DATE '9999-12-31')
WHERE t.value_sum IS DISTINCT FROM s.value_sum OR t.unit_count IS DISTINCT FROM s.unit_count
   OR t.numerator_sum IS DISTINCT FROM s.numerator_sum OR t.denominator_sum IS DISTINCT FROM s.denominator_sum
