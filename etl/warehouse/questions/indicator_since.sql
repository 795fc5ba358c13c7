-- Values that what is known of the period before makes doubtful: a sum since the new year falls, or a value
-- is a hundred times the one before or a hundredth.
WITH sent AS MATERIALIZED (
    SELECT n.return_id, n.sheet, n.cell, n.value, n.indicator_code, i.reported_as, p.report_year, p.previous_code,
           r.unit_code, r.known_from
    FROM incoming_indicator AS n
    JOIN asked_return AS r ON r.return_id = n.return_id
    JOIN dim_indicator AS i ON i.indicator_code = n.indicator_code
    JOIN dim_period AS p ON p.period_code = n.period_code
)
SELECT n.return_id, n.sheet, n.cell, 'value' AS column_name,
       CASE WHEN n.reported_as = 'year_to_date' THEN 'cumulative_falls_since' ELSE 'hundredfold_since' END AS rule,
       n.value, n.indicator_code AS code, b.title AS period, o.value AS before
FROM sent AS n
JOIN held_value AS o
  ON o.indicator_code = n.indicator_code AND o.period_code = n.previous_code AND o.unit_code = n.unit_code
 AND o.known_from <= n.known_from AND (o.known_until IS NULL OR n.known_from < o.known_until)
 AND o.return_id <> n.return_id
JOIN dim_period AS b ON b.period_code = n.previous_code
WHERE (n.reported_as = 'year_to_date' AND b.report_year = n.report_year AND n.value < o.value)
   OR (n.reported_as <> 'year_to_date' AND n.value > 0 AND o.value > 0
       AND greatest(n.value, o.value) >= 100 * least(n.value, o.value))
ORDER BY n.return_id, n.sheet, n.cell
