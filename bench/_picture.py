"""The picture of docs/performance.md, drawn from the results: whose code a page run spends its time in."""

import json
from html import escape
from typing import Any

from bench._reader import ROOT

PICTURE = ROOT / "docs" / "performance.svg"
RESULTS = ROOT / "bench" / "results"
_COLOURS = {
    "duckdb": "#2073BC",
    "pandas": "#7DB9EC",
    "pyarrow": "#B9D8F2",
    "coop": "#C2571A",
    "pages": "#C2571A",
    "plotly": "#E2A77E",
    "python": "#B8C2CC",
    "streamlit": "#6B7885",
}
_WIDE, _LEFT, _ROW = 960, 170, 34


def draw() -> None:
    """Write the picture anew from `results/page_run.json`; nothing where that has not been measured."""
    file = RESULTS / "page_run.json"
    if file.is_file():
        PICTURE.write_text(_svg(json.loads(file.read_text(encoding="utf-8"))), encoding="utf-8")


def _svg(measured: dict[str, Any]) -> str:
    bars = [(page, kind) for page in measured["pages"] for kind in ("cold", "warm")]
    most = max(measured["pages"][page]["cpu_ms"][kind] for page, kind in bars)
    scale = (_WIDE - _LEFT - 80) / most
    high = 70 + len(bars) * _ROW
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {high}" '
        'font-family="sans-serif" font-size="13">',
        f'<rect width="{_WIDE}" height="{high}" fill="#FFFFFF"/>',
        *_legend(),
    ]
    for row, (page, kind) in enumerate(bars):
        figures, top = measured["pages"][page], 50 + row * _ROW
        parts.append(_text(8, top + 17, f"{page}, {kind}"))
        left, whole = float(_LEFT), figures["cpu_ms"][kind]
        shares = measured["where_percent"][page][kind]
        for room, colour in _COLOURS.items():
            wide = whole * shares.get(room, 0) / 100 * scale
            parts.append(f'<rect x="{left:.1f}" y="{top}" width="{wide:.1f}" height="22" fill="{colour}"/>')
            left += wide
        parts.append(_text(left + 6, top + 17, f"{whole:g} ms"))
        floor = figures["cpu_ms"]["empty"] + (figures["cpu_ms"]["queries"] if kind == "cold" else 0)
        at = _LEFT + floor * scale
        parts.append(
            f'<line x1="{at:.1f}" x2="{at:.1f}" y1="{top - 4}" y2="{top + 26}" '
            'stroke="#17212B" stroke-width="2"/>'
        )
    return "\n".join([*parts, "</svg>"]) + "\n"


def _legend() -> list[str]:
    drawn, left = [], float(_LEFT)
    shown = {room: colour for room, colour in _COLOURS.items() if room != "pages"}
    for room, colour in shown.items():
        drawn.append(f'<rect x="{left:.0f}" y="14" width="12" height="12" fill="{colour}"/>')
        drawn.append(_text(left + 17, 25, room))
        left += 30 + 8 * len(room)
    return [*drawn, _text(left + 6, 25, "| floor")]


def _text(left: float, base: float, words: str) -> str:
    return f'<text x="{left:.1f}" y="{base}" fill="#17212B">{escape(words)}</text>'
