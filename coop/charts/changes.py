"""The statuses of the plan's duties on two days, one bar above the other."""

import pandas as pd

from coop.charts.chart import Chart
from coop.charts.describe import sentences
from coop.charts.empty import empty_chart
from coop.charts.labels import integer
from coop.charts.stacked import Row, Segment, stacked_bars
from coop.charts.status_table import status_table
from coop.charts.theme import palette_of, status_fill
from coop.duties.status import STATUSES
from coop.format import date_text, ratio
from coop.text import say


def status_on_two_days(frame: pd.DataFrame, *, dark: bool = False) -> Chart:
    """Show how the same duties stood on two days: `as_of` and the counts of statuses, the earlier first."""
    palette = palette_of(dark)
    title, name = say("changes.chart_title"), say("changes.chart_name")
    table = status_table(frame, {"as_of": say("charts.column_as_of")})
    if not int(frame["duty_count"].sum()):
        return empty_chart(title, name, table, palette)
    days = frame.to_dict("records")
    rows = [
        Row(
            date_text(day["as_of"]),
            say(
                "charts.completed_note",
                ratio=ratio(int(day["completed_count"]), int(day["applicable_count"])),
            ),
            tuple(int(day[status]) for status in STATUSES),
        )
        for day in days
    ]
    said = (
        say(
            "changes.chart_day",
            day=date_text(day["as_of"]),
            ratio=ratio(int(day["completed_count"]), int(day["applicable_count"])),
            overdue=integer(int(day["overdue"])),
            unreported=integer(int(day["not_reported"])),
        )
        for day in days
    )
    segments = [Segment(say(f"charts.status_{status}"), status_fill(status, palette)) for status in STATUSES]
    return Chart(
        stacked_bars(rows, segments, palette, above=True),
        title,
        say("changes.chart_subtitle"),
        sentences(*said),
        table,
        name,
    )
