-- Duties counted by group, by unit and as a whole agree; so do points and their criteria.
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
JOIN (SELECT p.return_id, p.coop_code, sum(p.points) AS points
      FROM fact_coop_points AS p
      JOIN fact_coop_year AS y ON y.return_id = p.return_id AND y.coop_code = p.coop_code
      JOIN dim_criterion AS k ON k.rule_set_code = y.rule_set_code AND k.criterion_code = p.criterion_code
      WHERE k.parent_code IS NOT NULL
         OR NOT EXISTS (SELECT 1 FROM fact_coop_points AS q
                        JOIN dim_criterion AS part ON part.criterion_code = q.criterion_code
                        WHERE q.return_id = p.return_id AND q.coop_code = p.coop_code
                          AND part.rule_set_code = k.rule_set_code AND part.parent_code = k.criterion_code)
      GROUP BY p.return_id, p.coop_code) AS s ON s.return_id = c.return_id AND s.coop_code = c.coop_code
WHERE c.points IS NOT NULL AND c.points <> s.points
