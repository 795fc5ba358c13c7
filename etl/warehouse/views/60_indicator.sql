-- derived_indicator_value: one row of fact_indicator_value per row of incoming_indicator; the later return holds.
CREATE TEMP VIEW derived_indicator_value AS
SELECT n.indicator_code, n.period_code, r.unit_code, n.return_id, n.sheet, n.row_number, n.cell,
       n.value, n.numerator, n.denominator, n.evidence, n.difficulties, n.note,
       r.received_on AS known_from,
       lead(r.received_on) OVER (PARTITION BY n.indicator_code, n.period_code, r.unit_code
                                 ORDER BY r.received_on, r.load_order) AS known_until
FROM incoming_indicator AS n
JOIN log_return AS r ON r.return_id = n.return_id
ORDER BY n.indicator_code, n.period_code, r.unit_code, r.received_on, r.load_order;

-- derived_indicator_total: the running sums of what becomes known and what is replaced, day by day.
CREATE TEMP VIEW derived_indicator_total AS
WITH step AS (
    SELECT indicator_code, period_code, known_from AS on_day, 1 AS unit_step, value,
           coalesce(numerator, 0) AS numerator, coalesce(denominator, 0) AS denominator
    FROM fact_indicator_value
    UNION ALL
    SELECT indicator_code, period_code, known_until AS on_day, -1 AS unit_step, -value AS value,
           -coalesce(numerator, 0) AS numerator, -coalesce(denominator, 0) AS denominator
    FROM fact_indicator_value WHERE known_until IS NOT NULL
),
daily AS (
    SELECT indicator_code, period_code, on_day, sum(unit_step) AS unit_step, sum(value) AS value,
           sum(numerator) AS numerator, sum(denominator) AS denominator
    FROM step GROUP BY indicator_code, period_code, on_day
)
SELECT indicator_code, period_code, on_day AS known_from,
       lead(on_day) OVER course AS known_until,
       CAST(sum(unit_step) OVER course AS INTEGER) AS unit_count,
       CAST(sum(value) OVER course AS DECIMAL(28,6)) AS value_sum,
       CAST(sum(numerator) OVER course AS DECIMAL(28,6)) AS numerator_sum,
       CAST(sum(denominator) OVER course AS DECIMAL(28,6)) AS denominator_sum
FROM daily
WINDOW course AS (PARTITION BY indicator_code, period_code ORDER BY on_day)
ORDER BY indicator_code, period_code, on_day;

-- derived_indicator_unit: in the order of units, so that a page over a few of them reads only their part.
CREATE TEMP VIEW derived_indicator_unit AS
SELECT e.unit_code, e.indicator_code, e.period_code, e.due_on, v.value, v.numerator, v.denominator,
       v.known_from, v.known_until
FROM log_expected_value AS e
LEFT JOIN fact_indicator_value AS v
       ON v.unit_code = e.unit_code AND v.indicator_code = e.indicator_code AND v.period_code = e.period_code
ORDER BY e.unit_code, e.indicator_code, e.period_code, v.known_from, v.known_until;

CREATE TEMP VIEW derived_period_return AS
SELECT n.return_id, r.unit_code, n.period_code, r.received_on, count(*) AS accepted_count
FROM incoming_indicator AS n JOIN log_return AS r ON r.return_id = n.return_id
GROUP BY n.return_id, r.unit_code, n.period_code, r.received_on
ORDER BY r.unit_code, n.period_code, r.received_on, n.return_id;

CREATE TEMP VIEW derived_indicator_period AS
SELECT indicator_code, period_code, min(due_on) AS due_on, CAST(count(*) AS INTEGER) AS owing_count
FROM log_expected_value GROUP BY indicator_code, period_code ORDER BY indicator_code, period_code;
