"""One chart on a page: what it shows, the figure, and the small words that give picture and data.

Charts come from `coop.charts`, which this room does not import: a page passes the function that draws.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

import pandas as pd
import streamlit as st

from coop.access import rights_now
from coop.exports.provenance import Provenance
from coop.format import date_text
from coop.text import language, say
from coop.ui.access import follow_rights, may
from coop.ui.answers import digest_of, known_digest
from coop.ui.choose_mark import choose_mark
from coop.ui.downloads import offer_files
from coop.ui.kept import Kept
from coop.ui.markup import text_element
from coop.ui.page import is_dark
from coop.ui.page_copy import note_chart
from coop.ui.pick import follow_pick, plot_to_pick
from coop.ui.picture import PictureChart, picture_buttons
from coop.ui.rows import Rows, offer_rows
from coop.ui.sent_again import element_again, show_html
from coop.ui.sent_figure import SentFigure
from coop.ui.table import Column, show_table

_SHORT = 12  # letters up to which a text needs no room to wrap
_QUIET = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "showTips": False}


class DrawnChart(PictureChart, Protocol):
    """What `coop.charts` returns: a figure with its words and its numbers."""

    @property
    def figure(self) -> Any:
        """The Plotly figure."""

    @property
    def table(self) -> pd.DataFrame:
        """The figure's numbers under readers' titles."""


_charts: Kept[DrawnChart] = Kept(300)  # of some 50 kB each


def drawn(draw: Callable[..., DrawnChart], frame: pd.DataFrame, *arguments: str) -> DrawnChart:
    """Return `draw(frame, *arguments, dark=…)` in the reader's theme, kept for others of like rights."""
    name, dark = f"{draw.__module__}.{draw.__qualname__}", is_dark()
    digest = known_digest(frame) or digest_of(frame)
    key = (rights_now(), name, digest, arguments, dark, language())
    return _charts.get(key, lambda: _ready(draw(frame, *arguments, dark=dark)))


def forget_charts() -> None:
    """Forget all charts, as if none had been drawn yet."""
    _charts.clear()


def _ready(chart: DrawnChart) -> DrawnChart:
    """The chart with its figure as Streamlit sends it: else each run would copy and write it once more."""
    sent = SentFigure(chart.figure)
    object.__setattr__(chart.figure, "to_dict", lambda: sent)
    return chart


@st.fragment
def show_chart(
    chart: DrawnChart,
    origin: Provenance,
    key: str,
    rows: Rows | None = None,
    pick: Callable[[str], None] | None = None,
) -> None:
    """Draw a chart under its title, with the line that says what it covers, and its tools.

    `rows` is what its figures count, one click away; `pick` is called with what a clicked mark stands for.
    """
    follow_rights()
    follow_pick()
    titled = origin.titled(chart.title)
    note_chart(chart.title, _line(chart, origin), chart.alt, chart.table, chart.figure, origin)
    with st.container(key=f"figure-{key}"):
        with st.container(horizontal=True, vertical_alignment="top", key=f"tools-{key}"):
            show_html(text_element("h2", chart.title, css="chart-title"))
            if may("take_picture"):
                picture_buttons(chart, titled, f"chart-{key}")
            _show_data(chart, titled, key, pick)
            if rows is not None:
                offer_rows(rows, titled, key)
        show_html(text_element("p", _line(chart, origin), css="chart-line"))
        if pick is None:
            _plot(chart, f"chart-{key}")
        else:
            plot_to_pick(chart.figure, pick, config=_QUIET, alt=chart.alt, key=f"chart-{key}")


def _plot(chart: DrawnChart, key: str) -> None:
    """Draw the figure for readers who only look at it."""
    plot = partial(st.plotly_chart, chart.figure, theme=None, config=_QUIET, alt=chart.alt, key=key)
    sent = chart.figure.to_dict()
    if isinstance(sent, SentFigure):
        element_again(("chart", key, sent.text, chart.alt), plot, is_large=True)
    else:
        plot()


def _show_data(chart: DrawnChart, origin: Provenance, key: str, pick: Callable[[str], None] | None) -> None:
    """The numbers of the chart behind a small word: in words, its marks to choose from, a table, files."""
    box = st.popover(say("app.data"), type="tertiary", on_change="rerun", key=f"data-{key}")
    if not box.open:
        return
    with box:
        show_html(text_element("p", chart.alt, css="chart-alt"))
        if pick is not None:
            choose_mark(chart.figure, pick, key)
        columns = [Column(name, name, _kind(chart.table[name])) for name in map(str, chart.table.columns)]
        offer_files(chart.table, origin, chart.name, key)
        show_table(chart.table, columns, chart.title)


def _kind(values: "pd.Series[Any]") -> Any:
    if pd.api.types.is_integer_dtype(values) and not pd.api.types.is_bool_dtype(values):
        return "count"
    if pd.api.types.is_datetime64_any_dtype(values):
        return "day"
    if pd.api.types.is_numeric_dtype(values):
        return "decimal"
    return "text" if values.astype(str).str.len().max() > _SHORT else "code"


def _line(chart: DrawnChart, origin: Provenance) -> str:
    place = [f"{label.lower()}: {value}" for label, value in origin.filters[1:]]
    day = date_text(origin.as_of)
    period = [f"{say('app.line_year', year=origin.filters[0][1])}", say("app.line_as_of", day=day)]
    parts = (chart.subtitle, *(place or [say("app.whole_province")]), *period, origin.coverage)
    return " · ".join(part for part in parts if part)
