-- Every key finds its row.
SELECT 'fact_duty_event.duty_code' AS key, e.duty_code AS value
FROM fact_duty_event AS e ANTI JOIN dim_duty AS d ON d.duty_code = e.duty_code
UNION ALL
SELECT 'dim_duty.task_code', d.duty_code FROM dim_duty AS d
ANTI JOIN dim_task AS t ON t.task_code = d.task_code AND t.group_code = d.group_code
UNION ALL
SELECT 'dim_task.group_code', t.task_code FROM dim_task AS t
ANTI JOIN dim_task_group AS g ON g.group_code = t.group_code
UNION ALL
SELECT 'dim_item.task_code', i.task_code FROM dim_item AS i ANTI JOIN dim_task AS t ON t.task_code = i.task_code
UNION ALL
SELECT 'fact_coop_year.coop_code', c.coop_code FROM fact_coop_year AS c
ANTI JOIN dim_coop AS d ON d.coop_code = c.coop_code
UNION ALL
SELECT 'fact_coop_year.rule_set_code', c.coop_code FROM fact_coop_year AS c
ANTI JOIN dim_rule_set AS s ON s.rule_set_code = c.rule_set_code
UNION ALL
SELECT 'fact_coop_points', p.return_id || ' ' || p.coop_code FROM fact_coop_points AS p
ANTI JOIN fact_coop_year AS c ON c.return_id = p.return_id AND c.coop_code = p.coop_code
UNION ALL
SELECT 'fact_coop_points.criterion_code', p.criterion_code FROM fact_coop_points AS p
ANTI JOIN dim_criterion AS k ON k.criterion_code = p.criterion_code
UNION ALL
SELECT 'return_id', x.return_id
FROM (SELECT return_id FROM fact_duty_event UNION SELECT return_id FROM fact_report_line
      UNION SELECT return_id FROM fact_coop_year UNION SELECT return_id FROM log_reject
      UNION SELECT return_id FROM log_warning UNION SELECT return_id FROM log_change) AS x
ANTI JOIN log_return AS r ON r.return_id = x.return_id
UNION ALL
SELECT 'log_return.unit_code', r.unit_code FROM log_return AS r
ANTI JOIN dim_unit AS u ON u.unit_code = r.unit_code
WHERE r.accepted_count > 0
