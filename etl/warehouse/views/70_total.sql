-- derived_duty_total: how many duties of a task are in which state, from day to day. Every duty is in one state
-- after the other, in that of which no return speaks (NULL) from the beginning.
CREATE TEMP VIEW derived_duty_total AS
WITH held AS (
    SELECT d.plan_year, d.group_code, d.task_code, d.unit_kind, d.due_on, CAST(NULL AS VARCHAR) AS duty_state,
           FALSE AS is_on_time, DATE '1900-01-01' AS known_from, min(e.known_from) AS known_until
    FROM dim_duty AS d
    LEFT JOIN fact_duty_event AS e ON e.duty_code = d.duty_code
    GROUP BY d.duty_code, d.plan_year, d.group_code, d.task_code, d.unit_kind, d.due_on
    UNION ALL
    SELECT d.plan_year, d.group_code, d.task_code, d.unit_kind, d.due_on, e.duty_state,
           e.duty_state = 'completed' AND coalesce(e.completed_on <= d.due_on, FALSE) AS is_on_time,
           e.known_from, e.known_until
    FROM fact_duty_event AS e
    JOIN dim_duty AS d ON d.duty_code = e.duty_code
),
step AS (
    SELECT plan_year, group_code, task_code, unit_kind, due_on, duty_state, is_on_time, known_from AS on_day,
           count(*) AS duty_step
    FROM held
    GROUP BY plan_year, group_code, task_code, unit_kind, due_on, duty_state, is_on_time, known_from
    UNION ALL
    SELECT plan_year, group_code, task_code, unit_kind, due_on, duty_state, is_on_time, known_until AS on_day,
           -count(*) AS duty_step
    FROM held WHERE known_until IS NOT NULL
    GROUP BY plan_year, group_code, task_code, unit_kind, due_on, duty_state, is_on_time, known_until
),
daily AS (
    SELECT s.plan_year, s.group_code, s.task_code, s.unit_kind, s.due_on, s.duty_state, s.is_on_time, s.on_day,
           sum(s.duty_step) AS day_step
    FROM step AS s
    GROUP BY s.plan_year, s.group_code, s.task_code, s.unit_kind, s.due_on, s.duty_state, s.is_on_time, s.on_day
    HAVING sum(s.duty_step) <> 0
),
total AS (
    SELECT plan_year, group_code, task_code, unit_kind, due_on, duty_state, is_on_time, on_day AS known_from,
           lead(on_day) OVER course AS known_until, CAST(sum(day_step) OVER course AS INTEGER) AS duty_count
    FROM daily
    WINDOW course AS (PARTITION BY plan_year, group_code, task_code, unit_kind, due_on, duty_state, is_on_time
                      ORDER BY on_day)
)
SELECT plan_year, group_code, task_code, unit_kind, due_on, duty_state, is_on_time, known_from, known_until,
       duty_count
FROM total WHERE duty_count > 0
ORDER BY plan_year, task_code, unit_kind, due_on, duty_state, is_on_time, known_from;
