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
from coop.charts.on_time import on_time_figure, on_time_summary, years_of
from coop.charts.order import punctual_first, worst_first
from coop.charts.pick import emphasise, mark_of
from coop.charts.small_bars import Cell, small_bars
from coop.charts.stacked import Row, Segment, stacked_bars
from coop.charts.status_table import on_time_table, status_table
from coop.charts.theme import Palette, palette_of, status_fill
from coop.duties.status import STATUSES
from coop.format import date_text, ratio
from coop.text import say


def status_bars_by_group(frame: pd.DataFrame, chosen: str = "", *, dark: bool = False) -> Chart:
    """Show how far each task group is: one bar per group (`group_code, title, short_title`, counts).

    `chosen` is the mark that stands out, '' where none does (coop.charts.pick).
    """
    rows = worst_first(frame, "group_code").assign(
        label=lambda f: [
            say("charts.group_label", code=code, title=title)
            for code, title in zip(f["group_code"], f["short_title"], strict=True)
        ],
        mark=lambda f: [mark_of(group=code) for code in f["group_code"]],
    )
    table = status_table(
        rows, {"group_code": say("charts.column_group"), "title": say("charts.column_group_title")}
    )
    return _status_chart(
        rows,
        table,
        palette_of(dark),
        chosen,
        name=say("charts.status_bars_by_group_name"),
        title=say("charts.status_bars_by_group_title"),
        subtitle=say("charts.status_bars_by_group_subtitle"),
        alt="charts.status_bars_by_group_alt",
        above=True,
    )


def status_bars_by_unit(frame: pd.DataFrame, kind: str, chosen: str = "", *, dark: bool = False) -> Chart:
    """Show whose duties lag: one bar per unit of a kind, 'agency' or 'district'.

    `frame`: `unit_code, title, short_title, has_reported`, counts; `chosen` is the mark that stands out.
    """
    rows = worst_first(frame, "unit_code").assign(
        label=lambda f: f["short_title"], mark=lambda f: [mark_of(unit=code) for code in f["unit_code"]]
    )
    table = status_table(rows, {"title": say("charts.column_unit")})
    return _status_chart(
        rows,
        table,
        palette_of(dark),
        chosen,
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


def on_time_dots_by_unit(frame: pd.DataFrame, chosen: str = "", *, dark: bool = False) -> Chart:
    """Compare who is on time: duties done in time of those due, per unit; shares where N bears them.

    `frame`: `unit_code, title, short_title, has_reported, due_count, due_on_time_count`, and
    `first_year, last_year` where several years are added up (said in the subtitle); `chosen` is the mark
    that stands out.
    """
    palette = palette_of(dark)
    rows = punctual_first(frame)
    table = on_time_table(rows)
    name = say("charts.on_time_name")
    if rows.empty:
        return empty_chart(say("charts.on_time_counts_title"), name, table, palette)
    drawing, as_shares = on_time_figure(rows, palette)
    form = "on_time" if as_shares else "on_time_counts"
    alt = say(f"charts.{form}_alt", summary=on_time_summary(rows))
    subtitle = years_of(rows) + say(f"charts.{form}_subtitle")
    return Chart(emphasise(drawing, chosen, palette), say(f"charts.{form}_title"), subtitle, alt, table, name)


def completion_history_by_unit(frame: pd.DataFrame, chosen: str = "", *, dark: bool = False) -> Chart:
    """Show how each unit did over the years, n of N on the same day of each year.

    `frame`: `unit_code, short_title, plan_year, has_reported`, counts; least completed last year first.
    `chosen` is the mark that stands out.
    """
    palette = palette_of(dark)
    title, name = say("charts.completion_history_title"), say("charts.completion_history_name")
    years = sorted(int(year) for year in frame["plan_year"].unique())
    order = worst_first(frame[frame["plan_year"] == max(years, default=0)], "unit_code")["unit_code"].tolist()
    order += sorted(set(frame["unit_code"]) - set(order))
    rows = frame.assign(
        _row=frame["unit_code"].map({code: row for row, code in enumerate(order)}),
        plan_year=frame["plan_year"].astype(str),
    ).sort_values(["_row", "plan_year"])
    table = status_table(
        rows, {"short_title": say("charts.column_unit"), "plan_year": say("charts.column_year")}
    )
    if rows.empty:
        return empty_chart(title, name, table, palette)
    cells = [
        Cell(
            int(row["_row"]),
            years.index(int(row["plan_year"])),
            int(row["completed_count"]),
            int(row["applicable_count"]),
            bool(row["has_reported"]),
            say("charts.completion_history_head", unit=row["short_title"], year=row["plan_year"]),
            say("charts.column_completed"),
            mark_of(unit=row["unit_code"]),
        )
        for row in rows.to_dict("records")
    ]
    sums = rows.groupby("plan_year")[["completed_count", "applicable_count"]].sum().reset_index()
    said = (
        say("charts.completion_history_year", year=row["plan_year"], ratio=_completed(row))
        for row in sums.to_dict("records")
    )
    titles = rows.drop_duplicates("unit_code")["short_title"].tolist()
    return Chart(
        emphasise(small_bars(titles, [str(year) for year in years], cells, palette), chosen, palette),
        title,
        say("charts.completion_history_subtitle"),
        say("charts.completion_history_alt", summary=sentences(*said)),
        table,
        name,
    )


def _status_chart(
    rows: pd.DataFrame,
    table: pd.DataFrame,
    palette: Palette,
    chosen: str,
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
            str(row["mark"]),
        )
        for row in rows.to_dict("records")
    ]
    drawing = emphasise(stacked_bars(bars, _segments(palette), palette, above=above), chosen, palette)
    return Chart(drawing, title, subtitle, say(alt, summary=status_summary(rows)), table, name)


def _segments(palette: Palette) -> list[Segment]:
    return [
        Segment(say(f"charts.status_{status}"), status_fill(status, palette), mark_of(status=status))
        for status in STATUSES
    ]


def _completed(row: dict[Hashable, Any]) -> str:
    return ratio(int(row["completed_count"]), int(row["applicable_count"]))


def _note(row: dict[Hashable, Any], key: str) -> str:
    if not row.get("has_reported", True):
        return say("charts.not_reported_note")
    if not row["applicable_count"]:
        return say("charts.none_applicable_note")
    return say(key, ratio=_completed(row))
