-- coop_assessment: one row per row of incoming_coop, with total, outcome and rule set, as coop.rules.assess
-- says. Criteria have at most two levels. A gap is never a zero and nothing is clipped.
CREATE TEMP VIEW year_rule_set AS
SELECT y.assessment_year, s.rule_set_code, s.minimum_months, s.out_of_scope_kinds,
       make_date(y.assessment_year, 12, 31) AS judged_on,
       s.in_force_from <= make_date(y.assessment_year, 12, 31)
           AND (s.in_force_to IS NULL OR make_date(y.assessment_year, 12, 31) <= s.in_force_to) AS in_force
FROM (SELECT DISTINCT assessment_year FROM incoming_coop) AS y
JOIN dim_rule_set AS s
  ON EXISTS (SELECT 1 FROM dim_rating_band AS b WHERE b.rule_set_code = s.rule_set_code)
-- The last law begun by 31/12; before the first law, the first one.
QUALIFY row_number() OVER (
    PARTITION BY y.assessment_year
    ORDER BY CASE WHEN s.in_force_from <= make_date(y.assessment_year, 12, 31) THEN 0 ELSE 1 END,
             CASE WHEN s.in_force_from <= make_date(y.assessment_year, 12, 31)
                  THEN date_diff('day', s.in_force_from, make_date(y.assessment_year, 12, 31))
                  ELSE date_diff('day', make_date(y.assessment_year, 12, 31), s.in_force_from) END) = 1;

CREATE TEMP VIEW criterion_place AS
SELECT k.rule_set_code, k.criterion_code, k.criterion_group, k.max_points, k.parent_code IS NOT NULL AS is_part,
       coalesce(k.parent_code, k.criterion_code) AS top_code,
       count(*) FILTER (WHERE k.parent_code IS NOT NULL)
           OVER (PARTITION BY k.rule_set_code, coalesce(k.parent_code, k.criterion_code)) AS part_count
FROM dim_criterion AS k;

CREATE TEMP VIEW coop_criterion AS
SELECT p.return_id, p.coop_code, k.rule_set_code, k.criterion_group, k.top_code,
       CASE WHEN count(*) FILTER (WHERE k.is_part) = 0 THEN max(p.points) FILTER (WHERE NOT k.is_part)
            WHEN count(*) FILTER (WHERE k.is_part) = max(k.part_count) THEN sum(p.points) FILTER (WHERE k.is_part)
       END AS points,
       bool_or(p.points < 0 OR coalesce(p.points > k.max_points, FALSE)) AS is_beyond_limit
FROM fact_coop_points AS p
JOIN year_rule_set AS y ON y.assessment_year = p.assessment_year
JOIN criterion_place AS k ON k.rule_set_code = y.rule_set_code AND k.criterion_code = p.criterion_code
GROUP BY p.return_id, p.coop_code, k.rule_set_code, k.criterion_group, k.top_code;

CREATE TEMP VIEW coop_group AS
SELECT c.return_id, c.coop_code, c.rule_set_code, c.criterion_group, count(c.points) AS criterion_count,
       sum(c.points) AS points, bool_or(c.is_beyond_limit) AS is_beyond_limit
FROM coop_criterion AS c
GROUP BY c.return_id, c.coop_code, c.rule_set_code, c.criterion_group;

CREATE TEMP VIEW coop_total AS
SELECT g.return_id, g.coop_code,
       CASE WHEN sum(g.criterion_count) = max(n.criterion_count) THEN sum(g.points) END AS points,
       bool_or(g.is_beyond_limit OR g.points > m.max_points) AS is_invalid
FROM coop_group AS g
JOIN dim_criterion_group AS m
  ON m.rule_set_code = g.rule_set_code AND m.criterion_group = g.criterion_group
JOIN (SELECT rule_set_code, count(*) AS criterion_count FROM dim_criterion WHERE parent_code IS NULL
      GROUP BY rule_set_code) AS n ON n.rule_set_code = g.rule_set_code
GROUP BY g.return_id, g.coop_code;

CREATE TEMP VIEW coop_assessment AS
WITH judged AS (
    SELECT c.return_id, c.coop_code, y.rule_set_code, y.in_force AS rule_set_in_force,
           CASE WHEN list_contains(y.out_of_scope_kinds, c.legal_kind) THEN 'out_of_scope'
                WHEN c.operating_state = 'stopped' THEN 'not_assessed_stopped'
                WHEN c.founded_on + to_months(y.minimum_months) > y.judged_on THEN 'not_assessed_new'
           END AS reason,
           t.points, coalesce(t.is_invalid, FALSE) AS is_invalid, c.declared_points, c.declared_rating
    FROM incoming_coop AS c
    JOIN year_rule_set AS y ON y.assessment_year = c.assessment_year
    LEFT JOIN coop_total AS t ON t.return_id = c.return_id AND t.coop_code = c.coop_code
),
rated AS (
    SELECT j.return_id, j.coop_code, j.rule_set_code, j.rule_set_in_force, j.declared_points, j.declared_rating,
           CASE WHEN j.reason IS NULL THEN j.points END AS points,
           coalesce(j.reason, CASE WHEN NOT j.is_invalid THEN b.rating END, 'not_reported') AS outcome
    FROM judged AS j
    LEFT JOIN dim_rating_band AS b
      ON b.rule_set_code = j.rule_set_code
     AND (b.lower IS NULL OR j.points > b.lower OR (j.points = b.lower AND b.lower_inclusive))
     AND (b.upper IS NULL OR j.points < b.upper OR (j.points = b.upper AND b.upper_inclusive))
)
SELECT r.return_id, r.coop_code, r.rule_set_code, r.rule_set_in_force, r.points, r.outcome,
       r.declared_points = r.points AS points_agree,
       CASE WHEN EXISTS (SELECT 1 FROM dim_rating_band AS b
                         WHERE b.rule_set_code = r.rule_set_code AND b.rating = r.outcome)
            THEN r.declared_rating = r.outcome END AS rating_agrees
FROM rated AS r;
