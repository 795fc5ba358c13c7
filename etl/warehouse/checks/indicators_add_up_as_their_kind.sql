-- A stock is never summed over time, a share is summed by its parts only, and every task and period is known.
SELECT 'adds up' AS what, indicator_code AS key FROM dim_indicator
WHERE (kind <> 'flow' AND over_periods = 'sum') OR (kind = 'share') <> (over_units = 'ratio')
UNION ALL
SELECT 'task', i.indicator_code FROM dim_indicator AS i ANTI JOIN dim_task AS t ON t.task_code = i.task_code
UNION ALL
SELECT 'period', e.period_code FROM log_expected_period AS e
ANTI JOIN dim_period AS p ON p.period_code = e.period_code
UNION ALL
SELECT 'owed once', e.unit_code || ' ' || e.period_code FROM log_expected_period AS e
GROUP BY e.unit_code, e.period_code HAVING count(*) > 1
UNION ALL
SELECT 'counted', p.indicator_code || ' ' || p.period_code
FROM dim_indicator_period AS p
JOIN dim_indicator AS i ON i.indicator_code = p.indicator_code
JOIN dim_period AS d ON d.period_code = p.period_code
WHERE d.period_kind <> i.frequency
