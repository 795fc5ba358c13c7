"""Values of a list in other words, and the sender's name in other words."""

from etl.returns.forms import form, value_list
from tests.returns_factory.draft import Draft
from tests.returns_factory.way import BOTH, FRAME, VALUES, way


@way(VALUES, "lists")
def lists_in_capitals(draft: Draft) -> None:
    """HOÀN THÀNH."""
    _rewrite(draft, lambda title, aliases: title.upper())


@way(VALUES, "lists")
def lists_by_their_aliases(draft: Draft) -> None:
    """The first other wording that the form's data lists."""
    _rewrite(draft, lambda title, aliases: aliases[0] if aliases else title)


def _rewrite(draft: Draft, write) -> None:  # type: ignore[no-untyped-def]
    shape = form(draft.answer.form_code)
    for column in shape.read_columns:
        if column.type != "list":
            continue
        words = {v.title: write(v.title, v.aliases) for v in value_list(column.list or column.name).values}
        for line in draft.data():
            if line.values.get(column.name) in words:
                line.values[column.name] = words[line.values[column.name]]
    draft.expected.changes.add("change_list")


def _unit(draft: Draft, name: str) -> None:
    for page in draft.pages:
        for row in page.above:
            if draft.answer.unit_name in row:
                row[row.index(draft.answer.unit_name)] = name


@way(VALUES, "unit_name")
def unit_with_a_short_kind(draft: Draft) -> None:
    """H. Hương Khê."""
    _unit(draft, "H. Hương Khê")


@way(VALUES, "unit_name")
def unit_in_capitals(draft: Draft) -> None:
    """ỦY BAN NHÂN DÂN HUYỆN HƯƠNG KHÊ."""
    _unit(draft, "ỦY BAN NHÂN DÂN HUYỆN HƯƠNG KHÊ")


@way(VALUES, "unit_name")
def unit_by_its_bare_name(draft: Draft) -> None:
    """Hương Khê."""
    _unit(draft, "Hương Khê")


@way(FRAME, "unit_name", BOTH)
def unit_with_its_province(draft: Draft) -> None:
    """Huyện Hương Khê, tỉnh Hà Tĩnh."""
    _unit(draft, "Huyện Hương Khê, tỉnh Hà Tĩnh")
