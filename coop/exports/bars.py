"""The stacked bars of a chart on the screen as plain numbers and colours, for files drawn without Plotly.

Counts come from the chart's own table and fills from its own traces, so a file cannot say anything else
than the screen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import pandas as pd

from coop.exports.cells import cell_of
from coop.exports.words import cell_words


class StackedChart(Protocol):
    """What is read of a chart: `coop.charts.chart.Chart` has it all."""

    @property
    def figure(self) -> Any:
        """The Plotly figure; its bars are named for their class."""

    @property
    def title(self) -> str:
        """Measure and unit."""

    @property
    def subtitle(self) -> str:
        """How to read the marks."""

    @property
    def alt(self) -> str:
        """The finding."""

    @property
    def table(self) -> pd.DataFrame:
        """Label columns, then one column of counts for each class, then totals."""


@dataclass(frozen=True)
class Series:
    """One class: its title, a count per row, and how it is painted; `hatch` is Plotly's shape or empty."""

    title: str
    counts: tuple[int, ...]
    color: str
    edge: str
    ink: str
    hatch: str
    hatch_color: str


@dataclass(frozen=True)
class Bars:
    """Stacked bars: one label per row, drawn from top to bottom."""

    title: str
    subtitle: str
    alt: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]

    @property
    def longest(self) -> int:
        """The largest row, all classes together."""
        return max(
            (sum(counts) for counts in zip(*(one.counts for one in self.series), strict=True)), default=0
        )


def bars_of(chart: StackedChart, columns: Mapping[str, str] | None = None) -> Bars | None:
    """Return the bars of `chart`; None where it has none (an empty scope).

    `columns` maps the name of a trace to its column of the table where the two differ.
    """
    names = columns or {}
    traces = [trace for trace in chart.figure.data if trace.type == "bar" and trace.name]
    if not traces:
        return None
    found = {str(trace.name): names.get(str(trace.name), str(trace.name)) for trace in traces}
    titles = [str(title) for title in chart.table.columns]
    labelled = chart.table.iloc[:, : min(titles.index(column) for column in found.values())]
    labels = [
        ". ".join(cell_words(cell_of(value)) for value in row) for row in labelled.itertuples(index=False)
    ]
    series = tuple(_series(trace, found[str(trace.name)], chart.table) for trace in traces)
    return Bars(chart.title, chart.subtitle, chart.alt, tuple(labels), series)


def _series(trace: Any, column: str, table: pd.DataFrame) -> Series:
    return series_of(column, table[column], trace, ink=str(trace.textfont.color))


def series_of(title: str, counts: Iterable[Any], trace: Any, *, ink: str = "") -> Series:
    """Counts painted as `trace` is; `ink` colours a number on it, and is what reads well if not given."""
    marker = trace.marker
    color, edge, hatch = str(marker.color), str(marker.line.color), str(marker.pattern.shape or "")
    reads_well = "#17212B" if hatch or color.upper() == "#FFFFFF" else "#FFFFFF"
    painted = (color, edge, ink or reads_well, hatch, str(marker.pattern.fgcolor or edge))
    return Series(title, tuple(int(count) for count in counts), *painted)
