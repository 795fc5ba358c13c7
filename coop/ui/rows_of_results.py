"""The rows behind charts of indicators, of returns and of published figures."""

import pandas as pd

from coop.queries.coops import published_figures
from coop.queries.indicator_rows import indicator_rows, period_files, rows_of_indicators
from coop.queries.returns import received_versions
from coop.queries.scope import Scope
from coop.text import say
from coop.ui.answers import ask
from coop.ui.duties import source_columns
from coop.ui.rows import Rows
from coop.ui.table import Column

_PERCENT = "%"


def rows_of_group(scope: Scope) -> Rows:
    """Every value of the indicators in scope known on the day, of three years, each with its cell."""
    return Rows("indicator-values", lambda: _of_a_hundred(ask(rows_of_indicators, scope)), value_columns)


def rows_of_one(scope: Scope, indicator_code: str, period_code: str | None = None) -> Rows:
    """Every value of one indicator known on the day, of three years or of one period."""

    def frame() -> pd.DataFrame:
        return _of_a_hundred(ask(indicator_rows, scope, indicator_code, period_code))

    return Rows("indicator-values", frame, value_columns)


def value_columns() -> list[Column]:
    """What is told of one value of an indicator: of what, when, whose, how much, and in which cell."""
    return [
        Column("indicator_title", say("indicators.column_indicator")),
        Column("period_title", say("indicators.column_period")),
        Column("unit_title", say("app.column_unit")),
        Column("value", say("indicators.column_value"), "decimal"),
        Column("unit", say("indicators.column_measure_unit"), "quiet"),
        Column("numerator", say("indicators.column_numerator"), "decimal"),
        Column("denominator", say("indicators.column_denominator"), "decimal"),
        Column("evidence", say("app.column_evidence"), "quiet"),
        Column("difficulties", say("app.column_difficulties"), "quiet"),
        Column("note", say("indicators.column_note"), "quiet"),
        *source_columns(),
    ]


def rows_of_returns(scope: Scope) -> Rows:
    """Every version received of the returns owed for the year, each with its file."""

    def columns() -> list[Column]:
        return [
            Column("unit_title", say("app.column_unit")),
            Column("form_title", say("returns_status.column_form")),
            *_receipt_columns(),
            Column("rejected_count", say("returns_status.column_rejected"), "count"),
            *source_columns()[:1],
        ]

    return Rows("returns", lambda: ask(received_versions, scope), columns, "app.rows_files")


def rows_of_periods(scope: Scope, kind: str) -> Rows:
    """Every version received of the periods of one kind, each with its file."""

    def frame() -> pd.DataFrame:
        files = ask(period_files, scope)
        return files[files["period_kind"] == kind]

    def columns() -> list[Column]:
        return [
            Column("unit_title", say("app.column_unit")),
            Column("period_title", say("indicators.column_period")),
            *_receipt_columns(),
            *source_columns(),
        ]

    return Rows("periods", frame, columns, "app.rows_files")


def rows_of_published() -> Rows:
    """Every published figure with the document and the page that it comes from."""

    def frame() -> pd.DataFrame:
        figures = ask(published_figures)
        return figures.assign(return_id=None, file_name=None)

    def columns() -> list[Column]:
        return [
            Column("published_for", say("charts.column_day"), "day"),
            Column("measure", say("charts.column_measure"), "code", write=_measure),
            Column("scope", say("charts.column_scope"), "code", write=_extent),
            Column("value", say("charts.column_value"), "count"),
            Column("note", say("charts.column_note"), "quiet"),
            Column("source_title", say("charts.column_source")),
            Column("source_url", say("charts.column_url"), "quiet"),
            Column("confidence", say("charts.column_confidence"), "code"),
        ]

    return Rows("published", frame, columns, "app.rows_published")


def _receipt_columns() -> list[Column]:
    return [
        Column("due_on", say("app.column_due"), "day"),
        Column("received_on", say("returns_status.column_received"), "day"),
        Column("accepted_count", say("returns_status.column_accepted"), "count"),
    ]


def _of_a_hundred(rows: pd.DataFrame) -> pd.DataFrame:
    """Shares as readers write them: the unit beside them says %."""
    is_percent = rows["unit"] == _PERCENT
    return rows.assign(value=rows["value"].where(~is_percent, rows["value"] * 100))


def _measure(code: str) -> str:
    known = ("good", "fair", "average", "weak")
    return say(f"charts.outcome_{code}" if code in known else f"charts.published_{code}")


def _extent(code: str) -> str:
    return say(f"charts.scope_{code}")
