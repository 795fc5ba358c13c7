"""Chart of returns."""

import pandas as pd
import plotly.graph_objects as go

from coop.charts.chart import Chart


def return_grid(frame: pd.DataFrame, *, dark: bool = False) -> Chart:
    """Not drawn yet: an empty figure."""
    return Chart(go.Figure(), "return_grid", "", "", frame, "return_grid")
