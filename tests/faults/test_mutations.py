"""Workbooks broken at random: no uncaught error, no row lost or invented, every rejection named by its cell.

`MUTATIONS` says how many; 200 in an ordinary run, 10 000 in `make fuzz`. A failure names the number, and
`mutated(number)` makes that very file again.
"""

import os
import re

import pytest

from etl.returns.read import ReturnRead, read_return
from etl.returns.rejects import ERROR, rules
from tests.returns_factory.mutate import mutated

COUNT = int(os.environ.get("MUTATIONS", "200"))
BATCH = 50


def troubles(answer: ReturnRead) -> list[str]:
    """Everything that a reading of any file must hold and does not."""
    found: list[str] = []
    if answer.refused is not None:
        return [] if not answer.rows and answer.refused.strip() else ["refused, yet rows were taken"]
    taken = [(row.sheet, row.row_number) for row in answer.rows]
    aside = {(reject.sheet, int(re.sub(r"\D", "", reject.cell) or 0)) for reject in answer.rejects}
    if len(taken) + len(aside) != answer.read_count or len(set(taken)) != len(taken):
        found.append(f"{len(taken)} accepted + {len(aside)} rejected ≠ {answer.read_count} read")
    if aside & set(taken):
        found.append("a row was both taken and set aside")
    for reject in answer.rejects:
        is_placed = reject.cell and reject.column and reject.message.strip()
        if not is_placed or rules()[reject.rule].severity != ERROR:
            found.append(f"a rejection without its place: {reject}")
    found += [f"a change without its cell: {c}" for c in answer.changes if not (c.cell and c.rule in rules())]
    return found


@pytest.mark.parametrize("first", range(0, COUNT, BATCH))
def test_broken_workbooks_lose_no_row_and_raise_nothing(first: int) -> None:
    wrong: dict[int, list[str]] = {}
    for number in range(first, min(first + BATCH, COUNT)):
        content, name = mutated(number)
        try:
            found = troubles(read_return(content, name))
        except Exception as problem:  # whatever it is, the number of the file must be told
            found = [f"{type(problem).__name__}: {problem}"]
        if found:
            wrong[number] = found
    assert not wrong


def test_the_mutations_reach_both_ends() -> None:
    answers = [read_return(*mutated(number)) for number in range(60)]
    assert sum(answer.refused is None and bool(answer.rows) for answer in answers) >= 10
    assert sum(answer.refused is not None for answer in answers) >= 5
    assert sum(bool(answer.rejects) for answer in answers) >= 10
