"""Accepted rows kept by column, the cells of a sheet by column, and the collector that rests meanwhile."""

import gc
from datetime import date

from etl.returns.collector import paused
from etl.returns.columns import Cells, coded_columns
from etl.returns.result import Row, Rows

LETTERS = {"code": "A", "name": "B"}
EACH = (
    Row("S", 5, {"code": 1, "name": "a"}, LETTERS),
    Row("S", 7, {"code": 2, "name": "b"}, LETTERS),
    Row("T", 5, {"code": 3, "name": None}, LETTERS),
)


def test_rows_by_column_are_the_rows_one_by_one() -> None:
    rows = Rows(
        {"code": [1, 2, 3], "name": ["a", "b", None]}, ["S", "S", "T"], [5, 7, 5], [LETTERS, LETTERS, LETTERS]
    )
    assert tuple(rows) == EACH
    assert (len(rows), rows[1], rows[-1]) == (3, EACH[1], EACH[2])
    assert rows[1:] == EACH[1:]
    assert rows == EACH
    assert rows != EACH[:2]
    assert rows[1].cells == {"code": "A7", "name": "B7"}


def test_cells_that_are_equal_but_of_another_type_are_kept_apart() -> None:
    rows = [[1.0, "a"], [True, "a"], [1, "b"], [1.0], [date(2024, 1, 2), ""]]
    first, second = coded_columns(rows)
    assert list(map(repr, first.values())) == ["1.0", "True", "1", "1.0", "datetime.date(2024, 1, 2)"]
    assert second.values() == ["a", "a", "b", "", ""]
    assert list(second.different) == ["a", "b", ""]
    assert second.at([0, 2, 4]).values() == ["a", "b", ""]
    assert second.at([1, 2]).values() == ["a", "b"]
    assert Cells.of([]).values() == []


def test_a_long_column_of_different_cells_is_kept_as_it_is() -> None:
    cells = [f"c{number}" for number in range(2500)]
    column = Cells.of(cells)
    assert column.values() == cells
    assert column.at(range(2000, 2003)).values() == ["c2000", "c2001", "c2002"]


def test_the_collector_rests_until_the_last_reader_is_done() -> None:
    assert gc.isenabled()
    with paused():
        with paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
