-- Every accepted row stands in a fact table, and no other.
SELECT r.return_id, r.accepted_count, coalesce(s.row_count, 0) AS row_count
FROM log_return AS r
LEFT JOIN (SELECT return_id, count(*) AS row_count
           FROM (SELECT return_id FROM fact_report_line UNION ALL SELECT return_id FROM fact_coop_year
                 UNION ALL SELECT return_id FROM fact_indicator_value) AS every_row
           GROUP BY return_id) AS s ON s.return_id = r.return_id
WHERE r.accepted_count <> coalesce(s.row_count, 0)
