"""Under one indicator: what stood in its way, and every value with its cell."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd

from coop.exports.provenance import Provenance
from coop.format import number
from coop.queries.indicator_rows import hindered_rows, indicator_rows
from coop.queries.scope import Scope
from coop.text import say
from coop.ui.answers import ask
from coop.ui.duties import source_columns
from coop.ui.folded import show_folded
from coop.ui.indicators import show_periods, value_column
from coop.ui.markup import text_element
from coop.ui.sent_again import show_html
from coop.ui.table import Column, show_table

_MOST_HINDERED = 12  # on the page; all of them stand in the rows


def show_values(scope: Scope, one: dict[Any, Any], own: pd.DataFrame, origin: Provenance) -> None:
    """What stood in an indicator's way, its periods, every value; `own`: its rows of `indicator_series`."""
    code = str(one["indicator_code"])
    show_hindered(ask(hindered_rows, scope, code))
    show_periods(own, one, origin)
    show_rows(partial(ask, indicator_rows, scope, code), int(own["reported_count"].sum()), one, origin)


def show_hindered(hindered: pd.DataFrame) -> None:
    """What units named as standing in the way of an indicator, newest first, each with its cell."""
    if not hindered.empty:
        title = say("indicators.difficulties", n=number(len(hindered)))
        show_html(text_element("h2", title, css="chart-title"))
        columns = [*_who(), Column("difficulties", say("app.column_difficulties")), *source_columns()]
        show_table(hindered.head(_MOST_HINDERED), columns, title)


def show_rows(rows: Callable[[], pd.DataFrame], count: int, one: dict[Any, Any], origin: Provenance) -> None:
    """Every value of an indicator with its file, sheet and cell; `rows` is called once the box is open."""
    title = say("indicators.rows", n=number(count))
    parts = [
        Column("numerator", say("indicators.column_numerator"), "decimal"),
        Column("denominator", say("indicators.column_denominator"), "decimal"),
    ]
    columns = [
        *_who(),
        value_column(one),
        *(parts if one["kind"] == "share" else []),
        Column("evidence", say("app.column_evidence"), "quiet"),
        Column("note", say("indicators.column_note"), "quiet"),
        *source_columns(),
    ]
    show_folded(title, rows, columns, origin, "indicator-rows")


def _who() -> list[Column]:
    return [
        Column("period_title", say("indicators.column_period")),
        Column("unit_title", say("app.column_unit")),
    ]
