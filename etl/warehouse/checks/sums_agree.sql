-- Duties counted by group, by unit and as a whole agree; so do points and their criteria: a criterion's parts, or
-- its own figure where none of them is given.
WITH criterion AS (
    SELECT p.return_id, p.coop_code, k.rule_set_code, coalesce(k.parent_code, k.criterion_code) AS criterion_code,
           CASE WHEN count(k.parent_code) > 0 THEN sum(p.points) FILTER (WHERE k.parent_code IS NOT NULL)
                ELSE sum(p.points) END AS points
    FROM fact_coop_points AS p
    JOIN dim_criterion AS k ON k.criterion_code = p.criterion_code
    GROUP BY p.return_id, p.coop_code, k.rule_set_code, coalesce(k.parent_code, k.criterion_code)
),
summed AS (
    SELECT return_id, coop_code, rule_set_code, sum(points) AS points
    FROM criterion GROUP BY return_id, coop_code, rule_set_code
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
