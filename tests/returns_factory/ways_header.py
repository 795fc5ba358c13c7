"""The rows that hold the columns' titles, and the titles themselves."""

import unicodedata

from etl.returns.forms import form, value_list
from tests.returns_factory.draft import Draft, Field, Page
from tests.returns_factory.way import FIELDS, LINES, TASKS, way

_GROUPS = {
    "task_status": (
        ("Nhiệm vụ giao", ("task_code", "item_no")),
        ("Kết quả thực hiện trong năm", ("duty_state", "completed_on", "evidence")),
        ("Ý kiến của đơn vị", ("difficulties", "proposals")),
    ),
    "classification": (
        ("Thông tin chung", ("ordinal", "coop_code", "name", "commune", "founded_on")),
        ("Phân loại", ("legal_kind", "sector_code", "service", "operating_state")),
        (
            "Quy mô, kết quả",
            ("member_count", "capital_million_vnd", "revenue_million_vnd", "profit_million_vnd"),
        ),
    ),
}


def _group(draft: Draft, name: str) -> str:
    if name.startswith("points_"):
        return "Điểm tự chấm"
    known = [title for title, names in _GROUPS[draft.answer.form_code] if name in names]
    return known[0] if known else "Tự đánh giá"


def _grouped(draft: Draft, height: int, *, tops: tuple[str, ...] = (), units: bool = False) -> None:
    """Give each field its group's title above its own, `tops` above all, its unit below."""
    for page in draft.pages:
        page.header_height = height
        for field in page.fields:
            own = field.tiers[-1]
            title, bracket, unit = own.partition(" (")
            parts = [title, bracket[1:] + unit] if units and bracket else [own]
            field.tiers = [*tops, _group(draft, field.name), *parts]


@way(FIELDS, "header")
def header_of_two_rows(draft: Draft) -> None:
    """Group titles merged across above the titles."""
    _grouped(draft, 2)


@way(FIELDS, "header")
def header_of_three_rows(draft: Draft) -> None:
    """Units in a row of their own, the other titles merged down."""
    _grouped(draft, 3, units=True)


@way(FIELDS, "header")
def header_of_four_rows(draft: Draft) -> None:
    """One title over the whole table on top."""
    _grouped(draft, 4, tops=("Nội dung báo cáo",), units=True)


@way(FIELDS, "header")
def header_of_five_rows(draft: Draft) -> None:
    """Two titles over the whole table on top."""
    _grouped(draft, 5, tops=("Nội dung báo cáo", "Số liệu cả năm"), units=True)


@way(FIELDS, "header")
def header_of_six_rows(draft: Draft) -> None:
    """Every title merged down over four rows under its group."""
    _grouped(draft, 6, tops=("Nội dung báo cáo",))


@way(FIELDS, "header")
def header_of_two_rows_without_merging(draft: Draft) -> None:
    """Group titles written once over their first column, nothing merged."""
    _grouped(draft, 2)
    for page in draft.pages:
        page.is_merged = False


@way(FIELDS, "header")
def titles_broken_over_two_rows(draft: Draft) -> None:
    """'Tổng nguồn' above 'vốn (triệu đồng)', in two cells."""
    for page in draft.pages:
        page.header_height = 2
        for field in page.fields:
            words = field.tiers[-1].split(" ")
            if len(words) > 1:
                half = (len(words) + 1) // 2
                field.tiers = [" ".join(words[:half]), " ".join(words[half:])]


@way(FIELDS, "header", TASKS)
def states_as_marks_x(draft: Draft) -> None:
    """One column per state, an x in the one that holds."""
    known = value_list("duty_state")
    draft.expected.changes.add("change_mark")
    for page in draft.pages:
        page.header_height = 2
        _spread(page, "duty_state", [value.title for value in known.values])


def _spread(page: Page, name: str, titles: list[str]) -> None:
    at = next(number for number, field in enumerate(page.fields) if field.name == name)
    parent = page.fields[at].tiers[-1]
    page.fields[at : at + 1] = [Field(f"{name}:{title}", [parent, title]) for title in titles]
    for line in page.lines:
        value = line.values.pop(name, None) if line.kind == "data" else None
        if value is not None:
            known = value in titles  # what is no value of the list stands in the first column as it is
            line.values[f"{name}:{value if known else titles[0]}"] = "x" if known else value


@way(LINES, "index")
def index_row_of_numbers(draft: Draft) -> None:
    """1, 2, 3 … below the titles."""
    _index(draft, [str(number) for number in range(1, 100)])


@way(LINES, "index")
def index_row_of_letters_and_sums(draft: Draft) -> None:
    """A, B, 1, 2, '3=1+2' below the titles."""
    _index(draft, ["A", "B", "1", "2", "3=1+2", *(f"({number})" for number in range(4, 100))])


def _index(draft: Draft, marks: list[str]) -> None:
    from tests.returns_factory.draft import Line

    draft.expected.left_out["index"] += 1
    for page in draft.pages:
        names = [field.name for field in page.fields]
        page.lines.insert(0, Line("index", dict(zip(names, marks, strict=False))))


@way(LINES, "order")
def columns_in_other_order(draft: Draft) -> None:
    """Every third column first, from the right."""
    for page in draft.pages:
        backwards = page.fields[::-1]
        page.fields = [*backwards[::3], *backwards[1::3], *backwards[2::3]]


@way(LINES, "titles")
def titles_in_capitals_with_line_feeds(draft: Draft) -> None:
    """CAPITALS, doubled spaces, a line feed between words, a colon at the end."""
    for page in draft.pages:
        for field in page.fields:
            words = field.tiers[-1].upper().split(" ")
            field.tiers[-1] = "  ".join(words[:2]) + "\n" * (len(words) > 2) + " ".join(words[2:]) + ":"


@way(LINES, "titles")
def titles_without_accents(draft: Draft) -> None:
    """'Tong nguon von'."""
    for page in draft.pages:
        for field in page.fields:
            field.tiers[-1] = _plain(field.tiers[-1])


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@way(LINES, "titles")
def titles_by_their_aliases(draft: Draft) -> None:
    """The last other wording that the form's data lists."""
    shape = form(draft.answer.form_code)
    for page in draft.pages:
        for field in page.fields:
            column = shape.column(field.name)
            own_unit = field.tiers[-1][len(column.title.partition(" (")[0]) :]
            if column.aliases:
                # A unit that is not the form's own stays in the title.
                field.tiers[-1] = column.aliases[-1] + (own_unit if own_unit not in column.title else "")
            elif column.criterion is not None:
                field.tiers[-1] = f"Tiêu chí {column.criterion}"
