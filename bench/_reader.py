"""A reader without a browser: Streamlit's own websocket and messages, timed; and a server to talk to.

    with Server(Path("app.py"), home) as server:
        reader = await Reader.open(server, "ratings")
        seconds, ended = await reader.run()                      # the page as it opens
        await reader.run({"as_of": reader.day("2024-11-01")})    # one filter changed

Loopback only. A run ends when the server says that its script has finished. As a browser does, a reader keeps
large elements of its last runs and says so, and is then sent their numbers only.
"""

import asyncio
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Self

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

ROOT = Path(__file__).resolve().parent.parent
_RUNS_KEPT = 2  # as many as Streamlit's browser side keeps an element that is not shown any more
_FINISHED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


class Server(AbstractContextManager["Server"]):
    """A Streamlit server of one script in a process of its own, stopped at the end."""

    def __init__(
        self,
        script: Path,
        home: Path | None = None,
        folder: Path = ROOT,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        """Of `script`, over the store in `home`, with the settings that the product ships and `settings`."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        environment = {**os.environ, "COOP_HOME": str(home or ""), **(settings or {})}
        command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(self.port)]
        self.begun = time.perf_counter()
        self.process = subprocess.Popen(
            [*command, "--server.address", "127.0.0.1"],
            cwd=folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def __enter__(self) -> Self:
        """Wait until the server says that it is healthy."""
        while time.perf_counter() - self.begun < 90:
            try:
                if self.get("/_stcore/health")[0] == 200:
                    self.healthy_after = time.perf_counter() - self.begun
                    return self
            except OSError:
                time.sleep(0.01)
        self.__exit__()
        raise TimeoutError(self.process.args)

    def __exit__(self, *_: object) -> None:
        """Stop the process that was started."""
        self.process.terminate()
        self.process.wait(30)

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body as sent of one address."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        link.request("GET", path, headers=headers)
        answer = link.getresponse()
        told = {name.lower(): value for name, value in answer.getheaders()}
        body = answer.read()
        link.close()
        return answer.status, told, body

    def cpu(self) -> float:
        """Processor seconds that the process has used so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Resident memory in MB."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


class Reader:
    """One session: its widgets as last seen, and what it has received."""

    def __init__(self, page: str, query: str) -> None:
        """Use `open`."""
        self.page, self.query = page, query
        self.hash = ""
        self.received = self.messages = self.runs = 0
        self.kept: dict[str, tuple[int, ForwardMsg]] = {}  # hash → the run that last showed it, the message
        self.widgets: dict[str, Any] = {}  # user key → the widget's proto
        self.states: dict[str, WidgetState] = {}

    @classmethod
    async def open(cls, server: Server, page: str = "", query: str = "") -> "Reader":
        """Connect a new session that will ask for `page` (its address) with `query`."""
        reader = cls(page, query)
        status, told, _ = await asyncio.to_thread(server.get, "/_stcore/host-config")
        assert status == 200
        cookie = told.get("set-cookie", "").split(";")[0]
        token = cookie.partition("=")[2] if cookie.startswith("_streamlit_xsrf=") else "x"
        origin = f"http://127.0.0.1:{server.port}"
        reader.link = await websockets.connect(
            f"ws://127.0.0.1:{server.port}/_stcore/stream",
            subprotocols=[websockets.Subprotocol("streamlit"), websockets.Subprotocol(token)],
            additional_headers={"Cookie": cookie} if cookie else {},
            origin=websockets.Origin(origin),
            max_size=None,
            open_timeout=60,
            ping_interval=None,
            compression=None,
        )
        return reader

    link: websockets.ClientConnection

    async def run(self, changed: dict[str, WidgetState] | None = None) -> float:
        """Seconds from sending a change of widgets (by user key) to the end of the script."""
        self.states |= changed or {}
        message = BackMsg()
        ask = message.rerun_script
        ask.query_string, ask.page_script_hash, ask.page_name = self.query, self.hash, self.page
        ask.context_info.timezone, ask.context_info.locale = "Asia/Ho_Chi_Minh", "vi-VN"
        ask.widget_states.widgets.extend(self.states.values())
        self.runs += 1
        self.kept = {name: one for name, one in self.kept.items() if self.runs - one[0] <= _RUNS_KEPT}
        ask.cached_message_hashes.extend(self.kept)
        begun = time.perf_counter()
        async with asyncio.timeout(120):  # one timer for all messages
            await self.link.send(message.SerializeToString())
            while not self._is_end(await self.link.recv()):
                pass
        return time.perf_counter() - begun

    def _is_end(self, raw: str | bytes) -> bool:
        self.received, self.messages = self.received + len(raw), self.messages + 1
        told = ForwardMsg()
        told.ParseFromString(raw if isinstance(raw, bytes) else raw.encode())
        kind = told.WhichOneof("type")
        if kind == "ref_hash":
            told = self.kept[told.ref_hash][1]
            kind = told.WhichOneof("type")
        if told.metadata.cacheable:
            self.kept[told.hash] = (self.runs, told)
        if kind == "navigation":
            self.hash = told.navigation.page_script_hash
        elif kind == "delta":
            self._see(told.delta.new_element)
        elif kind == "script_finished" and told.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            assert told.script_finished in _FINISHED, told.script_finished
            return True
        return False

    async def close(self) -> None:
        """Leave."""
        await self.link.close()

    def _see(self, element: Any) -> None:
        kind = element.WhichOneof("type")
        assert kind != "exception", element.exception.message
        shown = getattr(element, kind) if kind else None
        identity = str(getattr(shown, "id", ""))
        # Streamlit puts the key of a widget at the end of its id.
        if identity.startswith("$$ID-"):
            self.widgets[identity.split("-", 2)[2]] = shown

    def chosen(self, key: str, value: str) -> WidgetState:
        """The state of a selectbox, date input or multiselect under which `value` is chosen."""
        widget = self.widgets[key]
        state = WidgetState(id=widget.id)
        match type(widget).__name__:
            case "Selectbox":
                state.string_value = value
            case "DateInput" | "MultiSelect":
                state.string_array_value.data.append(value)
            case other:
                raise TypeError(other)
        return state
