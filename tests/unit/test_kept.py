"""The memory that readers share: made once, bounded, and nobody can spoil another's answer."""

import gc
import threading
import time
import weakref

import pandas as pd
import pytest

from coop.ui.answers import _kept, _own
from coop.ui.kept import Kept


def test_what_two_ask_for_at_once_is_made_once() -> None:
    kept: Kept[int] = Kept(10)
    made: list[int] = []

    def make() -> int:
        time.sleep(0.05)
        made.append(1)
        return len(made)

    found: list[int] = []
    asking = [threading.Thread(target=lambda: found.append(kept.get("key", make))) for _ in range(4)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert (made, found) == ([1], [1, 1, 1, 1])


def test_the_one_that_nobody_asked_for_longest_goes_first() -> None:
    kept: Kept[str] = Kept(2)
    for key in ("a", "b", "a", "c"):
        kept.get(key, lambda key=key: f"first {key}")  # type: ignore[misc]
    assert kept.get("a", lambda: "again") == "first a"
    assert kept.get("b", lambda: "again") == "again"


def test_an_error_is_raised_and_not_kept() -> None:
    kept: Kept[int] = Kept(2)
    with pytest.raises(ZeroDivisionError):
        kept.get("key", lambda: 1 // 0)
    assert kept.get("key", lambda: 7) == 7


def test_whoever_changes_his_answer_changes_nobody_elses() -> None:
    table, codes = pd.DataFrame({"count": [1, 2]}), {"districts": {"436": "A"}}
    mine, my_codes = _own(table), _own(codes)
    mine.loc[0, "count"] = 99
    mine["more"] = 1
    my_codes["districts"]["436"] = "B"
    assert table.to_dict("list") == {"count": [1, 2]}
    assert codes == {"districts": {"436": "A"}}


def test_a_table_that_is_asked_for_again_and_again_weighs_what_it_weighed() -> None:
    kept = _kept(pd.DataFrame({"n": [1, 2], "share": [0.5, 1.0], "name": ["a", "b"]}))
    _own(kept)
    before = _references()
    for _ in range(3000):
        _own(kept)
    # pandas itself lets 500 dead references gather in each of its blocks and labels.
    assert _references() - before < 300


def _references() -> int:
    gc.collect()
    return sum(type(one) is weakref.ReferenceType for one in gc.get_objects())
