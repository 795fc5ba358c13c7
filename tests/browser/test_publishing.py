"""A page that stands open changes over by itself when a build is published, and shows no third thing."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import serving
from tests.browser.reader import open_page, text_of
from tests.faults.sizes import IS_LONG
from tests.faults.test_publishing import KINDS, Publisher
from tests.hand_store import write_build

# Readers without a browser change over in tests/faults/test_publishing.py.
pytestmark = pytest.mark.skipif(not IS_LONG, reason="make faults")
PUBLISHINGS = 50
CHANGES_WITHIN = 5.0


def test_an_open_page_changes_over_to_each_build(
    page: Page, refused: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    made = {kind: write_build(tmp_path / "made", kind, rows) for kind, rows in KINDS.items()}
    publisher = Publisher(tmp_path / "home", made)
    publisher.one(0, "A")
    taken: list[float] = []
    said: dict[str, str] = {}
    with serving(publisher.home, refused, tmp_path / "server.log") as server:
        open_page(page, server)
        said["A"] = text_of(page)
        headlines = page.locator(".headlines").first
        for number in range(1, 1 + PUBLISHINGS):
            kind = "AB"[number % 2]
            before = headlines.inner_text()
            publisher.one(number, kind)
            start = time.monotonic()
            expect(headlines).not_to_have_text(before, use_inner_text=True)
            taken.append(time.monotonic() - start)
            open_page(page, server)
            assert said.setdefault(kind, text_of(page)) == text_of(page), "a page of neither build"
        # Nothing of a page that is left behind may run on and complain.
        page.goto("about:blank")
    assert said["A"] != said["B"]
    assert max(taken) <= CHANGES_WITHIN
    told = f"{PUBLISHINGS} publishings before an open page: slowest change-over"
    record_property("measured", f"{told}: {max(taken):.1f} s")
