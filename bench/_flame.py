"""A flame picture: which calls the processor time of page runs is spent in, callers below what they call.

Every millisecond a thread looks where the page's thread is and how much processor time it has used since the
last look; that much is given to the whole stack of calls found. So a machine that is busy elsewhere stretches
nothing. Time of other threads (the event loop's, DuckDB's second one) is not in the picture.
"""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from types import FrameType
from typing import Any

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

from bench._reader import ROOT

LOOK_EVERY, SWITCH_EVERY = 0.001, 0.0001
_WIDE, _ROW, _TOP, _LEAST = 1200, 17, 46, 0.003  # what takes less than this share is not drawn
_NEARLY_ALL = 0.85
_COLOURS = {
    "coop": "#E9A97F",
    "pages": "#E9A97F",
    "app": "#E9A97F",
    "streamlit": "#B8C2CC",
    "duckdb": "#7DB1E0",
    "pandas": "#A9D0F2",
    "plotly": "#F2CDB4",
}
_OTHER = "#DDE3E8"
# What only passes a call on: drawn, it would double every row.
_PASSING = {"wrapped_func", "wrapped_fragment", "wrap", "__call__", "inner", "<lambda>"}


@dataclass
class Node:
    """One call with all time spent in it, and what it called."""

    room: str = "python"
    seconds: float = 0.0
    called: dict[str, "Node"] = field(default_factory=dict)


class Sampler:
    """Looks at the thread of page runs while they last."""

    def __init__(self) -> None:
        """Nothing seen yet."""
        self.root = Node()
        self.runs = 0
        self._thread: int | None = None
        self._over = threading.Event()

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Inside, every page run of this process is looked at."""
        run, switched = ScriptRunner._run_script, sys.getswitchinterval()

        def watched(runner: ScriptRunner, data: Any) -> None:
            self.runs, self._thread = self.runs + 1, threading.get_ident()
            try:
                run(runner, data)
            finally:
                self._thread = None

        looking = threading.Thread(target=self._look, daemon=True)
        sys.setswitchinterval(SWITCH_EVERY)
        ScriptRunner._run_script = watched  # type: ignore[method-assign]
        looking.start()
        try:
            yield
        finally:
            ScriptRunner._run_script = run  # type: ignore[method-assign]
            self._over.set()
            looking.join()
            sys.setswitchinterval(switched)

    def _look(self) -> None:
        seen, used = None, 0.0
        while not self._over.wait(LOOK_EVERY):
            thread = self._thread
            frame = sys._current_frames().get(thread) if thread is not None else None
            if thread is None or frame is None:
                seen = None
                continue
            try:
                now = time.clock_gettime(time.pthread_getcpuclockid(thread))
            except OSError:  # the run has ended since
                seen = None
                continue
            if seen == thread:
                self._add(frame, now - used)
            seen, used = thread, now

    def _add(self, frame: FrameType | None, seconds: float) -> None:
        calls: list[tuple[str, str]] = []
        while frame is not None:
            name = frame.f_code.co_name
            if name == "watched":
                break
            if name not in _PASSING:
                calls.append((_room(frame.f_code.co_filename), name))
            frame = frame.f_back
        node = self.root
        node.seconds += seconds
        for room, name in reversed(calls):
            node = node.called.setdefault(f"{room} {name}", Node(room))
            node.seconds += seconds


def flame(work: Callable[[], object]) -> tuple[Node, int]:
    """The tree of calls of the page runs that `work` causes in this process, and how many there were."""
    sampler = Sampler()
    with sampler.watching():
        work()
    return sampler.root, sampler.runs


def draw_flame(root: Node, runs: int, title: str, file: Path) -> None:
    """Write the tree as a picture in which every call's width is its share of the processor time."""
    rows: list[str] = []
    deepest = _draw(_begin(root), 0.0, float(_WIDE), 0, rows)
    high = _TOP + (deepest + 1) * _ROW + 8
    whole = f"{title}: {1000 * root.seconds / max(runs, 1):.0f} ms, {runs} runs"
    legend = "; ".join(["orange: ours", "grey: Streamlit", "blue: DuckDB, pandas", "light: Plotly, Python"])
    head = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {high}" font-family="sans-serif">',
        f'<rect width="{_WIDE}" height="{high}" fill="#FFFFFF"/>',
        f'<text x="4" y="17" font-size="14" fill="#17212B">{escape(whole)}</text>',
        f'<text x="4" y="35" font-size="12" fill="#4A5763">{escape(legend)}</text>',
    ]
    file.write_text("\n".join([*head, *rows, "</svg>"]) + "\n", encoding="utf-8")


def _begin(root: Node) -> Node:
    """The last call through which nearly all goes: the frames of the server below it say nothing."""
    node = root
    while below := [one for one in node.called.values() if one.seconds > _NEARLY_ALL * root.seconds]:
        [node] = below
    return node


def _draw(node: Node, left: float, wide: float, depth: int, rows: list[str]) -> int:
    """Draw what a call called, from the left, the longest first; the deepest row drawn."""
    deepest = depth
    for name, below in sorted(node.called.items(), key=lambda pair: -pair[1].seconds):
        share = wide * below.seconds / node.seconds
        if share < _LEAST * _WIDE:
            break
        top, colour = _TOP + depth * _ROW, _COLOURS.get(below.room, _OTHER)
        told = escape(f"{name}: {1000 * below.seconds:.0f} ms in all")
        rows.append(
            f'<g><title>{told}</title><rect x="{left:.1f}" y="{top}" width="{max(share - 0.6, 0.4):.1f}" '
            f'height="{_ROW - 1}" fill="{colour}"/>{_label(name.partition(" ")[2], left, top, share)}</g>'
        )
        deepest = max(deepest, _draw(below, left, share, depth + 1, rows))
        left += share
    return deepest


def _label(name: str, left: float, top: int, wide: float) -> str:
    letters = int((wide - 6) / 6.2)
    if letters < 4:
        return ""
    words = name if len(name) <= letters else f"{name[: letters - 1]}…"
    return f'<text x="{left + 3:.1f}" y="{top + 12}" font-size="11" fill="#17212B">{escape(words)}</text>'


def _room(file: str) -> str:
    if file.startswith(str(ROOT)):
        return Path(file).relative_to(ROOT).parts[0].removesuffix(".py")
    inside = file.rpartition("site-packages/")[2]
    return inside.split("/")[0].removesuffix(".py") if inside != file else "python"
