-- Values that a later file received on the same day gives for the same period: that file's are used.
SELECT n.return_id, n.sheet, n.cell, 'value' AS column_name, 'same_day_twice' AS rule, n.value,
       n.indicator_code AS code, p.title AS period, r.known_from AS day, l.file_name AS file
FROM incoming_indicator AS n
JOIN asked_return AS r ON r.return_id = n.return_id
JOIN dim_period AS p ON p.period_code = n.period_code
JOIN held_value AS o
  ON o.indicator_code = n.indicator_code AND o.period_code = n.period_code AND o.unit_code = r.unit_code
 AND o.known_from = r.known_from AND o.return_id <> n.return_id
JOIN held_return AS l ON l.return_id = o.return_id AND l.load_order > r.load_order
ORDER BY n.return_id, n.sheet, n.cell
