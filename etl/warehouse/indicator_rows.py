"""Indicators, their periods and what was reported of them, as rows of the build's tables."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from coop.duties.periods import KINDS, periods_of_year
from coop.reference import Reference
from etl.indicators import Owed, indicators, owed_in_year, period_title, short_period_title
from etl.returns.periods import PERIOD
from etl.warehouse.return_rows import Received
from etl.warehouse.schema import Tables

INDICATORS = "indicators"
Rows = Iterator[Mapping[str, Any]]
_INCOMING = (
    "CREATE TEMP TABLE incoming_indicator AS SELECT * EXCLUDE (unit_code, known_from, known_until) "
    "FROM fact_indicator_value WITH NO DATA"  # see etl.warehouse.coops.make_incoming
)
_DERIVED = (
    ("fact_indicator_value", "derived_indicator_value"),
    ("fact_indicator_total", "derived_indicator_total"),
    ("fact_indicator_unit", "derived_indicator_unit"),
    ("log_period_return", "derived_period_return"),
    ("dim_indicator_period", "derived_indicator_period"),
)


def fill_indicators(
    tables: Tables, received: Sequence[Received], years: Sequence[int], known: Reference
) -> None:
    """Fill everything about indicators except what views derive; the views need not exist yet."""
    owed = [one for year in years for one in owed_in_year(year, known)]
    fill_incoming(tables, received, years)
    tables.insert("dim_border_change", known.table("border_changes"))
    tables.insert("log_expected_period", (_expected(one) for one in owed))
    tables.insert(
        "log_expected_value",
        (
            {
                "indicator_code": code,
                "period_code": one.period.code,
                "unit_code": one.unit_code,
                "owed_on": one.owed_on,
                "due_on": one.due_on,
            }
            for one in owed
            for code in one.indicator_codes
        ),
    )


def fill_incoming(tables: Tables, received: Sequence[Received], years: Sequence[int]) -> None:
    """Make `incoming_indicator`, the values as sent, and fill the indicators and periods they speak of."""
    make_incoming_indicators(tables)
    tables.insert("dim_indicator", (vars(one) for one in indicators().values()))
    tables.insert("dim_period", _periods(years))
    tables.insert("incoming_indicator", _values(received))


def make_incoming_indicators(tables: Tables) -> None:
    """Make `incoming_indicator`, empty: fact_indicator_value without whose it is and when it is known."""
    tables.connection.execute(_INCOMING)


def derive_indicators(tables: Tables) -> None:
    """Fill the tables that views derive."""
    for table, view in _DERIVED:
        tables.connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM {view}")


def _periods(years: Sequence[int]) -> Rows:
    """Every period of the years and of the year before the first."""
    for kind in KINDS:
        for year in (min(years) - 1, *years):
            for period in periods_of_year(kind, year):
                yield {
                    "period_code": period.code,
                    "period_kind": kind,
                    "report_year": year,
                    "period_number": period.number,
                    "title": period_title(period),
                    "short_title": short_period_title(period),
                    "first_day": period.first_day,
                    "last_day": period.last_day,
                    "previous_code": period.before().code,
                    "year_before_code": period.year_before().code,
                }


def _expected(one: Owed) -> dict[str, Any]:
    return {
        "unit_code": one.unit_code,
        "unit_kind": one.unit_kind,
        "period_code": one.period.code,
        "owed_on": one.owed_on,
        "due_on": one.due_on,
        "due_source": one.document,
        "confidence": one.confidence,
        "indicator_count": len(one.indicator_codes),
    }


def _values(received: Sequence[Received]) -> Rows:
    for one in received:
        if not one.is_accepted or one.read.form_code != INDICATORS:
            continue
        for row in one.read.rows:
            yield {
                **row.values,
                "period_code": row.values[PERIOD],
                "return_id": one.delivery.return_id,
                "sheet": row.sheet,
                "row_number": row.row_number,
                "cell": _cell(row.values, row.cells),
            }


def _cell(values: Mapping[str, Any], cells: Mapping[str, str]) -> str:
    """Where the figure stands: a share's in its numerator, any other in its value."""
    name = "numerator" if values.get("denominator") is not None else "value"
    return cells.get(name) or cells["indicator_code"]
