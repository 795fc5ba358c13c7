"""Everything a reader may look for by name: tasks, units, cooperatives; the same under every scope."""

import pandas as pd

from coop.queries.parts import NAMED_UNIT, ask, with_parts

_NAMES = with_parts(
    NAMED_UNIT,
    """
last_named AS (
    SELECT n.*, row_number() OVER (PARTITION BY n.unit_code ORDER BY n.plan_year DESC) AS latest_first
    FROM named_unit AS n
),
unit_years AS (
    SELECT unit_code, unit_kind, min(plan_year) AS first_year, max(plan_year) AS last_year
    FROM dim_duty GROUP BY unit_code, unit_kind
),
plan_span AS (SELECT min(plan_year) AS first_year, max(plan_year) AS last_year FROM dim_duty)""",
    select="""
SELECT 'task' AS kind, t.task_code AS code, t.short_title AS title, '' AS unit_title, t.wording AS more,
       p.first_year, p.last_year, 1 AS kind_order, t.sort_order
FROM dim_task AS t CROSS JOIN plan_span AS p
UNION ALL
SELECT y.unit_kind AS kind, n.unit_code AS code, n.short_title AS title, n.title AS unit_title,
       n.title AS more, y.first_year, y.last_year,
       CASE WHEN y.unit_kind = 'district' THEN 2 ELSE 3 END AS kind_order,
       n.sort_order
FROM unit_years AS y
JOIN last_named AS n ON n.unit_code = y.unit_code AND n.latest_first = 1
UNION ALL
SELECT 'coop' AS kind, c.coop_code AS code, c.name AS title,
       coalesce(n.short_title, '') AS unit_title,
       coalesce(c.commune, '') || ' ' || coalesce(n.title, '') AS more,
       c.first_year, c.last_year, 4 AS kind_order, 0 AS sort_order
FROM dim_coop AS c
LEFT JOIN last_named AS n ON n.unit_code = c.district_code AND n.latest_first = 1
ORDER BY kind_order, sort_order, code""",
)


def names() -> pd.DataFrame:
    """One row per task, unit and cooperative: kind, code, title, unit_title, more, first_year, last_year.

    `unit_title` is a unit's full title or a cooperative's district, `more` other words to be found by.
    `kind` is 'task', 'district', 'agency' or 'coop'; the years are those it has duties or returns of.
    """
    return ask(_NAMES).drop(columns=["kind_order", "sort_order"])
