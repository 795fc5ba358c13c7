"""Rows between and around the rows of data."""

from tests.returns_factory.draft import Draft, Line
from tests.returns_factory.way import BOTH, COOPS, FIELDS, LINES, TEXT, way


def _second(draft: Draft) -> int:
    """Position in the sheet of the column that names things."""
    names = [field.name for field in draft.pages[0].fields]
    return names.index("name" if "name" in names else "task_code")


@way(TEXT, "blank")
def blank_rows_between(draft: Draft) -> None:
    """A blank row before every third row, and three before the end."""
    for page in draft.pages:
        for at in range(len(page.lines) - 1, 0, -3):
            page.lines.insert(at, Line("blank"))
        page.lines += [Line("blank")] * 3


@way(FIELDS, "groups")
def group_rows(draft: Draft) -> None:
    """'I | Các xã vùng thượng' over some rows, 'II | …' over the others."""
    draft.expected.left_out["group"] += 2
    for page in draft.pages:
        middle = len(page.lines) // 2
        page.lines.insert(middle, Line("group", texts={0: "II", 1: "Các đơn vị vùng hạ"}))
        first = 1 if page.lines[0].kind == "index" else 0
        page.lines.insert(first, Line("group", texts={0: "I", 1: "Các đơn vị vùng thượng"}))


@way(FIELDS, "groups", COOPS)
def group_rows_named_for_communes(draft: Draft) -> None:
    """The commune's name alone over its rows."""
    draft.expected.left_out["group"] += 1
    for page in draft.pages:
        page.lines.insert(len(page.lines) // 2, Line("group", texts={0: "Xã Hương Trạch"}))


@way(FIELDS, "totals")
def total_row_at_the_end(draft: Draft) -> None:
    """'Tổng cộng' with sums under every number."""
    _total(draft, "TỔNG CỘNG")


@way(FIELDS, "totals")
def total_row_on_top(draft: Draft) -> None:
    """'Tổng số' as the first row of the table."""
    _total(draft, "Tổng số", on_top=True)


@way(FIELDS, "totals")
def subtotal_rows(draft: Draft) -> None:
    """'Cộng' in the middle and at the end."""
    for page in draft.pages:
        page.lines.insert(len(page.lines) // 2, _sum(draft, page.lines[: len(page.lines) // 2], "Cộng"))
    _total(draft, "Cộng:")
    draft.expected.left_out["total"] += 1


def _total(draft: Draft, word: str, *, on_top: bool = False) -> None:
    draft.expected.left_out["total"] += 1
    for page in draft.pages:
        line = _sum(draft, page.lines, word)
        first = 1 if page.lines[0].kind == "index" else 0
        page.lines.insert(first if on_top else len(page.lines), line)


def _sum(draft: Draft, lines: list[Line], word: str) -> Line:
    sums: dict[str, object] = {}
    for line in lines:
        if line.kind == "data":
            for name, value in line.values.items():
                if isinstance(value, int | float) and name not in ("ordinal", "item_no"):
                    before = sums.get(name, 0)
                    assert isinstance(before, int | float)
                    sums[name] = before + value
    return Line("total", sums, {_second(draft): word})


@way(FIELDS, "hidden_rows")
def hidden_rows(draft: Draft) -> None:
    """Two hidden rows of data: read and said."""
    draft.expected.warnings.add("hidden_row")
    for line in draft.data():
        line.hidden = line.source in (1, 3)


@way(FIELDS, "note")
def a_note_between_the_rows(draft: Draft) -> None:
    """A remark of its own in a row: no row is lost for it, none invented."""
    for page in draft.pages:
        note = "(Các đơn vị dưới đây mới báo cáo bổ sung)"
        page.lines.insert(len(page.lines) - 1, Line("note", texts={0: note}))


@way(LINES, "ordinals", COOPS)
def ordinals_begin_again_in_each_part(draft: Draft) -> None:
    """STT 1, 2, 3, 4, 1, 2, 3."""
    for line in draft.data():
        if line.source >= 4:
            line.values["ordinal"] = line.source - 3
            if line.source in draft.expected.rows:
                draft.expected.rows[line.source]["ordinal"] = line.source - 3


@way(LINES, "merged_down", COOPS)
def equal_cells_merged_down(draft: Draft) -> None:
    """One cell for the equal sectors of neighbouring rows: each row has it."""
    for page in draft.pages:
        page.merged_down.append("operating_state")
    draft.expected.changes.add("change_merged")


@way(LINES, "ordinals", BOTH)
def everything_as_it_should_be(draft: Draft) -> None:
    """A tidy file: the factory itself is right."""
