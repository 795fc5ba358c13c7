"""Workbooks of several sheets."""

import copy
from itertools import pairwise

from tests.returns_factory.draft import Draft, Field, Line, Page
from tests.returns_factory.way import BOTH, FRAME, TEXT, way


@way(TEXT, "sheets")
def a_sheet_copied_twice(draft: Draft) -> None:
    """The same sheet again as 'Sheet1 (2)': counted once and said."""
    draft.expected.warnings.add("sheet_repeated")
    again = copy.deepcopy(draft.pages[0])
    again.name += " (2)"
    draft.pages.append(again)


def _split(draft: Draft, *, labels_everywhere: bool) -> None:
    page = draft.pages[0]
    starts = [0, len(page.lines) // 3, 2 * len(page.lines) // 3, len(page.lines)]
    pages: list[Page] = []
    for number, (first, last) in enumerate(pairwise(starts), start=1):
        part = copy.deepcopy(page)
        part.name = f"Xã {number}"
        part.lines = part.lines[first:last]
        if number > 1 and not labels_everywhere:
            part.above = [["(Tiếp theo)"]]
        pages.append(part)
    draft.pages = pages
    for kind in draft.expected.left_out:
        draft.expected.left_out[kind] = 0  # where the extra rows fall is not what this asks


@way(FRAME, "sheets")
def one_sheet_per_commune(draft: Draft) -> None:
    """Three sheets, each with its own labels and header."""
    _split(draft, labels_everywhere=True)


@way(FRAME, "sheets")
def one_sheet_per_commune_labels_on_the_first(draft: Draft) -> None:
    """Three sheets, only the first says whose they are."""
    _split(draft, labels_everywhere=False)


@way(TEXT, "sheets", BOTH)
def a_foreign_sheet_first(draft: Draft) -> None:
    """A cover sheet and a sheet of the officer's own sums: left out and said."""
    draft.expected.left_out["sheet"] += 2
    draft.pages.insert(
        0, Page("Bìa", [["BÁO CÁO NĂM 2024"], ["UBND huyện Hương Khê"]], [], [], header_height=0)
    )
    own = Page(
        "Tính", [["Tạm tính", 12, 13]], [Field("", [])], [Line("note", texts={0: 1, 1: 2})], header_height=0
    )
    draft.pages.append(own)
