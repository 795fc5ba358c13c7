-- On every day on which anything becomes known or due, each duty is in exactly one status.
WITH day AS (
    SELECT due_on AS as_of FROM dim_duty
    UNION SELECT CAST(due_on + INTERVAL 1 DAY AS DATE) FROM dim_duty
    UNION SELECT known_from FROM fact_duty_event
)
SELECT d.duty_code, y.as_of, count(*) AS status_count
FROM dim_duty AS d
JOIN day AS y ON year(y.as_of) BETWEEN d.plan_year AND d.plan_year + 1
LEFT JOIN fact_duty_event AS e
       ON e.duty_code = d.duty_code AND e.known_from <= y.as_of
      AND (e.known_until IS NULL OR y.as_of < e.known_until)
GROUP BY d.duty_code, y.as_of
HAVING count(*) <> 1
