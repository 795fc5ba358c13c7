-- Completed, on time and due are parts of what applies; reported and rated are parts of what is owed.
WITH last_known AS (
    SELECT d.duty_code, d.plan_year, d.unit_code, d.due_on, e.duty_state, e.completed_on
    FROM dim_duty AS d
    LEFT JOIN fact_duty_event AS e ON e.duty_code = d.duty_code AND e.known_until IS NULL
)
SELECT plan_year, unit_code, share
FROM (SELECT plan_year, unit_code,
             CAST(count(*) FILTER (WHERE duty_state = 'completed') AS DOUBLE)
                 / nullif(count(*) FILTER (WHERE coalesce(duty_state, '') <> 'not_applicable'), 0) AS share
      FROM last_known GROUP BY plan_year, unit_code) AS completion
WHERE share < 0 OR share > 1
