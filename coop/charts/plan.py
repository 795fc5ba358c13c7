"""Charts of the plan's duties: statuses, punctuality, history."""

import pandas as pd
import plotly.graph_objects as go

from coop.charts.chart import Chart


def status_bars_by_group(frame: pd.DataFrame, *, dark: bool = False) -> Chart:
    """Not drawn yet: an empty figure."""
    return Chart(go.Figure(), "status_bars_by_group", "", "", frame, "status_bars_by_group")


def status_bars_by_unit(frame: pd.DataFrame, kind: str, *, dark: bool = False) -> Chart:
    """Not drawn yet: an empty figure."""
    return Chart(go.Figure(), "status_bars_by_unit", "", "", frame, "status_bars_by_unit")


def on_time_dots_by_unit(frame: pd.DataFrame, *, dark: bool = False) -> Chart:
    """Not drawn yet: an empty figure."""
    return Chart(go.Figure(), "on_time_dots_by_unit", "", "", frame, "on_time_dots_by_unit")


def status_history(frame: pd.DataFrame, *, dark: bool = False) -> Chart:
    """Not drawn yet: an empty figure."""
    return Chart(go.Figure(), "status_history", "", "", frame, "status_history")


def completion_history_by_unit(frame: pd.DataFrame, *, dark: bool = False) -> Chart:
    """Not drawn yet: an empty figure."""
    return Chart(go.Figure(), "completion_history_by_unit", "", "", frame, "completion_history_by_unit")
