-- Amounts of a cooperative that are a hundred times those of the year before, or a hundredth.
WITH amount AS (
    SELECT c.return_id, c.sheet, c.row_number, c.coop_code, c.district_code, c.assessment_year,
           unnest(['member_count', 'capital_million_vnd', 'revenue_million_vnd',
                   'indivisible_assets_million_vnd']) AS column_name,
           unnest([CAST(c.member_count AS DECIMAL(24,6)), c.capital_million_vnd, c.revenue_million_vnd,
                   c.indivisible_assets_million_vnd]) AS value,
           unnest([CAST(h.member_count AS DECIMAL(24,6)), h.capital_million_vnd, h.revenue_million_vnd,
                   h.indivisible_assets_million_vnd]) AS before
    FROM incoming_coop AS c
    JOIN asked_return AS r ON r.return_id = c.return_id
    JOIN held_coop AS h
      ON h.coop_code = c.coop_code AND h.assessment_year = c.assessment_year - 1
     AND h.known_from <= r.known_from AND (h.known_until IS NULL OR r.known_from < h.known_until)
    -- Where two districts reported it, its own district's row is the one to compare with.
    QUALIFY row_number() OVER (PARTITION BY c.return_id, c.coop_code
                               ORDER BY CASE WHEN h.district_code = c.district_code THEN 0 ELSE 1 END,
                                        h.district_code) = 1
)
SELECT a.return_id, a.sheet, k.letters || a.row_number AS cell, a.column_name, 'coop_hundredfold' AS rule,
       a.value, a.before, a.coop_code AS code, CAST(a.assessment_year - 1 AS VARCHAR) AS year
FROM amount AS a
JOIN log_column AS k ON k.return_id = a.return_id AND k.sheet = a.sheet AND k.column_name = a.column_name
WHERE a.value > 0 AND a.before > 0 AND greatest(a.value, a.before) >= 100 * least(a.value, a.before)
ORDER BY a.return_id, a.sheet, a.row_number, a.column_name
