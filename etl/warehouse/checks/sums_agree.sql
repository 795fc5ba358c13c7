-- Duties counted by group, by unit and as a whole agree; so do points and their criteria: a criterion's parts, or
-- its own figure where none of them is given. NOT MATERIALIZED: a nation's points, written down anew, would not fit
-- into a build's memory, and reading them twice is cheaper.
WITH given AS NOT MATERIALIZED (
    SELECT p.return_id, p.coop_code, k.rule_set_code, k.criterion_code, k.parent_code, p.points
    FROM fact_coop_points AS p
    JOIN dim_criterion AS k ON k.criterion_code = p.criterion_code
),
own AS (
    SELECT * FROM given WHERE criterion_code IN (SELECT parent_code FROM dim_criterion)
),
part AS (
    SELECT given.* FROM given SEMI JOIN own ON own.return_id = given.return_id WHERE given.parent_code IS NOT NULL
),
counted AS (
    SELECT return_id, coop_code, rule_set_code, points FROM given
    UNION ALL
    SELECT own.return_id, own.coop_code, own.rule_set_code, -own.points
    FROM own
    SEMI JOIN part
      ON part.return_id = own.return_id AND part.coop_code = own.coop_code
     AND part.rule_set_code = own.rule_set_code AND part.parent_code = own.criterion_code
),
summed AS (
    SELECT return_id, coop_code, rule_set_code, sum(points) AS points
    FROM counted GROUP BY return_id, coop_code, rule_set_code
)
SELECT 'duties by group' AS what, w.plan_year AS key, w.duty_count, g.duty_count AS other_count
FROM (SELECT plan_year, count(*) AS duty_count FROM dim_duty GROUP BY plan_year) AS w
LEFT JOIN (SELECT d.plan_year, count(*) AS duty_count
           FROM dim_duty AS d JOIN dim_task AS t ON t.task_code = d.task_code
           JOIN dim_task_group AS g ON g.group_code = t.group_code
           GROUP BY d.plan_year) AS g ON g.plan_year = w.plan_year
WHERE w.duty_count IS DISTINCT FROM g.duty_count
UNION ALL
SELECT 'points of ' || c.coop_code, c.assessment_year, c.points, s.points
FROM fact_coop_year AS c
JOIN summed AS s
  ON s.return_id = c.return_id AND s.coop_code = c.coop_code AND s.rule_set_code = c.rule_set_code
WHERE c.points IS NOT NULL AND c.points <> s.points
