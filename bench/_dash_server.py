"""The Dash pages behind gunicorn, and a reader of them without a browser: Dash's own requests, timed.

One process with threads, as Streamlit is one process with threads. A reader keeps one connection open and
posts to `_dash-update-component` what Dash's scripts post when a filter is changed.
"""

import asyncio
import json
import os
import socket
import subprocess
import time
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Self

from bench._reader import ROOT

THREADS = 8  # more only queue for the same interpreter
_CONTENT = {"id": "content", "property": "children"}


class NotInstalled(Exception):
    """Dash is not there to be measured; the text says how to get it."""


def interpreter() -> Path:
    """The Python that has Dash: `BENCH_PYTHON`, else `.venv-bench`; raises NotInstalled."""
    python = Path(os.environ.get("BENCH_PYTHON") or ROOT / ".venv-bench" / "bin" / "python")
    # A fork of the interpreter, not this one: Dash is no dependency of the product or of its tests.
    probe = [str(python), "-c", "import dash, flask_caching, gunicorn"]
    if not python.is_file() or subprocess.run(probe, capture_output=True, check=False).returncode:
        raise NotInstalled(f"no Dash in {python}: `make bench` installs it from requirements-bench.txt")
    return python


class DashServer(AbstractContextManager["DashServer"]):
    """gunicorn with one worker process over the store in `home`, stopped at the end."""

    def __init__(self, python: Path, home: Path, answers: str) -> None:
        """`answers` is what `DASH_ANSWERS` of `bench/_dash_app.py` may say."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        options = ["--workers", "1", "--worker-class", "gthread", "--threads", str(THREADS)]
        options += ["--keep-alive", "60", "--bind", f"127.0.0.1:{self.port}"]
        self.process = subprocess.Popen(
            [str(python), "-m", "gunicorn", "bench._dash_app:server", *options],
            cwd=ROOT,
            env={**os.environ, "COOP_HOME": str(home), "DASH_ANSWERS": answers},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def __enter__(self) -> Self:
        """Wait until it answers."""
        begun = time.perf_counter()
        while time.perf_counter() - begun < 90 and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=60).close()
                if self.workers():
                    return self
            except OSError:
                pass
            time.sleep(0.05)
        self.__exit__()
        raise TimeoutError(self.process.args)

    def __exit__(self, *_: object) -> None:
        """Stop gunicorn, and with it its worker."""
        self.process.terminate()
        self.process.wait(30)

    def workers(self) -> list[int]:
        """Ids of gunicorn's worker processes."""
        mine = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(one) for one in mine.read_text(encoding="ascii").split()]

    def cpu(self) -> float:
        """Processor seconds that gunicorn and its worker have used so far."""
        ticks = 0
        for pid in (self.process.pid, *self.workers()):
            fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


class DashReader:
    """One browser's worth of requests over one connection."""

    def __init__(self, server: DashServer, page: str) -> None:
        """Use `open`."""
        self.port, self.page = server.port, page
        self.received = 0
        self.graph_count = 0

    @classmethod
    async def open(cls, server: DashServer, page: str) -> "DashReader":
        """Connect and ask for what Dash's scripts ask for before they draw a page."""
        reader = cls(server, page)
        await reader._connect()
        for path in (page, "/_dash-layout", "/_dash-dependencies"):
            await reader._ask("GET", path)
        return reader

    async def change(self, day: str) -> float:
        """Seconds from posting another day (YYYY-MM-DD) to the whole answer."""
        given = {"url": ("pathname", self.page), "year": ("value", 2024), "as_of": ("date", day)}
        asked = {
            "output": "content.children",
            "outputs": _CONTENT,
            "inputs": [{"id": i, "property": name, "value": value} for i, (name, value) in given.items()],
            "changedPropIds": ["as_of.date"],
            "parsedChangedPropsIds": ["as_of.date"],
        }
        begun = time.perf_counter()
        answer = await self._ask("POST", "/_dash-update-component", json.dumps(asked).encode())
        taken = time.perf_counter() - begun
        self.received += len(answer)
        self.graph_count = answer.count(b'"type":"Graph"')
        assert self.graph_count, answer[:300]
        return taken

    async def close(self) -> None:
        """Leave."""
        self._out.close()

    async def _connect(self) -> None:
        self._in, self._out = await asyncio.open_connection("127.0.0.1", self.port, limit=2**26)

    async def _ask(self, method: str, path: str, body: bytes = b"") -> bytes:
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nContent-Length: {len(body)}\r\n"
        self._out.write(f"{head}Content-Type: application/json\r\n\r\n".encode() + body)
        await self._out.drain()
        told = (await asyncio.wait_for(self._in.readuntil(b"\r\n\r\n"), 900)).decode().split("\r\n")
        assert told[0].split()[1] == "200", told[0]
        headers: dict[str, Any] = dict(line.lower().split(": ", 1) for line in told[1:] if line)
        return await self._in.readexactly(int(headers["content-length"]))
