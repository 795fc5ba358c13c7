"""Numbers that are written, marked or missing in ways of their own."""

from decimal import Decimal

from etl.returns.forms import form
from tests.returns_factory.draft import Draft
from tests.returns_factory.way import BOTH, COOPS, FRAME, TEXT, VALUES, way


def _numeric(draft: Draft) -> list[str]:
    shape = form(draft.answer.form_code)
    return [c.name for c in shape.read_columns if c.type in ("integer", "decimal")]


def _write(draft: Draft, pattern: str) -> None:
    """Write every number as text: `pattern` is how 1234.5 looks."""
    group, mark = pattern[1], pattern[-2]
    swap = str.maketrans({",": group, ".": mark})
    for line in draft.data():
        for name in _numeric(draft):
            value = line.values.get(name)
            if isinstance(value, int | float):
                line.values[name] = f"{Decimal(str(value)).normalize():,f}".translate(swap)
    draft.expected.changes.add("change_number")


@way(TEXT, "numbers")
def numbers_as_text_with_decimal_comma(draft: Draft) -> None:
    """1.234,5."""
    _write(draft, "1.234,5")


@way(TEXT, "numbers", COOPS)
def numbers_as_text_with_decimal_point(draft: Draft) -> None:
    """1,234.5; a column of small whole numbers alone has no mark at all."""
    _write(draft, "1,234.5")


@way(TEXT, "numbers", COOPS)
def numbers_as_text_with_spaces(draft: Draft) -> None:
    """1 234,5 with a no-break space."""
    _write(draft, "1\u00a0234,5")


@way(TEXT, "undecidable", COOPS)
def a_column_of_numbers_that_nothing_decides(draft: Draft) -> None:
    """12.345 and 4.875 alone: thousands or decimals? The column is set aside."""
    for line in draft.data():
        line.values["capital_million_vnd"] = f"{line.source + 1}.{345 + line.source}"
    for source in list(draft.expected.rows):
        draft.set_aside(source, "undecidable_number")


@way(TEXT, "footnotes", COOPS)
def footnote_marks_in_numbers(draft: Draft) -> None:
    """1250 (1), 75*, 48², 312 [2]."""
    marks = {0: " (1)", 1: "*", 2: "²", 3: " [2]", 4: " (*)"}
    for line in draft.data():
        if line.source in marks:
            line.values["member_count"] = f"{line.values['member_count']}{marks[line.source]}"
    draft.expected.changes.add("change_footnote")


@way(VALUES, "blanks")
def marks_for_blank_cells(draft: Draft) -> None:
    """'-', '…', '#REF!' and spaces where there is nothing."""
    marks = ("-", "…", "#REF!", "   ", "...", "–")
    shape = form(draft.answer.form_code)
    optional = [c.name for c in shape.read_columns if not c.required]
    shown = {field.name for field in draft.pages[0].fields}
    count = 0
    for line in draft.data():
        for name in optional:
            if name in shown and line.values.get(name) is None:
                line.values[name] = marks[count % len(marks)]
                count += 1
    draft.expected.changes.add("change_blank")


@way(VALUES, "codes", COOPS)
def a_code_that_became_a_number(draft: Draft) -> None:
    """0042700012 typed into a number cell: its zeros are given back by the other codes' length."""
    for line in draft.data():
        if line.source == 1:
            line.values["coop_code"] = 42700012
    draft.expected.changes.add("change_code")


@way(VALUES, "codes", COOPS)
def two_rows_of_one_code(draft: Draft) -> None:
    """The second row of a code is set aside."""
    for line in draft.data():
        if line.source == 3:
            line.values["coop_code"] = "0042700001"
    draft.set_aside(3, "not_unique")


@way(VALUES, "bad_cell", BOTH)
def one_bad_cell(draft: Draft) -> None:
    """One cell out of its list: one row set aside, the others taken."""
    name = "duty_state" if draft.answer.form_code == "task_status" else "legal_kind"
    for line in draft.data():
        if line.source == 4:
            line.values[name] = "Không rõ lắm"
    draft.set_aside(4, "not_in_list")


@way(FRAME, "bad_points", COOPS)
def points_above_their_maximum(draft: Draft) -> None:
    """7 points where 6 are the most."""
    for line in draft.data():
        if line.source == 0:
            line.values["points_1a"] = 7
    draft.set_aside(0, "too_large")
