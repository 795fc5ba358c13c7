"""Open pages are looked after by the server: which of them it would wake, and when it leaves them alone."""

from pathlib import Path

import pytest

from coop.access import EVERYTHING
from coop.ui import follow
from coop.warehouse import current_build
from tests.faults.test_publishing import KINDS, Publisher
from tests.hand_store import write_build
from tests.pages.conftest import read_from

SESSION = "a-session"


@pytest.fixture
def publisher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Publisher:
    """A store with one build, and nobody's page open."""
    made = {"A": write_build(tmp_path / "made", "A", KINDS["A"])}
    monkeypatch.setattr(follow, "_open", {})
    publisher = Publisher(read_from(tmp_path / "home", monkeypatch), made)
    publisher.one(0, "A")
    return publisher


def open_page(spoken: str) -> None:
    """A page that shows what is published now to a reader of that language."""
    shown = follow._Shown("a-fragment", current_build(), follow.problem_now(), spoken, EVERYTHING, None)
    follow._open[SESSION] = shown


@pytest.mark.parametrize("spoken", ["vi", "en"])
def test_an_open_page_is_left_alone_until_another_build_is_published(
    publisher: Publisher, spoken: str
) -> None:
    open_page(spoken)
    assert follow._outdated() == []
    publisher.one(1, "A")
    assert follow._outdated() == [SESSION]
    follow._open[SESSION].is_told = True
    assert follow._outdated() == [], "told once"


def test_an_open_page_learns_that_its_build_is_damaged(publisher: Publisher) -> None:
    open_page("vi")
    pointer = publisher.home / "warehouse" / "CURRENT"
    pointer.write_text("torn", encoding="ascii")
    assert follow._outdated() == [SESSION]
