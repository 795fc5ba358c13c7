"""What the parts of a report over a scope are made with: how charts are drawn, and a chart with its table.

The functions that draw come from the page: this room does not know `coop.charts`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from coop.exports.bars import Bars
from coop.exports.dots import Dots
from coop.exports.panels import Panels
from coop.exports.scope_report import Block
from coop.ui.chart import DrawnChart

Draw = Callable[[pd.DataFrame], DrawnChart]
DrawOfKind = Callable[[pd.DataFrame, str], DrawnChart]


@dataclass(frozen=True)
class Drawings:
    """How charts are drawn, always light; `outcome_titles` maps the legend of an outcome to its column."""

    groups: Draw
    units: DrawOfKind
    years: Draw
    on_time: Draw
    indicators: Draw
    outcomes: Draw
    districts: Draw
    classes: DrawOfKind
    outcome_titles: Mapping[str, str]


def chart_block(
    title: str,
    marks: Bars | Dots | Panels | None,
    table: pd.DataFrame | None,
    labels: Mapping[str, str] | None = None,
) -> Block:
    """A part with a chart under its own title; `labels` maps the table's first column to names for bars."""
    if isinstance(marks, Bars) and labels and table is not None:
        marks = replace(marks, labels=tuple(labels[str(code)] for code in table.iloc[:, 0]))
    return Block(title, chart=replace(marks, title=title) if marks else None, table=table)
