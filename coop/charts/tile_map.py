"""Charts of districts as tiles."""

import pandas as pd
import plotly.graph_objects as go

from coop.charts.chart import Chart


def overdue_tile_map(frame: pd.DataFrame, *, dark: bool = False) -> Chart:
    """Not drawn yet: an empty figure."""
    return Chart(go.Figure(), "overdue_tile_map", "", "", frame, "overdue_tile_map")


def district_group_tiles(frame: pd.DataFrame, *, dark: bool = False) -> Chart:
    """Not drawn yet: an empty figure."""
    return Chart(go.Figure(), "district_group_tiles", "", "", frame, "district_group_tiles")
