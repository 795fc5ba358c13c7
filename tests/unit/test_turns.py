"""Pages are drawn in the order in which they were asked for, and nobody waits for long."""

import threading
import time
from collections.abc import Callable

import pytest

from coop.ui import turns
from coop.ui.turns import out_of_turn, turn

SECONDS = 10


def begun(work: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=work)
    thread.start()
    return thread


def waiting_for(count: int) -> None:
    ends = time.monotonic() + SECONDS
    while len(turns._waiting) < count:
        assert time.monotonic() < ends
        time.sleep(0.001)


@pytest.fixture(autouse=True)
def all_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "LONGEST_WAIT", SECONDS)


def test_pages_are_drawn_one_by_one_in_the_order_of_asking() -> None:
    drawn: list[int] = []
    at_once: list[int] = []
    inside = 0

    def page(number: int) -> None:
        nonlocal inside
        with turn():
            inside += 1
            time.sleep(0.002)
            at_once.append(inside)
            drawn.append(number)
            inside -= 1

    threads = []
    with turn():
        for number in range(8):
            threads.append(begun(lambda number=number: page(number)))  # type: ignore[misc]
            waiting_for(number + 1)
    for thread in threads:
        thread.join(SECONDS)
    assert drawn == list(range(8))
    assert at_once == [1] * 8
    assert not turns._is_taken


def test_who_asks_the_build_lets_others_go_on_and_comes_back_in_order() -> None:
    told: list[str] = []

    def page() -> None:
        with turn():
            told.append("other")

    with turn():
        other = begun(page)
        waiting_for(1)
        assert told == []
        with out_of_turn():
            other.join(SECONDS)
        told.append("again")
    assert told == ["other", "again"]
    assert not turns._is_taken


def test_nobody_waits_long_for_a_page_that_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "LONGEST_WAIT", 0.02)
    told: list[str] = []

    def page() -> None:
        with turn(), out_of_turn():
            told.append("drawn")

    with turn():
        begun(page).join(SECONDS)
        assert told == ["drawn"]
        assert not turns._waiting
    assert not turns._is_taken


def test_a_turn_is_passed_on_by_a_page_that_fails() -> None:
    with pytest.raises(ZeroDivisionError), turn():
        _ = 1 / 0
    with pytest.raises(ZeroDivisionError), turn(), out_of_turn():
        _ = 1 / 0
    assert not turns._is_taken
