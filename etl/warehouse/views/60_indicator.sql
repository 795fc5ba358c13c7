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

CREATE TEMP VIEW derived_period_return AS
SELECT n.return_id, r.unit_code, n.period_code, r.received_on, count(*) AS accepted_count
FROM incoming_indicator AS n JOIN log_return AS r ON r.return_id = n.return_id
GROUP BY n.return_id, r.unit_code, n.period_code, r.received_on
ORDER BY r.unit_code, n.period_code, r.received_on, n.return_id;

CREATE TEMP VIEW derived_indicator_period AS
SELECT indicator_code, period_code, min(due_on) AS due_on, CAST(count(*) AS INTEGER) AS owing_count
FROM log_expected_value GROUP BY indicator_code, period_code ORDER BY indicator_code, period_code;

-- indicator_question: one row per value that other returns make doubtful: two files of one day speak of the
-- same period, a sum since the new year falls, a value is a hundred times the one before or a hundredth.
CREATE TEMP VIEW indicator_question AS
SELECT v.return_id, v.sheet, v.cell, v.indicator_code, v.value, p.title AS period_title, v.known_from,
       'same_day_twice' AS rule, CAST(NULL AS DECIMAL(24,6)) AS before, l.file_name AS other_file
FROM fact_indicator_value AS v
JOIN fact_indicator_value AS o
  ON o.indicator_code = v.indicator_code AND o.period_code = v.period_code AND o.unit_code = v.unit_code
 AND o.known_from = v.known_from AND o.return_id <> v.return_id
JOIN log_return AS own ON own.return_id = v.return_id
JOIN log_return AS l ON l.return_id = o.return_id AND l.load_order > own.load_order
JOIN dim_period AS p ON p.period_code = v.period_code
WHERE v.known_until = v.known_from
UNION ALL
SELECT v.return_id, v.sheet, v.cell, v.indicator_code, v.value, b.title AS period_title, v.known_from,
       CASE WHEN i.reported_as = 'year_to_date' THEN 'cumulative_falls_since' ELSE 'hundredfold_since' END AS rule,
       o.value AS before, CAST(NULL AS VARCHAR) AS other_file
FROM fact_indicator_value AS v
JOIN dim_indicator AS i ON i.indicator_code = v.indicator_code
JOIN dim_period AS p ON p.period_code = v.period_code
JOIN dim_period AS b ON b.period_code = p.previous_code
JOIN fact_indicator_value AS o
  ON o.indicator_code = v.indicator_code AND o.period_code = b.period_code AND o.unit_code = v.unit_code
 AND o.known_from <= v.known_from AND (o.known_until IS NULL OR v.known_from < o.known_until)
 AND o.return_id <> v.return_id
WHERE (i.reported_as = 'year_to_date' AND b.report_year = p.report_year AND v.value < o.value)
   OR (i.reported_as <> 'year_to_date' AND v.value > 0 AND o.value > 0
       AND greatest(v.value, o.value) >= 100 * least(v.value, o.value))
ORDER BY return_id, sheet, cell, rule;
