"""Codes of cooperatives as ENUM types of one byte: compared a million times, a text costs ten times as much.

A column typed like this is compared with `literal(column, code)`; a plain text column may be, too.
"""

from collections.abc import Sequence

from coop.rules import RuleSet
from etl.returns.forms import value_list
from etl.warehouse.cells import quoted

# Columns of fact_coop_year whose values are those of the drop-down list of the same name.
CODED = ("legal_kind", "operating_state", "sector_code")


def coded_type(column: str) -> str:
    """Name of a coded column's type."""
    return f"{column}_code"


def literal(column: str, code: str) -> str:
    """A code as a value of its column's type."""
    return f"{quoted(code)}::{coded_type(column)}"


def any_of(column: str, codes: Sequence[str]) -> str:
    """SQL: whether the column holds one of the codes."""
    return f"{column} IN ({', '.join(literal(column, code) for code in codes)})"


def code_types(laws: Sequence[RuleSet]) -> str:
    """SQL that makes the types: what the form's list allows and what the laws speak of."""
    spoken_of = {
        "legal_kind": [kind for law in laws for kind in law.out_of_scope_kinds],
        "sector_code": [row.sector_code for law in laws for row in law.sector_fields],
    }
    made = []
    for column in CODED:
        listed = [value.code for value in value_list(column).values]
        codes = dict.fromkeys([*listed, *spoken_of.get(column, [])])
        made.append(f"CREATE TEMP TYPE {coded_type(column)} AS ENUM ({', '.join(map(quoted, codes))})")
    return ";".join(made)
