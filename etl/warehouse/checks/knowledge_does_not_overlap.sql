-- Of one duty at most one event holds on a day, and none ends before it begins.
SELECT duty_code, return_id, known_from, known_until
FROM (SELECT duty_code, return_id, known_from, known_until,
             lead(known_from) OVER (PARTITION BY duty_code ORDER BY known_from, coalesce(known_until, DATE '9999-12-31'))
                 AS next_from
      FROM fact_duty_event) AS e
WHERE known_until < known_from
   OR (next_from IS NOT NULL AND (known_until IS NULL OR known_until > next_from))
