"""A payload in every text of a store, in a real browser: no script, no dialog, no request that leaves.

The payloads and what every page writes of them are held in tests/faults/test_payloads.py.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from coop.text import say
from tests.browser.conftest import serving
from tests.browser.menu import menu_pages
from tests.browser.reader import open_page, save, settle
from tests.browser.test_pictures import save_picture
from tests.faults.payloads import FOREIGN, FORMULAS, MARKUP, poisoned_home
from tests.faults.sizes import IS_LONG, tries

# The same store is read page by page in tests/faults/test_payloads.py, without a browser.
pytestmark = pytest.mark.skipif(not IS_LONG, reason="make faults")
# Elements that would do what a payload asks: our own carry no handler and lead nowhere else.
LIVE = """foreign => [...document.querySelectorAll('*')].flatMap(one => [...one.attributes].filter(each =>
  (/^on/i.test(each.name) && /broken/.test(each.value))
  || (/(href|src|srcset|srcdoc|action|data|style|poster)$/i.test(each.name)
      && (each.value.includes(foreign) || /^\\s*javascript:/i.test(each.value)))
).map(each => `${one.tagName} ${each.name}=${each.value}`.slice(0, 200)))"""


@pytest.fixture(scope="module")
def poisoned(demo_home: Path, refused: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the dashboard on the demo store with a payload before every text."""
    folder = tmp_path_factory.mktemp("poisoned")
    poisoned_home(demo_home, folder / "home", (*MARKUP, *FORMULAS))
    with serving(folder / "home", refused, folder / "server.log") as address:
        yield address


@pytest.fixture
def dialogs(page: Page) -> list[str]:
    """Every dialog that a script of the page opened."""
    opened: list[str] = []
    page.on("dialog", lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
    return opened


def hold_inert(page: Page, where: str) -> None:
    """Hold that nothing on the page is live that a payload brought, and that none has run."""
    assert page.evaluate("window.broken") is None, where
    assert page.evaluate(LIVE, FOREIGN) == [], where


def open_all(page: Page, most: int) -> None:
    """Unfold what is folded, point at marks of charts, open the words that lie behind a button."""
    folded = page.locator('[data-testid="stMain"] details:not([open]) summary')
    for _ in range(most):
        if folded.count():
            folded.first.click()
            settle(page)
    for mark in page.locator(".js-plotly-plot .barlayer path, .js-plotly-plot .points path").all()[:most]:
        mark.scroll_into_view_if_needed()
        box = mark.bounding_box()
        if box is not None:
            page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    for button in page.locator('[data-testid="stMain"] [data-testid="stPopover"] button').all()[:most]:
        button.click()
        settle(page)
        hold_inert(page, "an open box")
        page.keyboard.press("Escape")


def test_no_page_hover_or_dialog_runs_what_a_text_holds(
    page: Page, poisoned: str, dialogs: list[str], record_property: Callable[[str, object], None]
) -> None:
    pages = menu_pages()[:: tries(9, 1)]
    for path, name in pages:
        open_page(page, poisoned, path, year=2024)
        open_all(page, 12 if IS_LONG else 1)
        hold_inert(page, name)
    assert dialogs == []
    told = f"{len(MARKUP) + len(FORMULAS)} payloads on {len(pages)} pages: scripts run, dialogs, requests out"
    record_property("measured", f"{told}: 0")


def test_a_saved_page_and_a_saved_picture_run_nothing(
    chromium: Browser, page: Page, poisoned: str, dialogs: list[str], tmp_path: Path
) -> None:
    open_page(page, poisoned, "groups", year=2024)
    name, _ = save(page, say("exports.page_html"), tmp_path)
    picture, content = save_picture(page, "svg", tmp_path)
    assert b"<svg" in content
    assert dialogs == []
    for file in (tmp_path / name, tmp_path / picture):
        alone = chromium.new_context(offline=True)
        copy, asked = alone.new_page(), []
        copy.on("request", lambda request, asked=asked: asked.append(request.url))
        copy.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        copy.goto(file.as_uri())
        hold_inert(copy, file.name)
        alone.close()
        assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert dialogs == []
