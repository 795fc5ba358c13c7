-- Every coded value that a reader may meet has a Vietnamese title.
SELECT v.attribute, v.class_code
FROM (SELECT 'duty_state' AS attribute, duty_state AS class_code FROM fact_duty_event
      UNION SELECT 'outcome', outcome FROM fact_coop_year
      UNION SELECT 'size', size_by_members FROM fact_coop_year
      UNION SELECT 'size', size_by_capital FROM fact_coop_year
      UNION SELECT 'service', service FROM fact_coop_year
      UNION SELECT 'sector', sector_code FROM fact_coop_year
      UNION SELECT 'legal_kind', legal_kind FROM fact_coop_year
      UNION SELECT 'operating_state', operating_state FROM fact_coop_year
      UNION SELECT 'unit_kind', unit_kind FROM dim_unit
      UNION SELECT 'form', form_code FROM log_expected_return) AS v
ANTI JOIN dim_class AS k ON k.attribute = v.attribute AND k.class_code = v.class_code
WHERE v.class_code IS NOT NULL
