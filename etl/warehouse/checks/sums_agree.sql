-- Duties counted by group, by unit and as a whole agree; so do points and their criteria: a criterion's parts, or
-- its own figure where none of them is given. Points are summed once, in one table with what they should come to:
-- summed by criterion first and then joined, a thousand provinces' did not fit into a build's memory.
WITH given AS (
    SELECT p.return_id, p.coop_code, p.assessment_year, k.rule_set_code, k.criterion_code, k.parent_code, p.points
    FROM fact_coop_points AS p
    JOIN dim_criterion AS k ON k.criterion_code = p.criterion_code
),
own AS (
    SELECT * FROM given WHERE criterion_code IN (SELECT parent_code FROM dim_criterion)
),
part AS (
    SELECT given.* FROM given SEMI JOIN own ON own.return_id = given.return_id WHERE given.parent_code IS NOT NULL
),
figure AS (
    SELECT return_id, coop_code, assessment_year, rule_set_code, points, NULL AS whole FROM given
    UNION ALL
    SELECT own.return_id, own.coop_code, own.assessment_year, own.rule_set_code, -own.points, NULL
    FROM own
    SEMI JOIN part
      ON part.return_id = own.return_id AND part.coop_code = own.coop_code
     AND part.rule_set_code = own.rule_set_code AND part.parent_code = own.criterion_code
    UNION ALL
    SELECT return_id, coop_code, assessment_year, rule_set_code, NULL, points
    FROM fact_coop_year WHERE points IS NOT NULL
)
SELECT 'duties by group' AS what, w.plan_year AS key, w.duty_count, g.duty_count AS other_count
FROM (SELECT plan_year, count(*) AS duty_count FROM dim_duty GROUP BY plan_year) AS w
LEFT JOIN (SELECT d.plan_year, count(*) AS duty_count
           FROM dim_duty AS d JOIN dim_task AS t ON t.task_code = d.task_code
           JOIN dim_task_group AS g ON g.group_code = t.group_code
           GROUP BY d.plan_year) AS g ON g.plan_year = w.plan_year
WHERE w.duty_count IS DISTINCT FROM g.duty_count
UNION ALL
SELECT 'points of ' || coop_code, max(assessment_year), max(whole), sum(points)
FROM figure
GROUP BY return_id, coop_code, rule_set_code
HAVING sum(points) <> max(whole)
