-- What a return says is known from the day it was received, not earlier and not later.
SELECT x.return_id, x.known_from, r.received_on
FROM (SELECT return_id, known_from FROM fact_duty_event UNION SELECT return_id, known_from FROM fact_coop_year) AS x
JOIN log_return AS r ON r.return_id = x.return_id
WHERE x.known_from <> r.received_on
