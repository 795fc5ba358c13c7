-- A unit has one name on a day, and every duty and return owed has its unit on the day it is due. (Looked for and
-- then missed: an ANTI JOIN over days compares every row with every unit, 23 s where this takes 0.1.)
SELECT 'dim_unit' AS what, a.unit_code AS code
FROM dim_unit AS a
JOIN dim_unit AS b
  ON b.unit_code = a.unit_code AND b.valid_from > a.valid_from
 AND (a.valid_to IS NULL OR b.valid_from <= a.valid_to)
UNION ALL
SELECT 'dim_duty', d.duty_code FROM dim_duty AS d
ANTI JOIN (
    SELECT d.duty_code FROM dim_duty AS d
    JOIN dim_unit AS u ON u.unit_code = d.unit_code AND u.unit_kind = d.unit_kind
    WHERE u.valid_from <= d.due_on AND (u.valid_to IS NULL OR d.due_on <= u.valid_to)
) AS found ON found.duty_code = d.duty_code
UNION ALL
SELECT 'log_expected_return', e.unit_code FROM log_expected_return AS e
ANTI JOIN (
    SELECT e.unit_code, e.unit_kind, e.due_on FROM log_expected_return AS e
    JOIN dim_unit AS u ON u.unit_code = e.unit_code AND u.unit_kind = e.unit_kind
    WHERE u.valid_from <= e.due_on AND (u.valid_to IS NULL OR e.due_on <= u.valid_to)
) AS found ON found.unit_code = e.unit_code AND found.unit_kind = e.unit_kind AND found.due_on = e.due_on
