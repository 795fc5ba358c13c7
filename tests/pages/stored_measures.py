"""Every measure of the dictionary asked of the store in SQL of the tests' own, under any scope."""

from typing import Any

from coop.duties.status import STATUSES
from coop.queries.scope import Scope
from coop.text import say
from tests.pages.conftest import Figures

# (measure, part of it in readers' words) → (count, what it is out of; None where nothing is).
Stored = dict[tuple[str, str], tuple[int, int | None]]
RATINGS = ("good", "fair", "average", "weak")

STATED = """
WITH known AS (
    SELECT * FROM fact_duty_event WHERE known_from <= $day AND (known_until IS NULL OR known_until > $day)
), stated AS (
    SELECT d.unit_kind, d.unit_code, d.due_on, k.return_id,
           CASE WHEN k.duty_state IS NULL THEN 'not_reported'
                WHEN k.duty_state = 'completed' AND k.completed_on <= d.due_on THEN 'completed_on_time'
                WHEN k.duty_state = 'completed' THEN 'completed_late'
                WHEN k.duty_state <> 'not_applicable' AND d.due_on < $day THEN 'overdue'
                ELSE k.duty_state END AS status
    FROM dim_duty AS d LEFT JOIN known AS k USING (duty_code)
    WHERE d.plan_year = $year
      AND (len($units) = 0 OR d.unit_code IN (SELECT unnest($units)))
      AND (len($groups) = 0 OR d.group_code IN (SELECT unnest($groups)))
)
"""
OF_STATUS = "SELECT status, count(*) FROM stated GROUP BY status"
OF_RATES = """
SELECT count(*) FILTER (status = 'completed_on_time' AND due_on <= $day),
       count(*) FILTER (status <> 'not_applicable' AND due_on <= $day),
       count(DISTINCT unit_code) FROM stated"""
OF_OVERDUE = """
SELECT count(*) FILTER (days BETWEEN 1 AND 30), count(*) FILTER (days BETWEEN 31 AND 90),
       count(*) FILTER (days > 90), max(days)
FROM (SELECT CAST($day AS DATE) - due_on AS days FROM stated WHERE status = 'overdue')"""
OF_RETURNS = """
SELECT k.title, count(DISTINCT s.unit_code) FILTER (l.unit_code IS NOT NULL), count(DISTINCT s.unit_code)
FROM stated AS s JOIN dim_class AS k ON k.attribute = 'unit_kind' AND k.class_code = s.unit_kind
LEFT JOIN (SELECT unit_code FROM log_return WHERE form_code = 'task_status' AND refused IS NULL
              AND accepted_count > 0 AND report_year = $year AND received_on <= $day) AS l USING (unit_code)
GROUP BY k.title"""
OF_LIGHTS = """
, a_unit AS (
    SELECT s.unit_code, bool_or(l.unit_code IS NOT NULL) AS has_sent,
           count(*) FILTER (status <> 'not_applicable') AS applicable,
           count(*) FILTER (status IN ('completed_on_time', 'completed_late')) AS done,
           coalesce(sum(least(1.0, greatest(0.0,
               CAST(CAST($day AS DATE) - make_date(CAST($year AS INTEGER), 1, 1) + 1 AS DOUBLE)
               / (due_on - make_date(CAST($year AS INTEGER), 1, 1) + 1))))
               FILTER (status <> 'not_applicable'), 0) AS wanted
    FROM stated AS s
    LEFT JOIN (SELECT DISTINCT unit_code FROM log_return WHERE form_code = 'task_status' AND refused IS NULL
                  AND accepted_count > 0 AND report_year = $year AND received_on <= $day) AS l
           USING (unit_code)
    GROUP BY s.unit_code
)
SELECT CASE WHEN NOT has_sent OR applicable = 0 THEN 'unknown'
            WHEN wanted <= done THEN 'on_track'
            WHEN wanted / applicable - done / applicable
                 <= (SELECT max(CAST(tolerance AS DOUBLE)) FROM dim_light_rule
                     WHERE valid_from <= make_date(CAST($year AS INTEGER), 12, 31)) THEN 'slipping'
            ELSE 'behind' END AS light, count(*)
FROM a_unit GROUP BY ALL"""

KNOWN_COOPS = """
WITH anywhere AS (
    SELECT * FROM fact_coop_year WHERE known_from <= $day AND (known_until IS NULL OR known_until > $day)
), coops AS (
    SELECT * FROM anywhere
    WHERE assessment_year = $year
      AND (len($districts) = 0 OR district_code IN (SELECT unnest($districts)))
)
"""
OF_COOPS = "SELECT outcome, count(*) FROM coops GROUP BY outcome"
OF_SILENT = """
SELECT count(*) FROM anywhere AS p
WHERE p.assessment_year = CAST($year AS INTEGER) - 1 AND p.operating_state <> 'stopped'
  AND (len($districts) = 0 OR p.district_code IN (SELECT unnest($districts)))
  AND EXISTS (SELECT 1 FROM log_expected_return AS e WHERE e.form_code = 'classification'
                 AND e.unit_code = p.district_code AND e.report_year = $year)
  AND NOT EXISTS (SELECT 1 FROM log_return AS l WHERE l.form_code = 'classification' AND l.refused IS NULL
                     AND l.accepted_count > 0 AND l.unit_code = p.district_code AND l.report_year = $year
                     AND l.received_on <= $day)
  AND NOT EXISTS (SELECT 1 FROM anywhere AS n
                  WHERE n.coop_code = p.coop_code AND n.assessment_year = $year)"""
OF_POINTS = """
SELECT count(*) FILTER (outcome IN ('good', 'fair', 'average', 'weak')
                        AND least(abs(points - 80), abs(points - 65), abs(points - 50)) <= 2),
       count(*) FILTER (NOT points_agree OR NOT rating_agrees
                        OR (outcome = 'not_reported'
                            AND (declared_points IS NOT NULL OR declared_rating IS NOT NULL)))
FROM coops"""
OF_CLASS = """
SELECT coalesce(k.title, u.title), count(*)
FROM coops LEFT JOIN dim_class AS k ON k.attribute = '{kind}' AND k.class_code = {column}
LEFT JOIN dim_class AS u ON u.attribute = 'size' AND u.class_code = 'undetermined'
GROUP BY ALL"""
CLASSES = {
    "size_by_members": ("size", "size_by_members"),
    "size_by_capital": ("size", "size_by_capital"),
    "service_class": ("service", "service"),
}
OF_INDICATORS = """
SELECT v.indicator_code, p.title, i.kind, CAST(sum(v.value) AS DOUBLE), CAST(sum(v.numerator) AS DOUBLE),
       CAST(sum(v.denominator) AS DOUBLE), count(coalesce(v.value, v.denominator))
FROM fact_indicator_unit AS v JOIN dim_indicator AS i USING (indicator_code)
JOIN dim_task AS t USING (task_code) JOIN dim_period AS p USING (period_code)
WHERE v.known_from <= $day AND (v.known_until IS NULL OR v.known_until > $day)
  AND (len($units) = 0 OR v.unit_code IN (SELECT unnest($units)))
  AND (len($groups) = 0 OR t.group_code IN (SELECT unnest($groups)))
GROUP BY ALL"""


def stored(figures: Figures, scope: Scope, select: str) -> list[tuple[Any, ...]]:
    """What the store says of a scope, in SQL that shares nothing with the product's."""
    values = {
        "$day": scope.as_of,
        "$year": scope.plan_year,
        "$units": [*scope.districts, *scope.agencies],
        "$groups": list(scope.task_groups),
        "$districts": list(scope.districts),
    }
    named = [name for name in values if name in select]
    for place, name in enumerate(named, start=1):
        select = select.replace(name, f"CAST(?{place} AS VARCHAR[])" if name[-1] == "s" else f"?{place}")
    return figures(select, *(values[name] for name in named))


def seven(figures: Figures, scope: Scope) -> dict[str, int]:
    """The seven statuses of a scope in the store."""
    found = dict(stored(figures, scope, STATED + OF_STATUS))
    assert set(found) <= set(STATUSES)
    return {status: int(found.get(status, 0)) for status in STATUSES}


def measures_in_store(figures: Figures, scope: Scope) -> Stored:
    """Every measure of a scope, part by part; classes that nobody is in are left out."""
    found = _plan(figures, scope)
    if scope.districts or not scope.agencies:
        found |= _coops(figures, scope)
    return found


def _plan(figures: Figures, scope: Scope) -> Stored:
    titles = dict(figures("SELECT class_code, title FROM dim_class WHERE attribute = 'status'"))
    counts = seven(figures, scope)
    duties = sum(counts.values())
    applicable = duties - counts["not_applicable"]
    [(on_time, due, owing)] = stored(figures, scope, STATED + OF_RATES)
    found: Stored = {("duty_count", ""): (duties, None), ("on_time_rate", ""): (on_time, due)}
    found |= {("status", titles[status]): (count, duties) for status, count in counts.items()}
    found["completion", ""] = (counts["completed_on_time"] + counts["completed_late"], applicable)
    found["overdue_count", ""] = (counts["overdue"], applicable)
    [(*ages, oldest)] = stored(figures, scope, STATED + OF_OVERDUE)
    for band, count in zip(("1_30", "31_90", "over_90"), ages, strict=True):
        found["overdue_count", say(f"take_away.aged_{band}")] = (count, None)
    if oldest is not None:
        found["overdue_count", say("take_away.oldest_days")] = (oldest, None)
    for title, sent, of in stored(figures, scope, STATED + OF_RETURNS):
        found["reporting_rate", title] = (sent, of)
    lights = dict(stored(figures, scope, STATED + OF_LIGHTS))
    for light in ("behind", "slipping", "on_track", "unknown") if owing else ():
        found["light", say(f"light.{light}").split(" ", 1)[1]] = (lights.get(light, 0), owing)
    return found


def _coops(figures: Figures, scope: Scope) -> Stored:
    titles = dict(figures("SELECT class_code, title FROM dim_class WHERE attribute = 'outcome'"))
    outcomes = dict(stored(figures, scope, KNOWN_COOPS + OF_COOPS))
    [(silent,)] = stored(figures, scope, KNOWN_COOPS + OF_SILENT)
    coops, rated = sum(outcomes.values()), sum(outcomes.get(rating, 0) for rating in RATINGS)
    found: Stored = {("coop_count", ""): (coops, None)}
    for rating in RATINGS:
        found["rating_share_all", titles[rating]] = (outcomes.get(rating, 0), coops + silent)
        found["rating_share_rated", titles[rating]] = (outcomes.get(rating, 0), rated)
    [(near, differing)] = stored(figures, scope, KNOWN_COOPS + OF_POINTS)
    found["points", say("take_away.points_differ")] = (differing, None)
    found["near_boundary", ""] = (near, rated)
    for measure, (kind, column) in CLASSES.items():
        for title, count in stored(figures, scope, KNOWN_COOPS + OF_CLASS.format(kind=kind, column=column)):
            found[measure, title] = (count, coops)
    return found


def indicators_in_store(figures: Figures, scope: Scope) -> dict[tuple[str, str], tuple[float, int]]:
    """(indicator, title of its period) → its value over the scope's units, and how many units are in it."""
    found: dict[tuple[str, str], tuple[float, int]] = {}
    for code, period, kind, total, part, whole, count in stored(figures, scope, OF_INDICATORS):
        value = part / whole if kind == "share" and whole else total
        if count and value is not None:
            found[code, period] = (value, count)
    return found
