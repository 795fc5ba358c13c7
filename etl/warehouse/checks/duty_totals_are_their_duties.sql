-- On every deadline, the day after it and the last day of news, the duties counted by state are those in it.
WITH day AS (
    SELECT DISTINCT plan_year, due_on AS as_of FROM dim_duty
    UNION SELECT plan_year, due_on + 1 FROM dim_duty
    UNION SELECT d.plan_year, max(e.known_from) FROM fact_duty_event AS e
          JOIN dim_duty AS d ON d.duty_code = e.duty_code GROUP BY d.plan_year
),
held AS (
    SELECT d.plan_year, d.task_code, d.unit_kind, y.as_of, e.duty_state, count(*) AS duty_count,
           count(*) FILTER (WHERE e.duty_state = 'completed' AND e.completed_on <= d.due_on) AS on_time_count
    FROM day AS y
    JOIN dim_duty AS d ON d.plan_year = y.plan_year
    LEFT JOIN fact_duty_event AS e
           ON e.duty_code = d.duty_code AND e.known_from <= y.as_of
          AND y.as_of < coalesce(e.known_until, DATE '9999-12-31')
    GROUP BY d.plan_year, d.task_code, d.unit_kind, y.as_of, e.duty_state
),
total AS (
    SELECT y.plan_year, t.task_code, t.unit_kind, y.as_of, t.duty_state, sum(t.duty_count) AS duty_count,
           coalesce(sum(t.duty_count) FILTER (WHERE t.is_on_time), 0) AS on_time_count
    FROM day AS y
    JOIN fact_duty_total AS t
      ON t.plan_year = y.plan_year AND t.known_from <= y.as_of
     AND (t.known_until IS NULL OR y.as_of < t.known_until)
    GROUP BY y.plan_year, t.task_code, t.unit_kind, y.as_of, t.duty_state
)
SELECT plan_year, task_code, unit_kind, as_of, duty_state, duty_count, on_time_count
FROM (SELECT *, 'duties' AS of FROM held UNION ALL SELECT *, 'totals' FROM total) AS both_counts
GROUP BY plan_year, task_code, unit_kind, as_of, duty_state, duty_count, on_time_count
HAVING count(*) <> 2
