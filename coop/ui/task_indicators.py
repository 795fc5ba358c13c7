"""Beside a task its indicators: so that "done, and nothing moved" can be seen."""

from typing import Any

import pandas as pd

from coop.format import number, percent, ratio
from coop.text import say
from coop.ui.markup import plain, text_element
from coop.ui.page_copy import note_words
from coop.ui.sent_again import show_html
from coop.ui.table import Column, in_words, show_table

_PERCENT = "%"


def show_task_indicators(latest: pd.DataFrame, unmoved: pd.DataFrame, task: dict[str, Any], key: str) -> None:
    """List a task's indicators with last value, coverage and movement, and name units where none moved.

    `latest`: rows of `latest_of_indicators`; `unmoved`: rows of `unmoved_duties`; both of any tasks.
    """
    own = latest[latest["task_code"] == task["task_code"]]
    if own.empty:
        return
    show_html(text_element("h3", say("indicators.of_task"), css="chart-title"))
    show_table(_worded(own), _columns(), _caption(key))
    still = unmoved[unmoved["task_code"] == task["task_code"]]
    if len(still):
        done = ratio(len(still), task["completed_count"])
        units = ", ".join(map(str, still["unit_short_title"]))
        show_html(text_element("p", say("indicators.unmoved", ratio=done, units=units), css="banner"))


def note_task_indicators(latest: pd.DataFrame, task: dict[str, Any], key: str) -> None:
    """Have the page's files hold the indicators of a task, also while its box is folded."""
    own = latest[latest["task_code"] == task["task_code"]]
    if not own.empty:
        note_words(_caption(key), lambda: in_words(_worded(own), _columns()))


def _caption(key: str) -> str:
    return f"{say('indicators.of_task')} {key}"


def _worded(own: pd.DataFrame) -> pd.DataFrame:
    """Values, coverage and movement in words."""
    rows = own.to_dict("records")
    return own.assign(
        now=[value_words(row["value"], row["unit"]) for row in rows],
        before=[value_words(row["before_value"], row["unit"]) for row in rows],
        coverage=[
            "" if pd.isna(row["owing_count"]) else ratio(row["reported_count"], row["owing_count"])
            for row in rows
        ],
        said=[moved_words(row) for row in rows],
    )


def _columns() -> list[Column]:
    return [
        Column("title", say("indicators.column_indicator")),
        Column("period_title", say("indicators.column_latest")),
        Column("now", say("indicators.column_value"), "ratio"),
        Column("coverage", say("indicators.column_coverage"), "ratio"),
        Column("before", say("indicators.column_before"), "ratio"),
        Column("said", say("indicators.column_moved")),
    ]


def indicators_label(latest: pd.DataFrame, task_code: str) -> str:
    """How many of a task's indicators are better than a year before, as Markdown after the task's label."""
    own = latest[latest["task_code"] == task_code]
    if own.empty:
        return ""
    better = number(int((own["moved"] == "better").sum()))
    return " \u00b7 " + plain(say("indicators.label", better=better, all=number(len(own))))


def value_words(value: float | None, unit: str) -> str:
    """A value with its unit; a dash where there is none."""
    if value is None or pd.isna(value):
        return "\u2013"
    if unit == _PERCENT:
        return percent(value)
    return say("indicators.value_unit", value=number(value, 0 if abs(value) >= 100 else None), unit=unit)


def moved_words(row: dict[Any, Any]) -> str:
    """Which way an indicator has gone; `row`: of `latest_of_indicators`."""
    if row["direction"] == "neither":
        return say("indicators.moved_neither")
    return say(f"indicators.moved_{'uncompared' if pd.isna(row['moved']) else row['moved']}")
