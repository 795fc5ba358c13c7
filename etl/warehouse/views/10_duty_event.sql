-- derived_duty_event: one row per duty and accepted return that speaks of it, as coop.duties.state_of_lines
-- says: the task's own line wins (the last one), else the items decide together.
CREATE TEMP VIEW duty_line AS
SELECT d.duty_code, d.unit_code, d.task_code, r.received_on, r.load_order,
       l.return_id, l.sheet, l.line_order, l.cell, l.item_no, l.duty_state, l.completed_on,
       l.evidence, l.difficulties, l.proposals
FROM fact_report_line AS l
JOIN log_return AS r ON r.return_id = l.return_id
JOIN dim_duty AS d ON d.task_code = l.task_code AND d.unit_code = r.unit_code AND d.plan_year = r.report_year;

CREATE TEMP VIEW whole_line AS
SELECT * FROM duty_line WHERE item_no IS NULL
QUALIFY row_number() OVER (PARTITION BY duty_code, return_id ORDER BY line_order DESC) = 1;

CREATE TEMP VIEW item_line AS
SELECT l.* FROM duty_line AS l
JOIN dim_item AS i ON i.task_code = l.task_code AND i.item_no = l.item_no
QUALIFY row_number() OVER (PARTITION BY l.duty_code, l.return_id, l.item_no ORDER BY l.line_order DESC) = 1;

CREATE TEMP VIEW item_state AS
SELECT duty_code, return_id, count(*) AS item_count, count(DISTINCT duty_state) AS state_count,
       min(duty_state) AS duty_state, count(completed_on) AS dated_count, max(completed_on) AS completed_on,
       string_agg(evidence, chr(10) ORDER BY item_no) AS evidence,
       string_agg(difficulties, chr(10) ORDER BY item_no) AS difficulties,
       string_agg(proposals, chr(10) ORDER BY item_no) AS proposals
FROM item_line GROUP BY duty_code, return_id;

CREATE TEMP VIEW derived_duty_event AS
WITH spoken AS (
    SELECT duty_code, unit_code, return_id, task_code, received_on, load_order,
           arg_min(sheet, line_order) AS sheet, arg_min(cell, line_order) AS cell
    FROM duty_line GROUP BY duty_code, unit_code, return_id, task_code, received_on, load_order
),
item_total AS (SELECT task_code, count(*) AS item_count FROM dim_item GROUP BY task_code),
stated AS (
    SELECT s.duty_code, s.unit_code, s.return_id, s.received_on AS known_from, s.load_order,
           coalesce(w.sheet, s.sheet) AS sheet, coalesce(w.cell, s.cell) AS cell,
           CASE WHEN w.duty_code IS NOT NULL THEN w.duty_state
                WHEN i.item_count = t.item_count AND i.state_count = 1 THEN i.duty_state
                ELSE 'in_progress' END AS duty_state,
           CASE WHEN w.duty_code IS NOT NULL THEN w.completed_on
                WHEN i.item_count = t.item_count AND i.state_count = 1 AND i.duty_state = 'completed'
                     AND i.dated_count = i.item_count THEN i.completed_on END AS completed_on,
           coalesce(w.evidence, i.evidence) AS evidence,
           coalesce(w.difficulties, i.difficulties) AS difficulties,
           coalesce(w.proposals, i.proposals) AS proposals
    FROM spoken AS s
    LEFT JOIN whole_line AS w ON w.duty_code = s.duty_code AND w.return_id = s.return_id
    LEFT JOIN item_state AS i ON i.duty_code = s.duty_code AND i.return_id = s.return_id
    LEFT JOIN item_total AS t ON t.task_code = s.task_code
)
SELECT duty_code, unit_code, return_id, duty_state, completed_on, evidence, difficulties, proposals, sheet, cell,
       known_from,
       lead(known_from) OVER (PARTITION BY duty_code ORDER BY known_from, load_order) AS known_until
FROM stated
ORDER BY unit_code, duty_code, known_from, load_order;
