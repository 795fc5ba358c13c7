"""Lights of progress: what is done against the time gone by, beside what each unit says of itself.

The two are never averaged: where a unit's words and its dates do not agree, both are shown.
"""

from datetime import date
from typing import Any

import pandas as pd

from coop.duties.light import Light, expected_share, light
from coop.exports.provenance import Provenance
from coop.format import date_text, number, percent, ratio
from coop.queries.duties import duties_in_scope, overdue_duties
from coop.queries.light import light_rule
from coop.queries.scope import Scope
from coop.text import say
from coop.ui.answers import ask, known
from coop.ui.downloads import offer_files
from coop.ui.findings import counts_of
from coop.ui.markup import text_element
from coop.ui.sent_again import show_html
from coop.ui.table import Column, show_table, titled

# What wants attention comes first.
LIGHTS: tuple[Light, ...] = ("behind", "slipping", "on_track", "unknown")


@known
def lights_of(
    by_unit: pd.DataFrame, duties: pd.DataFrame, overdue: pd.DataFrame, scope: Scope, tolerance: float
) -> pd.DataFrame:
    """One row per unit: `light`, `expected` (duties that should be done), what it claims, where it differs.

    `by_unit` as `status_by_unit`, `duties` as `duties_in_scope`, `overdue` as `overdue_duties`. Claims are
    the states in the unit's own return: claimed_completed, claimed_in_progress, claimed_not_started.
    """
    applicable = duties[duties["status"] != "not_applicable"]
    shares = [_expected(due, scope) for due in applicable["due_on"]]
    expected = applicable.assign(share=shares).groupby("unit_code")["share"].sum()
    doing = overdue[overdue["duty_state"] == "in_progress"]["unit_code"].value_counts()
    idle = overdue[overdue["duty_state"] == "not_started"]["unit_code"].value_counts()
    rows = by_unit.assign(
        expected=by_unit["unit_code"].map(expected).fillna(0.0),
        overdue_in_progress=by_unit["unit_code"].map(doing).fillna(0).astype("int64"),
        claimed_completed=by_unit["completed_count"],
    )
    rows["claimed_in_progress"] = rows["in_progress"] + rows["overdue_in_progress"]
    rows["claimed_not_started"] = rows["not_started"] + rows["unit_code"].map(idle).fillna(0).astype("int64")
    rows["light"] = [_light(row, tolerance) for row in rows.to_dict("records")]
    order = rows["light"].map({code: place for place, code in enumerate(LIGHTS)})
    short = (rows["expected"] - rows["completed_count"]) / rows["applicable_count"].clip(lower=1)
    return (
        rows.assign(_order=order, _short=-short)
        .sort_values(["_order", "_short", "unit_code"])
        .drop(columns=["_order", "_short"])
        .reset_index(drop=True)
    )


@known
def lights_finding(lights: pd.DataFrame) -> str:
    """How many units have which light; what no unit has is left out."""
    counts = lights["light"].value_counts()
    return ", ".join(
        say(f"light.count_{code}", n=number(int(counts[code]))) for code in LIGHTS if counts.get(code, 0)
    )


def show_lights(by_unit: pd.DataFrame, scope: Scope, origin: Provenance, key: str) -> None:
    """Draw the lights of the units of `by_unit` as a table with words and shapes; silent without a rule."""
    rule = ask(light_rule, scope.plan_year)
    if rule.empty or by_unit.empty:
        return
    law = counts_of(rule)
    duties, overdue = ask(duties_in_scope, scope), ask(overdue_duties, scope)
    lights = lights_of(by_unit, duties, overdue, scope, float(law["tolerance"]))
    title, since = say("light.title"), date_text(pd.Timestamp(law["valid_from"]).date())
    words = say("light.rule", tolerance=percent(law["tolerance"], 0), version=law["version"], day=since)
    show_html(text_element("h2", title, css="chart-title"))
    show_html(text_element("p", lights_finding(lights), css="chart-alt"))
    show_html(text_element("p", words, css="chart-line"))
    rows, columns = worded(lights), _columns()
    show_table(rows, columns, title)
    offer_files(titled(rows, columns), origin.titled(title), "lights", key)


@known
def worded(lights: pd.DataFrame) -> pd.DataFrame:
    """The same rows in readers' words; nothing is claimed for a unit that has not reported."""
    rows = lights.to_dict("records")
    return lights.assign(
        light=[say(f"light.{row['light']}") for row in rows],
        done=[ratio(row["completed_count"], row["applicable_count"]) for row in rows],
        wanted=[number(row["expected"], 1) for row in rows],
        claim=[_claim(row) for row in rows],
        gap=[_gap(row) for row in rows],
    )


def _columns() -> list[Column]:
    return [
        Column("title", say("app.column_unit")),
        Column("light", say("light.column_light")),
        Column("done", say("light.column_done"), "ratio"),
        Column("wanted", say("light.column_expected"), "ratio"),
        Column("claim", say("light.column_claim")),
        Column("gap", say("light.column_gap")),
    ]


def _expected(due_on: Any, scope: Scope) -> float:
    return expected_share(date(scope.plan_year, 1, 1), pd.Timestamp(due_on).date(), scope.as_of)


def _light(row: dict[Any, Any], tolerance: float) -> Light:
    applicable = int(row["applicable_count"]) if row["has_reported"] else 0
    expected = float(row["expected"]) / applicable if applicable else 0.0
    return light(int(row["completed_count"]), applicable, expected, tolerance)


def _claim(row: dict[Any, Any]) -> str:
    if not row["has_reported"]:
        return ""
    claims = ("completed", "in_progress", "not_started")
    return say("light.claim", **{claim: number(int(row[f"claimed_{claim}"])) for claim in claims})


def _gap(row: dict[Any, Any]) -> str:
    parts = {"light.gap_overdue": row["overdue_in_progress"], "light.gap_late": row["completed_late"]}
    return "; ".join(say(key, n=number(int(count))) for key, count in parts.items() if count)
