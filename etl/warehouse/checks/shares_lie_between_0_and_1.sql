-- What is completed is a part of what applies, per unit and year.
WITH owed AS (SELECT plan_year, unit_code, count(*) AS duty_count FROM dim_duty GROUP BY plan_year, unit_code),
held AS (
    SELECT d.plan_year, d.unit_code,
           count(*) FILTER (WHERE e.duty_state = 'completed') AS completed_count,
           count(*) FILTER (WHERE e.duty_state = 'not_applicable') AS not_applicable_count
    FROM fact_duty_event AS e JOIN dim_duty AS d ON d.duty_code = e.duty_code
    WHERE e.known_until IS NULL
    GROUP BY d.plan_year, d.unit_code
),
share AS (
    SELECT o.plan_year, o.unit_code,
           CAST(h.completed_count AS DOUBLE) / nullif(o.duty_count - h.not_applicable_count, 0) AS completion
    FROM owed AS o JOIN held AS h ON h.plan_year = o.plan_year AND h.unit_code = o.unit_code
)
SELECT plan_year, unit_code, completion FROM share WHERE completion < 0 OR completion > 1
