"""The parts of a report that follow the plan's groups: their tasks, and what came of them in indicators."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd

from coop.exports.panels import panels_of
from coop.exports.scope_report import Block
from coop.format import number, percent, ratio
from coop.queries.indicators import indicator_series, latest_of_indicators
from coop.queries.plan import status_by_task
from coop.queries.scope import Scope
from coop.text import say
from coop.ui.answers import ask
from coop.ui.indicators import panel_frame
from coop.ui.report_parts import Drawings, chart_block

_PERCENT = "%"


def group_blocks(scope: Scope, draw: Drawings, by_group: pd.DataFrame) -> Iterator[Block]:
    """Each task group in the plan's order: its tasks n of N, then its indicators as small lines."""
    by_task = ask(status_by_task, scope)
    for group in by_group.sort_values("group_code").to_dict("records"):
        code = str(group["group_code"])
        words = {"code": code, "title": str(group["short_title"])}
        own = by_task[by_task["group_code"] == code]
        if len(own):
            yield Block(say("take_away.part_tasks", **words), table=_tasks(own))
        yield from _indicators(replace(scope, task_groups=(code,)), draw, words)


def _tasks(by_task: pd.DataFrame) -> pd.DataFrame:
    rows = by_task.to_dict("records")
    return pd.DataFrame(
        {
            say("report.column_task"): [f"{row['task_code']}. {row['short_title']}" for row in rows],
            say("report.column_status"): [
                ratio(row["completed_count"], row["applicable_count"]) for row in rows
            ],
            say("report.column_overdue"): by_task["overdue"].astype("int64").to_numpy(),
            say("report.column_silent"): by_task["not_reported"].astype("int64").to_numpy(),
        }
    )


def _indicators(of_group: Scope, draw: Drawings, words: dict[str, str]) -> Iterator[Block]:
    """The group's indicators that anyone has reported: lines as on the screen, the last values as a table."""
    latest = ask(latest_of_indicators, of_group)
    known = latest[latest["value"].notna()]
    if known.empty:
        return
    chart = draw.indicators(panel_frame(ask(indicator_series, of_group), latest))
    marks = panels_of(chart)
    lines = replace(marks, subtitle=say("take_away.lines_note")) if marks else None  # nothing to click on
    yield chart_block(say("take_away.part_indicators", **words), lines, _latest(known))


def _latest(known: pd.DataFrame) -> pd.DataFrame:
    rows = [
        (
            f"{one['indicator_code']} {one['short_title']}",
            str(one["unit"]),
            str(one["period_title"]),
            _measured(one["value"], one["unit"]),
            _measured(one["before_value"], one["unit"]),
            ratio(one["reported_count"], one["owing_count"]),
        )
        for one in known.to_dict("records")
    ]
    columns = ("indicator", "unit", "period", "value", "before", "coverage")
    return pd.DataFrame(rows, columns=[say(f"take_away.column_{column}") for column in columns])


def _measured(value: Any, unit: str) -> str:
    return percent(value) if unit == _PERCENT else number(value)
