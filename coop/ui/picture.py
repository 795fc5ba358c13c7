"""The small words that save a chart as a picture, made in the reader's browser.

`picture_buttons()` draws them; `picture_routes()` are the addresses from which the browser fetches what makes
the picture, and Plotly, once, when the first is asked for. Plotly is the file in the installed package:
nothing is copied, nothing is committed, and no request leaves the server.
"""

from dataclasses import asdict
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Protocol

import plotly
import streamlit as st
from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.routing import Route

from coop.exports.picture import picture_words
from coop.exports.provenance import Provenance
from coop.text import language, say
from coop.ui.sent_again import element_again

_PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
_MAKER = Path(__file__).with_name("picture_maker.js")
# Another version has another address.
_PLOTLY_ADDRESS = f"picture/plotly-{plotly.__version__}.min.js"
_MAKER_ADDRESS = f"picture/maker-{sha256(_MAKER.read_bytes()).hexdigest()[:16]}.js"
_A_YEAR = "public, max-age=31536000, immutable"

_HTML = """
<button type="button" class="opener" popovertarget="menu"></button>
<div class="menu" id="menu" popover>
<button type="button" data-size="slide" data-format="png"></button>
<button type="button" data-size="column" data-format="png"></button>
<button type="button" data-size="slide" data-format="svg"></button>
<button type="button" data-size="column" data-format="svg"></button>
<span class="said" role="alert"></span>
</div>
"""
_CSS = """
button { all: unset; cursor: pointer; color: var(--st-link-color); white-space: nowrap;
  font: 400 0.8125rem/1.5rem var(--st-font); }
.opener::after { content: ""; display: inline-block; width: 0.3rem; height: 0.3rem;
  margin: 0 0.25rem 0.15rem 0.4rem;
  border: solid currentColor; border-width: 0 1.5px 1.5px 0; transform: rotate(45deg); }
.menu { position: fixed; inset: auto; margin: 0; padding: 0.25rem 0.75rem; max-width: 90vw;
  border: 1px solid var(--st-border-color); border-radius: 4px;
  background: var(--st-background-color); color: var(--st-text-color); }
.menu button { display: block; padding: 0.15rem 0; }
button:hover { text-decoration: underline; }
button:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
button[aria-busy="true"] { opacity: 0.55; cursor: progress; }
.said:empty { display: none; }
.said { font: 400 0.8125rem/1.5rem var(--st-font); color: var(--st-red-text-color); }
"""
_CHOICES = ("slide_png", "column_png", "slide_svg", "column_svg")
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

    One is 16:9 for a slide (1600×900), the other as wide as the text of an A4 page and as high as its chart
    needs (960 wide); a PNG has twice as many pixels. Always light, with title, filters, as-of, coverage,
    source and, for invented data, the mark.
    """
    told = (chart.name, chart.title, chart.subtitle, chart.alt, provenance, chart_key, language())
    element_again(("picture", told), partial(_draw, chart, provenance, chart_key))


def _draw(chart: PictureChart, provenance: Provenance, chart_key: str) -> None:
    words = picture_words(chart.name, chart.title, chart.subtitle, provenance)
    _TOOL(
        key=f"picture-{chart_key}",
        width="content",
        data=[
            {
                "words": asdict(words),
                "alt": chart.alt,
                "target": f".st-key-{chart_key} .js-plotly-plot",
                "maker": _MAKER_ADDRESS,
                "plotly": _PLOTLY_ADDRESS,
                "labels": {
                    "open": say("exports.picture_open"),
                    "open_title": say("exports.picture_open_title", title=chart.title),
                    "failed": say("exports.picture_failed"),
                    **_labels(chart.title),
                },
            }
        ],
    )


def _labels(title: str) -> dict[str, str]:
    """The words of the four choices, and what they are called for those who hear them."""
    labels: dict[str, str] = {}
    for choice in _CHOICES:
        labels[choice] = say(f"exports.picture_{choice}")
        labels[f"{choice}_title"] = say("exports.picture_title", what=labels[choice], title=title)
    return labels


def picture_routes() -> list[Route]:
    """Return the routes for `st.App(routes=[…])` that serve the picture tool's scripts."""
    return [_route(_MAKER_ADDRESS, _MAKER), _route(_PLOTLY_ADDRESS, _PLOTLY)]


def _route(address: str, script: Path) -> Route:
    async def send(request: Request) -> FileResponse:
        headers = {"Cache-Control": _A_YEAR, "X-Content-Type-Options": "nosniff"}
        return FileResponse(script, media_type="text/javascript", headers=headers)

    return Route(f"/{address}", send)
