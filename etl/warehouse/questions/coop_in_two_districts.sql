-- Cooperatives that another district reports for the same year while both returns hold.
SELECT c.return_id, c.sheet, c.coop_cell AS cell, 'coop_code' AS column_name, 'coop_in_two_districts' AS rule,
       c.coop_code AS value, list_sort(list_distinct(list(o.district_code))) AS others
FROM incoming_coop AS c
JOIN asked_return AS r ON r.return_id = c.return_id
JOIN held_coop AS o
  ON o.coop_code = c.coop_code AND o.assessment_year = c.assessment_year AND o.district_code <> c.district_code
 AND o.known_from < coalesce(r.known_until, DATE '9999-12-31')
 AND r.known_from < coalesce(o.known_until, DATE '9999-12-31')
GROUP BY c.return_id, c.sheet, c.coop_cell, c.coop_code
ORDER BY c.return_id, c.sheet, c.coop_cell
