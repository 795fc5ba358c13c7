"""The script that draws charts, as browsers get it: Streamlit's own, without what no chart of ours needs.

Streamlit's file holds every kind of trace that Plotly knows, 4.7 MB to fetch, read and run before the first
chart; ours are bars, points and lines, and one flow. `chart_script.toml`, which `tools/chart_script.mjs`
writes, names the bytes that nothing else in the file asks for once the other kinds are not registered. They
are cut out when the server first needs it: no copy of Plotly is kept here, and what is left is its code, byte
for byte, after a line that has browsers compile it while it arrives. The cut script has an address of its
own, with its checksum, and an import map in the document leads to it. A file that is not the one the cuts
were made for, and a browser without import maps, get the whole (docs/decisions/0029).
"""

import base64
import hashlib
import json
import tomllib
from asyncio import to_thread
from functools import cache
from pathlib import Path
from typing import Any

from streamlit.file_util import get_static_dir

from coop.ui.front import Application, Receive, Scope, Send

RECIPE = Path(__file__).with_suffix(".toml")
_FOLDER = "/static/js/"
_HEADERS = [
    (b"content-type", b"text/javascript; charset=utf-8"),
    (b"cache-control", b"public, immutable, max-age=31536000"),
]


class ChartScript:
    """ASGI middleware inside `Compressed`: answers the address of the cut script."""

    def __init__(self, app: Application) -> None:
        """Wrap `app`, which serves Streamlit's own files."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the cut script where it is asked for and there is one; pass everything else on."""
        is_asked = (
            scope["type"] == "http" and scope["method"] in {"GET", "HEAD"} and _is_address(scope["path"])
        )
        script = await to_thread(chart_script) if is_asked else None
        if script is None:
            await self.app(scope, receive, send)
            return
        length = (b"content-length", str(len(script)).encode())
        await send({"type": "http.response.start", "status": 200, "headers": [*_HEADERS, length]})
        await send({"type": "http.response.body", "body": script if scope["method"] == "GET" else b""})


@cache
def recipe() -> dict[str, Any]:
    """Which file (`file`, `sha256`), what goes (`cuts`, bytes) and stays (`head`, `traces`, `cut_sha256`)."""
    return tomllib.loads(RECIPE.read_text(encoding="utf-8"))


@cache
def chart_script() -> bytes | None:
    """The cut script; None where Streamlit's file is another than the cuts were made for."""
    return cut(Path(get_static_dir()) / "static" / "js" / str(recipe()["file"]), recipe())


def cut(file: Path, made_for: dict[str, Any]) -> bytes | None:
    """`file` without the cuts of a recipe; None where it is not the file, or the rest not what was tested."""
    whole = file.read_bytes() if file.is_file() else b""
    if hashlib.sha256(whole).hexdigest() != made_for["sha256"]:
        return None
    kept, begin = [f"{made_for['head']}\n".encode()], 0
    for start, end in made_for["cuts"]:
        kept.append(whole[begin:start])
        begin = end
    script = b"".join([*kept, whole[begin:]])
    return script if hashlib.sha256(script).hexdigest() == made_for["cut_sha256"] else None


def address() -> str:
    """The address of the cut script, relative to the document."""
    return f".{_FOLDER}{_name()}"


def import_map() -> str:
    """The inside of the document's import map: Streamlit's address → ours."""
    return json.dumps({"imports": {f".{_FOLDER}{recipe()['file']}": address()}})


def import_map_source() -> str:
    """The import map as the Content-Security-Policy allows it: by its checksum."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(import_map().encode()).digest()).decode()}'"


def _name() -> str:
    stem = str(recipe()["file"]).removesuffix(".js")
    return f"{stem}.{recipe()['cut_sha256'][:16]}.js"


def _is_address(path: object) -> bool:
    return str(path).endswith(_FOLDER + _name())
