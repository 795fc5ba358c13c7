"""Charts of cooperatives."""

import pandas as pd
import plotly.graph_objects as go

from coop.charts.chart import Chart


def class_bars(frame: pd.DataFrame, attribute: str, *, dark: bool = False) -> Chart:
    """Not drawn yet: an empty figure."""
    return Chart(go.Figure(), "class_bars", "", "", frame, "class_bars")


def outcome_bars_by_year(frame: pd.DataFrame, *, dark: bool = False) -> Chart:
    """Not drawn yet: an empty figure."""
    return Chart(go.Figure(), "outcome_bars_by_year", "", "", frame, "outcome_bars_by_year")


def outcome_bars_by_district(frame: pd.DataFrame, *, dark: bool = False) -> Chart:
    """Not drawn yet: an empty figure."""
    return Chart(go.Figure(), "outcome_bars_by_district", "", "", frame, "outcome_bars_by_district")


def published_lines(frame: pd.DataFrame, *, dark: bool = False) -> Chart:
    """Not drawn yet: an empty figure."""
    return Chart(go.Figure(), "published_lines", "", "", frame, "published_lines")
