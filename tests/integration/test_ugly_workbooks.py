"""Returns the way officers really send them: each ugly way alone and in pairs.

`UGLY=all` reads every pair of ways (what `make fuzz` does); otherwise a fixed sample of the pairs is read.
"""

import os
import random

import pytest

from etl.returns.read import read_return
from etl.returns.sheets import letters
from tests.returns_factory.compare import troubles_of
from tests.returns_factory.files import file_of, grids_of
from tests.returns_factory.way import BOTH, Way, pairs, ugly, ways

SAMPLE = 120  # pairs of each form in an ordinary run
NOT_YET: set[str] = set()


def single() -> list[object]:
    """Each way of each form."""
    return [
        pytest.param(form_code, known, id=f"{form_code}-{known.name}")
        for form_code in BOTH
        for known in ways(form_code)
        if known.name not in NOT_YET
    ]


def chosen_pairs(form_code: str) -> list[tuple[Way, Way]]:
    """Every pair of ways of a form, or a sample that is the same on every machine."""
    every = [pair for pair in pairs(form_code) if not NOT_YET & {way.name for way in pair}]
    return every if os.environ.get("UGLY") == "all" else random.Random(2022).sample(every, SAMPLE)


@pytest.mark.parametrize(("form_code", "known"), single())
def test_a_workbook_ugly_in_one_way_is_read_right(form_code: str, known: Way) -> None:
    assert not troubles_of(form_code, known)


@pytest.mark.parametrize("form_code", BOTH)
def test_workbooks_ugly_in_two_ways_are_read_right(form_code: str) -> None:
    wrong = {
        f"{first.name} + {second.name}": found
        for first, second in chosen_pairs(form_code)
        if (found := troubles_of(form_code, first, second))
    }
    assert not wrong


@pytest.mark.parametrize("form_code", BOTH)
def test_the_family_is_large_enough_to_mean_something(form_code: str) -> None:
    assert len(ways(form_code)) >= 60
    assert sum(1 for _ in pairs(form_code)) >= 1500


@pytest.mark.parametrize("form_code", BOTH)
def test_what_an_old_font_says_above_the_table_is_listed_as_changed_too(form_code: str) -> None:
    draft = ugly(form_code, *(way for way in ways(form_code) if way.name == "letters_of_tcvn3"))
    grids = grids_of(draft)
    read = read_return(*file_of(draft, grids))
    changes = {c.cell: (c.before, c.after) for c in read.changes if c.rule == "change_legacy"}
    assert ("UBND huyÖn H\u00ad¬ng Khª", "UBND huyện Hương Khê") in changes.values()
    top = min(row.row_number for row in read.rows)
    for (row, column), text in grids[0].cells.items():
        if row + 1 < top and isinstance(text, str) and not text.isascii():
            assert changes[f"{letters(column + 1)}{row + 1}"][0] == text
