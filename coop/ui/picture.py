"""The small words that save a chart as a picture, made in the reader's browser.

`picture_buttons()` draws them; `picture_route()` is the address from which the browser fetches Plotly,
once, when the first picture is asked for. It is the file in the installed plotly package: nothing is
copied, nothing is committed, and no request leaves the server.
"""

from dataclasses import asdict
from pathlib import Path
from typing import Protocol

import plotly
import streamlit as st
from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.routing import Route

from coop.exports.picture import picture_words
from coop.exports.provenance import Provenance
from coop.text import say

_SCRIPT = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
_ADDRESS = f"picture/plotly-{plotly.__version__}.min.js"
_A_YEAR = "public, max-age=31536000, immutable"  # another version has another address

_HTML = """
<span class="tools"><button type="button" data-format="png"></button><span aria-hidden="true"> · </span
><button type="button" data-format="svg"></button></span>
<span class="said" role="alert"></span>
"""
_CSS = """
.tools { white-space: nowrap; font: 400 0.8125rem/1.5rem var(--st-font); color: var(--st-link-color); }
button { all: unset; cursor: pointer; color: var(--st-link-color); }
button:hover { text-decoration: underline; }
button:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
button[aria-busy="true"] { opacity: 0.55; cursor: progress; }
.said:empty { display: none; }
.said { font: 400 0.8125rem/1.5rem var(--st-font); color: var(--st-red-text-color); }
"""
_TOOL = st.components.v2.component(
    "picture", html=_HTML, css=_CSS, js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
)


class PictureChart(Protocol):
    """What a picture needs of a chart besides the figure on the page."""

    @property
    def title(self) -> str:
        """Measure and unit."""

    @property
    def subtitle(self) -> str:
        """What is counted and how to read the marks."""

    @property
    def alt(self) -> str:
        """The finding for those who cannot see the figure."""

    @property
    def name(self) -> str:
        """ASCII stem of file names."""


def picture_buttons(chart: PictureChart, provenance: Provenance, chart_key: str) -> None:
    """Draw the words that save the chart drawn with `st.plotly_chart(…, key=chart_key)` as PNG or SVG.

    The picture is 16:9 (SVG 1600×900, PNG twice that), always light, and carries title, filters, as-of,
    coverage, source and, for invented data, the mark.
    """
    words = picture_words(chart.name, chart.title, chart.subtitle, provenance)
    _TOOL(
        key=f"picture-{chart_key}",
        width="content",
        data={
            "words": asdict(words),
            "alt": chart.alt,
            "target": f".st-key-{chart_key} .js-plotly-plot",
            "plotly": _ADDRESS,
            "labels": {
                "png": say("exports.picture_png"),
                "svg": say("exports.picture_svg"),
                "png_title": say("exports.picture_png_title", title=chart.title),
                "svg_title": say("exports.picture_svg_title", title=chart.title),
                "failed": say("exports.picture_failed"),
            },
        },
    )


def picture_route() -> Route:
    """Return the route for `st.App(routes=[…])` that serves Plotly's script to the picture tool."""
    return Route(f"/{_ADDRESS}", _send_script)


async def _send_script(request: Request) -> FileResponse:
    headers = {"Cache-Control": _A_YEAR, "X-Content-Type-Options": "nosniff"}
    return FileResponse(_SCRIPT, media_type="text/javascript", headers=headers)
