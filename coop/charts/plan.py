"""Charts of the plan's duties on a day: statuses by task group, by unit and over the years.

Frames carry the seven counts of statuses and `duty_count`, `applicable_count`, `completed_count`.
"""

from collections.abc import Hashable
from typing import Any

import pandas as pd

from coop.charts.chart import Chart
from coop.charts.describe import sentences, status_summary
from coop.charts.empty import empty_chart
from coop.charts.labels import integer
from coop.charts.stacked import Row, Segment, stacked_bars
from coop.charts.status_table import status_table
from coop.charts.theme import STATUSES, Palette, palette_of, status_fill
from coop.format import date_text, ratio
from coop.text import say


def status_bars_by_group(frame: pd.DataFrame, *, dark: bool = False) -> Chart:
    """Show how far each task group is: one bar per group (`group_code, title, short_title`, counts)."""
    rows = worst_first(frame, "group_code").assign(
        label=lambda f: [
            say("charts.group_label", code=code, title=title)
            for code, title in zip(f["group_code"], f["short_title"], strict=True)
        ]
    )
    table = status_table(
        rows, {"group_code": say("charts.column_group"), "title": say("charts.column_group_title")}
    )
    return _status_chart(
        rows,
        table,
        palette_of(dark),
        name=say("charts.status_bars_by_group_name"),
        title=say("charts.status_bars_by_group_title"),
        subtitle=say("charts.status_bars_by_group_subtitle"),
        alt="charts.status_bars_by_group_alt",
        above=True,
    )


def status_bars_by_unit(frame: pd.DataFrame, kind: str, *, dark: bool = False) -> Chart:
    """Show whose duties lag: one bar per unit of a kind, 'agency' or 'district'.

    `frame`: `unit_code, title, short_title, has_reported`, counts.
    """
    rows = worst_first(frame, "unit_code").assign(label=lambda f: f["short_title"])
    table = status_table(rows, {"title": say("charts.column_unit")})
    return _status_chart(
        rows,
        table,
        palette_of(dark),
        name=say(f"charts.status_bars_by_unit_name_{kind}"),
        title=say(f"charts.status_bars_by_unit_title_{kind}"),
        subtitle=say("charts.status_bars_by_unit_subtitle"),
        alt="charts.status_bars_by_unit_alt",
        above=False,
    )


def status_history(frame: pd.DataFrame, *, dark: bool = False) -> Chart:
    """Show the statuses of each plan year on the same day of the year: `plan_year, as_of`, counts."""
    rows = frame.sort_values("plan_year")
    years = rows.assign(plan_year=rows["plan_year"].astype(str))  # a year is a name, not a count
    palette = palette_of(dark)
    title, name = say("charts.history_title"), say("charts.history_name")
    table = status_table(years, {"plan_year": say("charts.column_year"), "as_of": say("charts.column_as_of")})
    if rows.empty:
        return empty_chart(title, name, table, palette)
    counts = rows.to_dict("records")
    bars = [
        Row(
            str(row["plan_year"]),
            say("charts.history_note", ratio=_completed(row), day=date_text(row["as_of"])),
            tuple(int(row[status]) for status in STATUSES),
        )
        for row in counts
    ]
    summary = sentences(
        *(
            say(
                "charts.history_year",
                year=row["plan_year"],
                ratio=_completed(row),
                overdue=integer(int(row["overdue"])),
            )
            for row in counts
        )
    )
    return Chart(
        stacked_bars(bars, _segments(palette), palette, above=True),
        title,
        say("charts.history_subtitle"),
        say("charts.history_alt", summary=summary),
        table,
        name,
    )


def worst_first(frame: pd.DataFrame, code: str) -> pd.DataFrame:
    """Order rows by overdue duties, most first, then by completion, least first, then by code.

    Rows that no return speaks of come last: what is unknown is not worst.
    """
    share = frame["completed_count"] / frame["applicable_count"].where(frame["applicable_count"] > 0)
    unknown = (frame["applicable_count"] > 0) & (frame["not_reported"] == frame["applicable_count"])
    ordered = frame.assign(_unknown=unknown, _share=share.fillna(2.0)).sort_values(
        ["_unknown", "overdue", "_share", code], ascending=[True, False, True, True], kind="stable"
    )
    return ordered.drop(columns=["_unknown", "_share"]).reset_index(drop=True)


def _status_chart(
    rows: pd.DataFrame,
    table: pd.DataFrame,
    palette: Palette,
    *,
    name: str,
    title: str,
    subtitle: str,
    alt: str,
    above: bool,
) -> Chart:
    if rows.empty:
        return empty_chart(title, name, table, palette)
    bars = [
        Row(
            str(row["label"]),
            _note(row, "charts.completed_note" if above else "charts.completed_note_short"),
            tuple(int(row[status]) for status in STATUSES),
        )
        for row in rows.to_dict("records")
    ]
    drawing = stacked_bars(bars, _segments(palette), palette, above=above)
    return Chart(drawing, title, subtitle, say(alt, summary=status_summary(rows)), table, name)


def _segments(palette: Palette) -> list[Segment]:
    return [Segment(say(f"charts.status_{status}"), status_fill(status, palette)) for status in STATUSES]


def _completed(row: dict[Hashable, Any]) -> str:
    return ratio(int(row["completed_count"]), int(row["applicable_count"]))


def _note(row: dict[Hashable, Any], key: str) -> str:
    if not row.get("has_reported", True):
        return say("charts.not_reported_note")
    if not row["applicable_count"]:
        return say("charts.none_applicable_note")
    return say(key, ratio=_completed(row))
