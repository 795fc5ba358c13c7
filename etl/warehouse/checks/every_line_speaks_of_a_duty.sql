-- Every accepted line of a task-status return became, alone or with others, one event of one duty.
SELECT l.return_id, l.row_number, l.task_code
FROM fact_report_line AS l
JOIN log_return AS r ON r.return_id = l.return_id
LEFT JOIN dim_duty AS d
       ON d.task_code = l.task_code AND d.unit_code = r.unit_code AND d.plan_year = r.report_year
LEFT JOIN fact_duty_event AS e ON e.duty_code = d.duty_code AND e.return_id = l.return_id
WHERE e.duty_code IS NULL
