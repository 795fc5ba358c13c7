"""What a reader does without a browser: open a page by its address and read what is drawn on it."""

import html
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from streamlit.testing.v1 import AppTest

PROJECT = Path(__file__).resolve().parents[2]
# Every page there is, by its name: a new one is held to the rules of all from its first day.
PAGES = {
    file.stem: file.relative_to(PROJECT).as_posix() for file in sorted((PROJECT / "pages").rglob("*.py"))
}
Address = Mapping[str, str | Sequence[str]]


def open_page(name: str = "overview", address: Address | None = None, **opened: bool) -> AppTest:
    """Run the dashboard at `address` and go to a page; `opened` boxes (by key) stand open."""
    app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
    for part, value in (address or {}).items():
        app.query_params[part] = value if isinstance(value, str) else list(value)
    app.run()
    for key, is_open in opened.items():
        app.session_state[key.replace("__", "-")] = is_open
    if name != "overview":
        app.switch_page(PAGES[name])
    return app.run() if opened or name != "overview" else app


def is_well(app: AppTest) -> bool:
    """Whether the page ran to its end: no exception, no error, a title."""
    return not app.exception and not app.error and bool(finding(app))


def text_of(app: AppTest) -> str:
    """All words drawn as HTML or captions, in order, without tags."""
    pieces = [str(element.value) for element in app.html] + [str(caption.value) for caption in app.caption]
    return plain(" ".join(pieces))


def plain(markup: str) -> str:
    """HTML without its tags, white space as single spaces."""
    spaced = re.sub(r"<(style|script).*?</\1>|<[^>]+>", " ", markup, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(spaced)).strip()


def _first(app: AppTest, pattern: str) -> str:
    found = [match for element in app.html if (match := re.search(pattern, str(element.value), re.DOTALL))]
    return plain(found[0].group(1)) if found else ""


def finding(app: AppTest) -> str:
    """The page's title."""
    return _first(app, r"<h1[^>]*>(.*?)</h1>")


def grey_line(app: AppTest) -> str:
    """The line under the title."""
    return _first(app, r'<p class="provenance">(.*?)</p>')


def headlines(app: AppTest) -> dict[str, str]:
    """Label of each headline figure to its value with what it is out of: '93/164'."""
    drawn = " ".join(str(element.value) for element in app.html if 'class="headlines"' in str(element.value))
    pattern = r'<dt>(.*?)</dt><dd><span class="value">(.*?<span class="of">.*?)</span></span>'
    return {plain(label): plain(value).replace(" ", "") for label, value in re.findall(pattern, drawn)}


def tables(app: AppTest) -> dict[str, list[list[str]]]:
    """Name of each drawn table to its rows of cells, the titles first."""
    found: dict[str, list[list[str]]] = {}
    for element in app.html:
        for name, body in re.findall(
            r'<table aria-label="(.*?)">(.*?)</table>', str(element.value), re.DOTALL
        ):
            rows = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
            found[html.unescape(name)] = [
                [plain(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
                for row in rows
            ]
    return found


def figures_of(app: AppTest) -> list[dict[str, Any]]:
    """Every chart of the page as the browser gets it."""
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


def links(app: AppTest, css: str = "") -> dict[str, str]:
    """Words of each link that the page draws itself to its address; of those drawn in a `css` class only."""
    drawn = " ".join(
        str(element.value) for element in app.html if not css or f'class="{css}"' in str(element.value)
    )
    found = re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)</a>', drawn)
    return {html.unescape(words): html.unescape(href) for href, words in found}


def follow(link: str, **opened: bool) -> AppTest:
    """Open the page that a link of ours leads to, as `open_page` does."""
    path = urlsplit(link)
    return open_page(path.path, parse_qs(path.query), **opened)


def as_of(app: AppTest) -> date:
    """The day chosen in the scope."""
    day = app.date_input(key="as_of").value
    assert isinstance(day, date)
    return day
