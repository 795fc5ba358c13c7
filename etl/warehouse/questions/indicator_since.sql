-- Values that what is known of the period before makes doubtful: a sum since the new year falls, or a value
-- is a hundred times the one before or a hundredth.
SELECT n.return_id, n.sheet, n.cell, 'value' AS column_name,
       CASE WHEN i.reported_as = 'year_to_date' THEN 'cumulative_falls_since' ELSE 'hundredfold_since' END AS rule,
       n.value, n.indicator_code AS code, b.title AS period, o.value AS before
FROM incoming_indicator AS n
JOIN asked_return AS r ON r.return_id = n.return_id
JOIN dim_indicator AS i ON i.indicator_code = n.indicator_code
JOIN dim_period AS p ON p.period_code = n.period_code
JOIN dim_period AS b ON b.period_code = p.previous_code
JOIN held_value AS o
  ON o.indicator_code = n.indicator_code AND o.period_code = b.period_code AND o.unit_code = r.unit_code
 AND o.known_from <= r.known_from AND (o.known_until IS NULL OR r.known_from < o.known_until)
 AND o.return_id <> n.return_id
WHERE (i.reported_as = 'year_to_date' AND b.report_year = p.report_year AND n.value < o.value)
   OR (i.reported_as <> 'year_to_date' AND n.value > 0 AND o.value > 0
       AND greatest(n.value, o.value) >= 100 * least(n.value, o.value))
ORDER BY n.return_id, n.sheet, n.cell
