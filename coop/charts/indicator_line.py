"""One indicator over time, wide enough to read each period."""

import pandas as pd

from coop.charts.breaks import breaks_of
from coop.charts.chart import Chart
from coop.charts.empty import empty_chart
from coop.charts.indicators import series_table, told_of_panel
from coop.charts.lines import Panel, break_labels, line_marks, line_traces, panel_of, time_axis, top_of
from coop.charts.measure import bare
from coop.charts.theme import SMALL, Palette, figure, palette_of, quiet_axis
from coop.text import say

HEIGHT = 180
_MOST_WRITTEN = 16  # values written beside their points; of more only the last


def indicator_line(frame: pd.DataFrame, breaks: str = "", *, dark: bool = False) -> Chart:
    """Show the periods of one indicator; a click on one picks it by its code.

    `frame`: as `indicator_panels` takes it, rows of one indicator. `breaks`: changes of borders, which are
    named where they cut the line (coop.charts.breaks).
    """
    palette = palette_of(dark)
    table, name = series_table(frame), say("indicators.line_name")
    if frame["value"].notna().sum() == 0:
        return empty_chart(say("indicators.line_title_none"), name, table, palette)
    panel = panel_of(frame)
    title = say("indicators.line_title", title=panel.title, unit=panel.unit)
    years, words = frame["report_year"], [(one.day, one.words) for one in breaks_of(breaks)]
    drawing = figure(
        line_traces(panel, palette, panel.known["period_code"].astype(str).tolist()),
        palette,
        HEIGHT,
        margin={"l": 0, "r": 40, "t": 12, "b": 20, "pad": 0},
        annotations=[*_values(panel, palette), *break_labels(panel, words, "", palette)],
        shapes=line_marks(panel, "", palette, 1),
        xaxis=time_axis(int(years.min()), int(years.max()), palette),
        yaxis=quiet_axis(range=[0, top_of(panel)], showticklabels=False),
    )
    alt = say("indicators.line_alt", summary=told_of_panel(panel))
    return Chart(drawing, title, say("indicators.line_subtitle"), alt, table, name)


def _values(panel: Panel, palette: Palette) -> list[dict[str, object]]:
    """Each value over its point, or the last alone where they would not fit."""
    known = panel.known if len(panel.known) <= _MOST_WRITTEN else panel.known.tail(1)
    return [
        {
            "text": bare(row["value"], panel.unit),
            "x": pd.Timestamp(row["last_day"]).date().isoformat(),
            "y": float(row["value"]),
            "yshift": 8,
            "yanchor": "bottom",
            "borderpad": 0,
            "showarrow": False,
            "font": {"size": SMALL, "color": palette.ink},
        }
        for row in known.to_dict("records")
    ]
