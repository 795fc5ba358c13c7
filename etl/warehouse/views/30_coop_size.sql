-- coop_size: one row per row of incoming_coop, with its sizes as coop.rules.size says: climb from the
-- smallest; where an unverified threshold or a missing figure could decide, 'undetermined'.
CREATE TEMP VIEW size_step AS
SELECT b.rule_set_code, b.attribute,
       max(b.lower) FILTER (WHERE b.size = 'small') AS small_from,
       bool_or(b.lower_inclusive) FILTER (WHERE b.size = 'small') AS small_at,
       max(b.lower) FILTER (WHERE b.size = 'medium') AS medium_from,
       bool_or(b.lower_inclusive) FILTER (WHERE b.size = 'medium') AS medium_at,
       max(b.lower) FILTER (WHERE b.size = 'large') AS large_from,
       bool_or(b.lower_inclusive) FILTER (WHERE b.size = 'large') AS large_at
FROM dim_size_band AS b
WHERE b.field = '' AND b.confidence <> 'U'
GROUP BY b.rule_set_code, b.attribute;

CREATE TEMP VIEW coop_amount AS
SELECT c.return_id, c.coop_code, y.rule_set_code, 'members' AS attribute,
       CAST(c.member_count AS DECIMAL(18,6)) AS amount
FROM incoming_coop AS c JOIN year_rule_set AS y ON y.assessment_year = c.assessment_year
UNION ALL
SELECT c.return_id, c.coop_code, y.rule_set_code, 'capital_million_vnd' AS attribute, c.capital_million_vnd AS amount
FROM incoming_coop AS c JOIN year_rule_set AS y ON y.assessment_year = c.assessment_year;

CREATE TEMP VIEW coop_reach AS
SELECT a.return_id, a.coop_code, a.attribute, a.amount,
       CASE WHEN s.small_at THEN a.amount >= s.small_from ELSE a.amount > s.small_from END AS is_small,
       CASE WHEN s.medium_at THEN a.amount >= s.medium_from ELSE a.amount > s.medium_from END AS is_medium,
       CASE WHEN s.large_at THEN a.amount >= s.large_from ELSE a.amount > s.large_from END AS is_large
FROM coop_amount AS a
LEFT JOIN size_step AS s ON s.rule_set_code = a.rule_set_code AND s.attribute = a.attribute;

CREATE TEMP VIEW coop_size AS
WITH sized AS (
    SELECT return_id, coop_code, attribute,
           -- NULL = nobody can say; the climb ends at the first size that is surely not reached.
           CASE WHEN amount IS NULL THEN 'undetermined'
                WHEN is_small = FALSE THEN 'micro'
                WHEN is_medium = FALSE THEN CASE WHEN is_small THEN 'small' ELSE 'undetermined' END
                WHEN is_large = FALSE THEN CASE WHEN is_medium THEN 'medium' ELSE 'undetermined' END
                WHEN is_large THEN 'large'
                ELSE 'undetermined' END AS size
    FROM coop_reach
)
SELECT return_id, coop_code,
       max(size) FILTER (WHERE attribute = 'members') AS size_by_members,
       max(size) FILTER (WHERE attribute = 'capital_million_vnd') AS size_by_capital
FROM sized GROUP BY return_id, coop_code;
