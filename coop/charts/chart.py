"""What every chart function returns: the figure together with its words and its numbers."""

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go


@dataclass(frozen=True)
class Chart:
    """One chart, ready for the screen, a picture and a file.

    `title` names the measure and its unit; `subtitle` says what is counted and how to read the marks;
    `alt` states the finding for those who cannot see the figure; `table` holds the figure's numbers,
    typed, under readable column titles; `name` is the ASCII stem of file names.
    """

    figure: go.Figure
    title: str
    subtitle: str
    alt: str
    table: pd.DataFrame
    name: str
