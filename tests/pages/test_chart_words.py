"""The words of a chart, for who cannot see it, state what it shows, not only what kind of chart it is."""

import re

import pytest

from coop.exports.page_copy import PagePart
from coop.exports.words import words_of
from coop.ui.page_copy import copy_of
from tests.pages.reader import open_page

# Each page with charts, with its address beside the scope.
PAGES: dict[str, dict[str, str]] = {
    "overview": {},
    "agencies": {},
    "districts": {},
    "groups": {},
    "changes": {"since": "{year}-07-01"},
    "indicators": {},
    "classification": {},
    "ratings": {},
    "status": {},
    "register": {"q": "mh0003 nong nghiep"},
}
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def charts(name: str, year: int) -> list[PagePart]:
    """The charts of a page at the end of a year, in their order."""
    more = {part: words.format(year=year) for part, words in PAGES[name].items()}
    app = open_page(name, {"year": str(year), "as_of": f"{year}-12-31", **more})
    copy = copy_of(app.session_state["page_copy"])
    assert copy is not None
    return [part for part in copy.parts if part.figure is not None]


def names_in(part: PagePart) -> set[str]:
    """What the chart's own table calls its rows and columns."""
    texts = [cell for row in words_of(part.table) for cell in row if not NUMBER.fullmatch(cell)]
    return {text.casefold() for text in (*texts, *map(str, part.table.columns)) if len(text) > 2}


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("name", PAGES)
def test_the_words_of_a_chart_state_its_finding_and_change_with_it(name: str) -> None:
    now, before = charts(name, 2024), charts(name, 2023)
    assert len(now) == len(before) > 0
    for one, other in zip(now, before, strict=True):
        if NUMBER.search(one.alt):
            is_told_apart = one.alt != other.alt or one.table.equals(other.table)
            assert is_told_apart, f"{one.title}: the same of both years: {one.alt}"
        else:  # that none is below the median, or which are: names of its own
            assert any(text in one.alt.casefold() for text in names_in(one)), f"{one.title}: {one.alt}"
