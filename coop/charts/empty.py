"""The chart of nothing: a quiet sentence where the scope holds no data."""

import pandas as pd

from coop.charts.chart import Chart
from coop.charts.theme import Palette, figure, quiet_axis
from coop.text import say


def empty_chart(title: str, name: str, table: pd.DataFrame, palette: Palette) -> Chart:
    """Return a chart that says there is no data in the scope; `table` is empty but has its columns."""
    words = say("charts.no_data")
    drawing = figure(
        [],
        palette,
        96,
        xaxis=quiet_axis(visible=False),
        yaxis=quiet_axis(visible=False),
        annotations=[
            {
                "text": words,
                "x": 0,
                "xanchor": "left",
                "xref": "paper",
                "y": 0.5,
                "yref": "paper",
                "showarrow": False,
                "font": {"color": palette.muted},
            }
        ],
    )
    return Chart(drawing, title, "", words, table, name)
