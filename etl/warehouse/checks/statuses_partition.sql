-- On every day each duty is in exactly one status: as events begin and end, at most one of them holds, and never
-- none once there was one.
WITH step AS (
    SELECT duty_code, known_from AS as_of, 1 AS event_step FROM fact_duty_event
    UNION ALL
    SELECT duty_code, known_until AS as_of, -1 AS event_step FROM fact_duty_event WHERE known_until IS NOT NULL
),
daily AS (SELECT duty_code, as_of, sum(event_step) AS event_step FROM step GROUP BY duty_code, as_of)
SELECT duty_code, as_of, event_count
FROM (SELECT duty_code, as_of, sum(event_step) OVER (PARTITION BY duty_code ORDER BY as_of) AS event_count
      FROM daily) AS d
WHERE event_count <> 1
