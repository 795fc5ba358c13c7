-- derived_coop_year: one row of fact_coop_year per row of incoming_coop. The latest classification return
-- of a district and year holds as a whole, so all its rows share one period of knowledge.
CREATE TEMP VIEW return_period AS
SELECT r.return_id, r.load_order, r.received_on AS known_from,
       lead(r.received_on) OVER (PARTITION BY r.unit_code, r.report_year
                                 ORDER BY r.received_on, r.load_order) AS known_until
FROM log_return AS r
WHERE r.form_code = 'classification' AND r.refused IS NULL AND r.accepted_count > 0;

CREATE TEMP VIEW derived_coop_year AS
SELECT c.return_id, c.sheet, c.row_number, c.coop_code, c.assessment_year, c.name, c.district_code, c.commune,
       c.commune_code, c.legal_kind, c.sector_code, c.service, c.member_count, c.capital_million_vnd,
       c.revenue_million_vnd, c.profit_million_vnd, c.indivisible_assets_million_vnd, c.founded_on,
       c.operating_state, c.declared_points, c.declared_rating, a.points, a.outcome, a.points_agree,
       a.rating_agrees, a.size_by_members, a.size_by_capital, a.size_by_decree, a.size_by_decree_missing,
       a.size_rule_set_code, a.rule_set_code, a.rule_set_in_force, p.known_from, p.known_until
FROM incoming_coop AS c
JOIN return_period AS p ON p.return_id = c.return_id
JOIN coop_assessment AS a ON a.return_id = c.return_id AND a.coop_code = c.coop_code
ORDER BY c.district_code, c.assessment_year, c.coop_code, p.known_from, p.load_order;

CREATE TEMP VIEW derived_coop AS
SELECT c.coop_code, c.name, c.legal_kind, c.district_code, c.commune, c.sector_code, c.founded_on,
       min(c.assessment_year) OVER (PARTITION BY c.coop_code) AS first_year,
       max(c.assessment_year) OVER (PARTITION BY c.coop_code) AS last_year
FROM fact_coop_year AS c JOIN log_return AS r ON r.return_id = c.return_id
QUALIFY row_number() OVER (PARTITION BY c.coop_code
                           ORDER BY c.assessment_year DESC, c.known_from DESC, r.load_order DESC) = 1
ORDER BY c.coop_code;
