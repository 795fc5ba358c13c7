"""A real server whose pages all fail: a sentence and a number, no word of the error; hostile requests."""

import asyncio
import re
import shutil
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from bench._reader import Reader, Server
from coop.text import say
from tests.faults.conftest import Measured
from tests.faults.small_store import PROJECT
from tests.hand_store import make_store
from tests.pages.reader import PAGES

SECRET = "the secret of /etc/passwd"
FAILS = f"""
import streamlit
if "fails" in streamlit.query_params:
    raise RuntimeError("{SECRET}")
"""
# With what is told of the year; of more than a thousand parts Streamlit itself forgets all.
HOSTILE_QUERIES = {
    "year=" + "x" * 100_000: True,
    "&".join(f"year={number}" for number in range(900)): True,
    "&".join(f"year={number}" for number in range(2000)): False,
    "districts=%ff%fe%00&year=%zz&as_of=%&=&&;": True,
    "lang=" + quote("'; DROP TABLE dim_duty; --") + "&lang=zz&lang=vi": False,
}
HOSTILE_PATHS = (
    "/../../../../etc/passwd",
    "/static/..%2f..%2f..%2f..%2fetc/passwd",
    "/media/%2e%2e/%2e%2e/etc/passwd",
    "/component/..%5c..%5cetc%5cpasswd",
    "/_stcore/../app.py",
    "/?year=" + "x" * 100_000,
    "/" + "x" * 100_000,
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard as shipped, but that each page ends in an error where the address says so."""
    folder = tmp_path_factory.mktemp("failing")
    make_store(folder / "home")
    for room in ("coop", "etl", "pages", ".streamlit"):
        shutil.copytree(PROJECT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "app.py", folder / "app.py")
    # What officers sent may lie beside the project's own data.
    not_ours = shutil.ignore_patterns("archive", "warehouse", "inbox")
    shutil.copytree(PROJECT / "data", folder / "data", ignore=not_ours)
    for page in PAGES.values():
        with (folder / page).open("a", encoding="utf-8") as file:
            file.write(FAILS)
    with Server(folder / "app.py", folder / "home", folder) as running:
        yield running


class Listener(Reader):
    """A reader that keeps every message, and what is shown as an error."""

    def listen(self) -> None:
        """From now on."""
        self.raw = b""
        self.errors: list[str] = []
        receive = self.link.recv

        async def heard(*given: object) -> object:
            message = await receive(*given)  # type: ignore[arg-type]
            self.raw += message if isinstance(message, bytes) else message.encode()
            return message

        self.link.recv = heard  # type: ignore[method-assign,assignment]

    def _see(self, element: object) -> None:
        kind = element.WhichOneof("type")  # type: ignore[attr-defined]
        if kind in {"alert", "exception"}:
            self.errors.append(str(element))


async def opened(server: Server, page: str, query: str) -> Listener:
    """What a browser is told when it opens a page."""
    reader = await Listener.open(server, page, query)
    assert isinstance(reader, Listener)
    reader.listen()
    await reader.run()
    await reader.close()
    return reader


def hold_silent(raw: bytes) -> None:
    """Hold that nothing of the inside has left the server."""
    for word in (SECRET, "Traceback", "RuntimeError", "root:x:0", "site-packages"):
        assert word.encode() not in raw, word


def test_an_error_on_any_page_is_a_sentence_with_a_number(server: Server, measured: Measured) -> None:
    references = set()
    for name in PAGES:
        reader = asyncio.run(opened(server, "" if name == "overview" else name, "fails=1"))
        hold_silent(reader.raw)
        (shown,) = reader.errors
        found = re.search(re.escape(say("app.error", reference="#")).replace(r"\#", "([0-9A-F]{8})"), shown)
        assert found, shown
        references.add(found[1])
    assert len(references) == len(PAGES)
    measured("pages that failed, each with its own number and no word of the error", len(references))


def test_hostile_queries_are_answered_with_the_usual_page(server: Server) -> None:
    notice = say("app.address_ignored", label=say("app.year")).encode()
    for query, is_told in HOSTILE_QUERIES.items():
        reader = asyncio.run(opened(server, "", query))
        hold_silent(reader.raw)
        assert reader.errors == [], query[:60]
        assert (notice in reader.raw) == is_told, query[:60]
        assert b'class="finding"' in reader.raw


def test_hostile_paths_get_the_page_or_a_refusal_and_no_file(server: Server) -> None:
    for path in HOSTILE_PATHS:
        status, _, body = server.get(path)
        assert status in {200, 301, 307, 308, 400, 403, 404, 414, 431}, (path[:60], status)
        hold_silent(body)
        assert b"def show_dashboard" not in body
