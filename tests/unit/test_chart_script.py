"""The script of charts is Streamlit's own without the traces nobody draws; the whole where it is another."""

import ast
import asyncio
import gzip
from pathlib import Path
from typing import Any

import pytest
from streamlit.file_util import get_static_dir

from coop.ui import chart_script as module
from coop.ui import document_style
from coop.ui.chart_script import (
    ChartScript,
    address,
    chart_script,
    cut,
    import_map,
    import_map_source,
    recipe,
)
from coop.ui.document_style import DocumentStyle
from coop.ui.front import Application, Message, Receive, Scope, Send
from coop.ui.gate.compress import Compressed
from coop.ui.gate.headers import page_policy
from tests.house.source import PROJECT, tree

NO_TRACES = {"Figure", "Layout"}
DOCUMENT = b'<html lang="en"><head><script type="module" src="./static/js/index.js"></script></head></html>'


async def beneath(scope: Scope, receive: Receive, send: Send) -> None:
    """Streamlit, as far as it matters here: a document under every address."""
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", b"1")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": DOCUMENT.replace(b"</html>", b"<body></body></html>")})


def ask(app: Application, path: str, **headers: str) -> tuple[dict[bytes, bytes], bytes]:
    """Headers and body of one answer."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    asked = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope: dict[str, Any] = {"type": "http", "method": "GET", "path": path, "headers": asked}
    asyncio.run(app(scope, receive, send))
    return dict(sent[0]["headers"]), b"".join(message.get("body", b"") for message in sent[1:])


def drawn_traces() -> set[str]:
    """The kinds of traces that our charts are made of."""
    return {
        node.attr.lower()
        for file in (PROJECT / "coop").rglob("*.py")
        if "graph_objects as go" in file.read_text(encoding="utf-8")
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "go"
        if node.attr not in NO_TRACES
    }


def test_what_is_cut_fits_the_installed_streamlit_and_leaves_what_our_charts_draw() -> None:
    script = chart_script()
    assert script is not None, "Streamlit has another chart script: run tools/chart_script.mjs"
    assert drawn_traces() == set(recipe()["traces"]) == {"bar", "sankey", "scatter"}
    assert all(f'"src/traces/{trace}/index.js"'.encode() in script for trace in recipe()["traces"])
    others = (b'"lib/heatmap.js"', b'"lib/scattergl.js"', b'"lib/choroplethmap.js"', b"maplibregl-map")
    assert not [other for other in others if other in script]
    assert len(script) < 1_200_000
    assert script.startswith(b"//# allFunctionsCalledOnLoad\n")


def test_plain_and_compressed_agree_and_last() -> None:
    app = Compressed(ChartScript(beneath))
    path = address().removeprefix(".")
    plain, whole = ask(app, path)
    packed, body = ask(app, path, accept_encoding="gzip")
    assert (packed[b"content-encoding"], gzip.decompress(body)) == (b"gzip", whole)
    assert whole == chart_script()
    assert plain[b"cache-control"] == packed[b"cache-control"] == b"public, immutable, max-age=31536000"
    assert plain[b"content-type"] == b"text/javascript; charset=utf-8"


def test_the_document_leads_to_it_before_its_first_script_and_the_policy_lets_that_run() -> None:
    _, document = ask(DocumentStyle(beneath), "/")
    written = b'<script type="importmap">' + import_map().encode() + b"</script>"
    assert 0 < document.index(written) < document.index(b'<script type="module"')
    assert import_map_source() in page_policy()
    assert address().removeprefix("./") in import_map()


@pytest.mark.parametrize("kind", ["another version", "no file", "another cut"])
def test_anything_unexpected_leaves_streamlits_own_script(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Path(get_static_dir()) / "static" / "js" / str(recipe()["file"])
    made_for, file = recipe(), own
    if kind == "another version":
        file = tmp_path / own.name
        file.write_bytes(own.read_bytes().replace(b"4.2.0", b"4.2.1"))
    elif kind == "no file":
        file = tmp_path / own.name
    else:
        made_for = {**made_for, "cuts": made_for["cuts"][1:]}
    assert cut(file, made_for) is None

    def whole() -> None:
        return None

    monkeypatch.setattr(module, "chart_script", whole)
    monkeypatch.setattr(document_style, "chart_script", whole)
    assert b"importmap" not in ask(DocumentStyle(beneath), "/")[1]
    assert ask(ChartScript(beneath), address().removeprefix("."))[0][b"content-type"].startswith(b"text/html")
