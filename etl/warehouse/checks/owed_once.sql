-- A return is owed once; a duty, a cooperative and a code stand once.
SELECT 'log_expected_return' AS what, form_code || ' ' || unit_code || ' ' || report_year AS key
FROM log_expected_return GROUP BY form_code, unit_code, report_year HAVING count(*) > 1
UNION ALL
SELECT 'dim_class', attribute || ' ' || class_code FROM dim_class GROUP BY attribute, class_code HAVING count(*) > 1
UNION ALL
SELECT 'fact_coop_year', return_id || ' ' || coop_code FROM fact_coop_year
GROUP BY return_id, coop_code HAVING count(*) > 1
UNION ALL
SELECT 'meta_build', 'one row' FROM meta_build HAVING count(*) <> 1
