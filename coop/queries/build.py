"""The build itself and what a reader may choose from: years, units, task groups, classes."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pandas as pd

from coop.queries.parts import NAMED_UNIT, ask, with_parts


@dataclass(frozen=True)
class BuildFacts:
    """What every page, picture and file says about the figures it shows."""

    build_id: str
    built_at: datetime  # UTC
    is_illustrative: bool
    return_count: int
    accepted_count: int
    rejected_count: int
    rule_sets: tuple[tuple[str, str, str], ...]  # code, version, title of the rule sets that rated rows


_BUILD = """
SELECT build_id, built_at, is_illustrative, return_count, accepted_count, rejected_count
FROM meta_build"""

_RULE_SETS = """
SELECT s.rule_set_code, s.version, s.title
FROM dim_rule_set AS s
JOIN (SELECT DISTINCT rule_set_code FROM fact_coop_year) AS used ON used.rule_set_code = s.rule_set_code
ORDER BY s.in_force_from"""

_YEARS = "SELECT DISTINCT plan_year FROM dim_duty ORDER BY plan_year"

_DEFAULT_YEAR = """
SELECT coalesce((SELECT max(l.report_year)
                 FROM log_return AS l
                 WHERE l.form_code = 'task_status' AND l.refused IS NULL AND l.accepted_count > 0
                   AND l.report_year IN (SELECT plan_year FROM dim_duty)),
                (SELECT max(plan_year) FROM dim_duty)) AS plan_year"""

_KNOWN_DAYS = """
SELECT min(received_on) AS first_day, max(received_on) AS last_day FROM log_return
WHERE report_year = $plan_year AND refused IS NULL AND accepted_count > 0"""

_UNITS = with_parts(
    NAMED_UNIT,
    select="""
SELECT n.unit_code, n.title, n.short_title
FROM named_unit AS n
JOIN (SELECT DISTINCT unit_code, unit_kind, plan_year FROM dim_duty) AS d
  ON d.unit_code = n.unit_code AND d.plan_year = n.plan_year
WHERE n.plan_year = $plan_year AND d.unit_kind = $unit_kind
ORDER BY n.sort_order, n.unit_code""",
)

_UNIT_TITLES = """
SELECT unit_code, arg_max(short_title, valid_from) AS title FROM dim_unit
GROUP BY unit_code ORDER BY unit_code"""

_GROUPS = "SELECT group_code, title, short_title FROM dim_task_group ORDER BY sort_order"

_CLASSES = "SELECT class_code, title FROM dim_class WHERE attribute = $attribute ORDER BY sort_order"


def build_facts() -> BuildFacts:
    """The current build: id, time, whether illustrative, and how many returns and rows are in it."""
    row = ask(_BUILD).to_dict("records")[0]
    rule_sets = ask(_RULE_SETS).itertuples(index=False, name=None)
    return BuildFacts(
        build_id=str(row["build_id"]),
        built_at=pd.Timestamp(row["built_at"]).to_pydatetime().replace(tzinfo=UTC),
        is_illustrative=bool(row["is_illustrative"]),
        return_count=int(row["return_count"]),
        accepted_count=int(row["accepted_count"]),
        rejected_count=int(row["rejected_count"]),
        rule_sets=tuple((str(code), str(version), str(title)) for code, version, title in rule_sets),
    )


def plan_years() -> list[int]:
    """Every year that has duties, ascending."""
    return [int(year) for year in ask(_YEARS)["plan_year"]]


def default_plan_year() -> int:
    """The latest year with an accepted task-status return, else the latest with duties."""
    return int(ask(_DEFAULT_YEAR)["plan_year"].iloc[0])


def last_known_day(plan_year: int) -> date | None:
    """The day the latest accepted return of the year was received; None where there is none."""
    return _known_day("last_day", plan_year)


def first_known_day(plan_year: int) -> date | None:
    """The day the first accepted return of the year was received; None where there is none."""
    return _known_day("first_day", plan_year)


def _known_day(which: str, plan_year: int) -> date | None:
    day = ask(_KNOWN_DAYS, plan_year=plan_year)[which].iloc[0]
    return None if pd.isna(day) else pd.Timestamp(day).date()


def units(kind: str, plan_year: int) -> pd.DataFrame:
    """One row per 'agency' or 'district' with duties in the year, in Vietnamese order: codes and titles."""
    return ask(_UNITS, plan_year=plan_year, unit_kind=kind)


def unit_titles() -> dict[str, str]:
    """Every unit there ever was, its code to its last short title."""
    return dict(ask(_UNIT_TITLES)[["unit_code", "title"]].itertuples(index=False, name=None))


def task_groups() -> pd.DataFrame:
    """One row per task group in the plan's order: group_code, title, short_title."""
    return ask(_GROUPS)


def classes(attribute: str) -> pd.DataFrame:
    """One row per class of a coded attribute in its fixed order: class_code, title."""
    return ask(_CLASSES, attribute=attribute)
