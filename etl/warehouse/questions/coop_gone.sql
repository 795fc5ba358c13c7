-- Cooperatives at work that a district reported for the year before and no accepted row reports for this year.
SELECT r.return_id, s.sheet, '' AS cell, 'coop_code' AS column_name, 'coop_gone' AS rule, h.coop_code AS value,
       h.name, CAST(h.assessment_year AS VARCHAR) AS before, CAST(r.report_year AS VARCHAR) AS year
FROM asked_return AS r
JOIN (SELECT return_id, min(sheet) AS sheet FROM incoming_coop GROUP BY return_id) AS s ON s.return_id = r.return_id
JOIN held_coop AS h
  ON h.district_code = r.unit_code AND h.assessment_year = r.report_year - 1 AND h.operating_state <> 'stopped'
 AND h.known_from <= r.known_from AND (h.known_until IS NULL OR r.known_from < h.known_until)
LEFT JOIN incoming_coop AS own ON own.return_id = r.return_id AND own.coop_code = h.coop_code
LEFT JOIN held_coop AS o
       ON o.coop_code = h.coop_code AND o.assessment_year = r.report_year AND o.district_code <> r.unit_code
      AND o.known_from <= r.known_from AND r.known_from < coalesce(o.known_until, DATE '9999-12-31')
WHERE own.coop_code IS NULL AND o.coop_code IS NULL
ORDER BY r.return_id, h.coop_code
