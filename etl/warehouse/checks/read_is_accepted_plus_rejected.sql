-- Every row that was read was either accepted or set aside.
SELECT return_id, read_count, accepted_count, rejected_count
FROM log_return
WHERE read_count <> accepted_count + rejected_count OR (refused IS NOT NULL AND accepted_count > 0)
