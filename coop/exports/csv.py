"""A table as CSV that Vietnamese Excel opens right with a double click.

UTF-8 with a byte-order mark, ';' between cells, decimal comma, CRLF, dd/mm/yyyy. The origin comes first,
one label and value per line, so that nobody reads the figures without it; then one empty line, the column
titles and the rows. There is no "sep=;" line: with it Excel forgets the encoding. A program skips to the
first empty line. Text that a spreadsheet could run gets an apostrophe in front; numbers never do.
"""

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import pandas as pd

from coop.exports.cells import Cell, cell_of, looks_like_formula
from coop.exports.provenance import Provenance
from coop.format import date_text, moment_text

BYTE_ORDER_MARK = "\ufeff"
DECIMALS = 6


def csv_bytes(table: pd.DataFrame, provenance: Provenance) -> bytes:
    """Return `table` (column titles as readers see them) with its origin as the bytes of a CSV file."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for label, value in provenance.lines():
        writer.writerow([_text(label), moment_text(value) if isinstance(value, datetime) else _text(value)])
    out.write("\r\n")
    writer.writerow([_text(str(title)) for title in table.columns])
    for row in table.itertuples(index=False, name=None):
        writer.writerow([_text(cell_of(value)) for value in row])
    return (BYTE_ORDER_MARK + out.getvalue()).encode()


def _text(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return "'" + value if looks_like_formula(value) else value
    if isinstance(value, datetime):
        return f"{date_text(value.date())} {value:%H:%M}"
    if isinstance(value, date):
        return date_text(value)
    return _number(value)


def _number(value: int | float | Decimal) -> str:
    """Write a number without thousands separators, with a decimal comma."""
    if isinstance(value, int):
        return str(value)
    exact = round(value if isinstance(value, Decimal) else Decimal(repr(value)), DECIMALS)
    text = format(exact, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
