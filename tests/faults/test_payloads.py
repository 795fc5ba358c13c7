"""Markup, links and formulas in every text of a store: inert on every page, in every figure and every file.

What a real browser makes of the same store is held in tests/browser/test_payloads.py.
"""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.faults.conftest import Measured
from tests.faults.payloads import FOREIGN, MARKUP
from tests.faults.sizes import tries
from tests.pages.conftest import read_from
from tests.pages.reader import PAGES, is_well, open_page

OPENED = {
    "all__overdue": True, "files": True, "expected__returns": True, "disagreements": True,
    "near__boundary": True, "task-1.1": True, "data__groups": True,
}  # fmt: skip
# Plotly draws these from text, and our own charts write nothing else.
PLOTLY_OWN = re.compile(r'</?(b|i|br|span|extra)( style="[^"<>]*")?/?>')
FORBIDDEN_TAGS = {
    "script", "iframe", "object", "embed", "form", "input", "meta", "link", "base", "use", "textarea",
}  # fmt: skip
MARKDOWN = re.compile(r"(?<!\\)(\]\(|<[a-z/!]|\$[^$]+\$|`)")
PLAIN_FIELDS = {"options", "value", "placeholder", "id", "js_content", "css_content", "html_content", "json"}


class Dangers(HTMLParser):
    """What a piece of HTML would do that only a payload wants done."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in FORBIDDEN_TAGS:
            self.found.append(tag)
        for name, value in attrs:
            is_address = name in {"src", "href", "srcset", "style", "action", "data", "srcdoc"}
            if name.startswith("on") or (is_address and re.search(f"javascript:|{FOREIGN}", value or "")):
                self.found.append(f"{tag} {name}={value}")


def texts(found: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text in a message or figure, with where it stands."""
    if isinstance(found, dict):
        for name, inside in found.items():
            yield from texts(inside, (*path, str(name)))
    elif isinstance(found, list):
        for inside in found:
            yield from texts(inside, path)
    elif isinstance(found, str):
        yield path, found
    elif hasattr(found, "ListFields"):
        for field, inside in found.ListFields():
            whole = (
                dict(inside) if hasattr(inside, "items") else list(inside) if field.is_repeated else inside
            )
            yield from texts(whole, (*path, field.name))


def dangers(app: AppTest) -> list[str]:
    """Everything on a page that is not inert: in its HTML, its figures, its labels."""
    found: list[str] = []
    for element in app:
        message = getattr(element, "proto", None)
        if message is None or hasattr(message, "children"):
            continue
        if element.type == "html":
            found += [f"html: {one}" for one in Dangers(str(element.value)).found]
        elif element.type == "plotly_chart":
            for path, text in texts(json.loads(message.spec)):
                if re.search("<[a-z/!]", PLOTLY_OWN.sub("", text), re.IGNORECASE):
                    found.append(f"figure {'.'.join(path)}: {text[:200]}")
        else:
            for path, text in texts(message):
                is_markdown = path[-1] == "content" or not PLAIN_FIELDS & set(path)
                if is_markdown and MARKDOWN.search(text):
                    found.append(f"{element.type} {'.'.join(path)}: {text[:200]}")
    return found


@pytest.mark.parametrize("name", list(PAGES)[:: tries(3, 1)])
def test_whatever_stands_in_a_text_is_shown_and_does_nothing(
    name: str, poisoned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_from(poisoned, monkeypatch)
    app = open_page(name, None, **OPENED)
    assert is_well(app)
    assert dangers(app) == []


class Shown(HTMLParser):
    """The words that a piece of HTML shows."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.feed(markup)

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def holds(self, text: str) -> bool:
        """Whether the text is shown letter for letter."""
        return text in "".join(self.words)


@pytest.mark.parametrize("payload", MARKUP)
def test_the_watch_knows_each_payload_where_it_stands_bare(payload: str) -> None:
    bare = Dangers(f'<p title="{payload}">{payload}</p>').found
    words = "".join(Shown(payload).words)
    assert bare or MARKDOWN.search(payload) or words == payload or Dangers(words).found


def test_the_pages_do_show_the_payloads(
    poisoned: Path, monkeypatch: pytest.MonkeyPatch, measured: Measured
) -> None:
    read_from(poisoned, monkeypatch)
    shown = {
        payload
        for name in ("tasks", "status", "dictionary")
        for element in open_page(name, None, **OPENED).html
        for payload in MARKUP
        if Shown(str(element.value)).holds(payload)
    }
    assert shown == set(MARKUP)
    measured(
        "payloads in every text column, inert on pages",
        f"{len(MARKUP)} on {len(list(PAGES)[:: tries(3, 1)])}",
    )
