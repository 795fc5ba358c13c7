"""What the page of indicators says and lists: the finding, one indicator by period, its rows."""

from dataclasses import replace
from typing import Any

import pandas as pd

from coop.exports.provenance import Provenance
from coop.format import date_text, number, percent, ratio
from coop.queries.indicators import unmoved_duties
from coop.queries.scope import Scope
from coop.text import say
from coop.ui.answers import ask, known
from coop.ui.downloads import offer_files
from coop.ui.focus import Focus, focus_filter, origin_with, show_focus
from coop.ui.markup import text_element
from coop.ui.page import open_page
from coop.ui.sent_again import show_html
from coop.ui.table import Column, show_table, titled
from coop.ui.task_indicators import moved_words, value_words

_PERCENT = "%"
_COMPARED = ("is_comparable", "compared_count", "now_compared", "before_compared")
_MOST_NAMED = 3  # tasks named on the overview


@known
def indicators_finding(latest: pd.DataFrame, group: str) -> str:
    """How many of the group's indicators are better than a year before, and how many worse."""
    if latest.empty or latest["value"].isna().all():
        return say("indicators.finding_silent", group=group, n=number(len(latest)))
    moved = latest["moved"].value_counts()
    text = say(
        "indicators.finding",
        group=group,
        better=number(int(moved.get("better", 0))),
        all=number(len(latest)),
        worse=number(int(moved.get("worse", 0))),
    )
    uncompared = int((latest["moved"].isna() & (latest["direction"] != "neither")).sum())
    if uncompared:
        text += "; " + say("indicators.finding_uncompared", n=number(uncompared))
    return text


def one_finding(one: dict[Any, Any]) -> str:
    """Where one indicator stands and which way it has gone; `one`: a row of `latest_of_indicators`."""
    if pd.isna(one["value"]):
        return say("indicators.finding_one_silent", title=one["short_title"])
    return say(
        "indicators.finding_one",
        title=one["short_title"],
        value=value_words(one["value"], one["unit"]),
        period=one["period_title"],
        moved=moved_words(one),
    )


@known
def indicator_coverage(series: pd.DataFrame, scope: Scope) -> str:
    """How many of the values owed for the year are in hand."""
    of_year = series[series["report_year"] == scope.plan_year]
    counts = ratio(int(of_year["reported_count"].sum()), int(of_year["owing_count"].sum()))
    return say("indicators.coverage", ratio=counts)


def open_indicators(
    latest: pd.DataFrame,
    group: str,
    series: pd.DataFrame,
    one: dict[Any, Any] | None,
    scope: Scope,
    focus: Focus,
) -> Provenance:
    """Draw the top of the page, of all indicators of the group or of `one`, with what it follows."""
    finding = one_finding(one) if one else indicators_finding(latest, group)
    of_whom = series[series["indicator_code"] == one["indicator_code"]] if one else series
    coverage, also = indicator_coverage(of_whom, scope), focus_filter(focus)
    empty = latest.empty and not focus
    origin = open_page(say("indicators.name"), finding, coverage=coverage, also=also, is_empty=empty)
    show_focus(focus)
    return origin


def origin_of_period(origin: Provenance, focus: Focus, by_district: pd.DataFrame) -> Provenance:
    """The origin of one period by district, whatever district was clicked: how many have sent it.

    `by_district`: rows of `indicator_by_district`, of all that owe it.
    """
    counts = ratio(int(by_district["has_reported"].sum()), len(by_district))
    wide = origin_with(origin, focus, *focus.names(but=("unit",)))
    return replace(wide, coverage=f"{counts} {say('app.unit_district')}")


@known
def panel_frame(series: pd.DataFrame, latest: pd.DataFrame) -> pd.DataFrame:
    """Rows of the series with what is said of each indicator's last value."""
    said = latest[["indicator_code", "direction", "moved", *_COMPARED]]
    return series.merge(said, on="indicator_code", how="left")


def show_definition(one: dict[Any, Any]) -> None:
    """The plan's words that ask for the indicator, how it is counted, its target, and how sure that is."""
    show_html(text_element("h2", str(one["title"]), css="chart-title"))
    told = say(
        "indicators.definition",
        unit=one["unit"],
        kind=say(f"indicators.kind_{one['kind']}"),
        frequency=say(f"indicators.frequency_{one['frequency']}"),
        reported=say(f"indicators.reported_{one['reported_as']}"),
        over_units=say(f"indicators.over_{one['over_units']}"),
    )
    wording = say("indicators.whole_wording", wording=one["plan_wording"], task=one["task_code"])
    unverified = say("indicators.unverified", confidence=one["confidence"])
    for text in (wording, f"{told} {_target(one)} {unverified}"):
        show_html(text_element("p", text, css="chart-line"))


def _target(one: dict[Any, Any]) -> str:
    if pd.isna(one["target"]):
        return say("indicators.no_target")
    target = percent(one["target"], 0) if one["unit"] == _PERCENT else number(one["target"])
    return say(
        "indicators.target_line",
        level=say(f"indicators.level_{one['target_level']}"),
        target=target,
        day=date_text(pd.Timestamp(one["target_on"]).date()),
        document=one["target_document"],
        confidence=one["target_confidence"],
    )


def show_periods(series: pd.DataFrame, one: dict[Any, Any], origin: Provenance) -> None:
    """List the periods of an indicator, newest first, each with its coverage; a gap has no value."""
    own = series[series["indicator_code"] == one["indicator_code"]].iloc[::-1]
    title = say("indicators.periods", title=one["short_title"])
    counts = [ratio(row["reported_count"], row["owing_count"]) for row in own.to_dict("records")]
    columns = [
        Column("period_title", say("indicators.column_period")),
        value_column(one),
        Column("coverage", say("indicators.column_coverage"), "ratio"),
    ]
    show_html(text_element("h2", title, css="chart-title"))
    show_table(own.assign(coverage=counts), columns, title)
    exported = [
        *columns[:2],
        Column("reported_count", say("indicators.column_reported")),
        Column("owing_count", say("indicators.column_owing")),
    ]
    offer_files(titled(own, exported), origin.titled(title), "indicator-periods", "indicator-periods")


def value_column(one: dict[Any, Any]) -> Column:
    """The column of an indicator's values, in its unit."""
    title = say("indicators.column_value_unit", unit=one["unit"])
    write = percent if one["unit"] == _PERCENT else lambda value: number(value, None)
    return Column("value", title, "decimal", write=write, absent="\u2013")


def show_unmoved(scope: Scope) -> None:
    """On the overview: the tasks that units have completed while none of their indicators got better."""
    text = _unmoved(scope)
    if text:
        show_html(text_element("p", text, css="chart-line"))


@known
def _unmoved(scope: Scope) -> str:
    unmoved = ask(unmoved_duties, scope)
    if unmoved.empty:
        return ""
    tasks = sorted(unmoved.groupby("task_code", sort=False), key=lambda pair: -len(pair[1]))
    named = [
        say("indicators.unmoved_task", task=f"{code} {own['task_short_title'].iloc[0]}", n=number(len(own)))
        for code, own in tasks[:_MOST_NAMED]
    ]
    rest = len(tasks) - len(named)
    if rest > 0:
        named.append(say("indicators.unmoved_more", n=number(rest)))
    return say("indicators.unmoved_overview", tasks="; ".join(named))
