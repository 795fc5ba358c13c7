"""A page as one HTML file that opens without a network: live charts, their numbers, ready for A4 landscape.

Plotly's script and the typeface are inside, once each. The file's own rule for the browser forbids every
request. Text is escaped; figures are data, not script.
"""

import re
from base64 import b64encode
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import plotly

from coop.exports.fonts import BOLD, REGULAR
from coop.exports.page_copy import PageCopy, PageHeadline, PagePart
from coop.exports.words import is_number, words_of
from coop.format import date_text, number
from coop.text import language, say

_HERE = Path(__file__).parent
_PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
_NO_REQUESTS = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; font-src data:"
)
MOST_ROWS = 400  # a page shows as many; the workbook has all
PAPER_HEIGHT = 620  # pixels of a printed page that a chart may fill, its words beside it
_COLOUR = re.compile("#[0-9A-Fa-f]{6}")


def page_html_bytes(copy: PageCopy) -> bytes:
    """Return `copy` as the bytes of an HTML file, in the light theme."""
    charts = [part for part in copy.parts if part.figure is not None]
    tables = [part for part in copy.parts if part.figure is None]
    body = "".join(
        [
            _tag("h1", copy.finding),
            _tag("p", _grey_line(copy), css="line"),
            _tag("p", say("exports.illustrative"), css="mark") if copy.origin.is_illustrative else "",
            _headlines(copy.headlines),
            *(_chart(place, part, copy.origin.source) for place, part in enumerate(charts, start=1)),
            *(_table(part) for part in tables),
            *(_table(part, f"so-lieu-{place}") for place, part in enumerate(charts, start=1)),
            _origin(copy),
        ]
    )
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{_NO_REQUESTS}">'
        f"{_tag('title', f'{copy.origin.title} · {copy.finding}')}<style>{_style()}</style>"
    )
    script = f"<script>{_PLOTLY.read_text(encoding='utf-8')}</script><script>{_script()}</script>"
    page = f"<head>{head}</head><body><main>{body}</main>{script}</body>"
    return f'<!DOCTYPE html>\n<html lang="{language()}">{page}</html>'.encode()


def figure_json(figure: Any) -> str:
    """The figure as JSON in the colours of the light theme, safe inside an HTML script."""
    light: dict[str, str] = (figure.layout.meta or {}).get("light", {})
    text = str(figure.to_json())
    painted = _COLOUR.sub(lambda found: light.get(found[0].upper(), found[0]), text) if light else text
    return painted.replace("<", "\\u003c")


def _grey_line(copy: PageCopy) -> str:
    origin = copy.origin
    told = [f"{label}: {value}" for label, value in origin.filters]
    told.append(say("exports.line_as_of", day=date_text(origin.as_of)))
    return " · ".join([origin.title, *told, *([origin.coverage] if origin.coverage else [])])


def _headlines(headlines: tuple[PageHeadline, ...]) -> str:
    if not headlines:
        return ""
    figures = "".join(
        f"<div>{_tag('dt', one.label)}<dd>{_tag('div', one.value, css='value')}"
        f"{_tag('div', one.notes, css='note')}</dd></div>"
        for one in headlines
    )
    return f'<dl class="headlines">{figures}</dl>'


def _chart(place: int, part: PagePart, usual_source: str) -> str:
    """A chart under its words; a source of its own (published figures) is named."""
    source = part.origin.source
    line = part.line if source == usual_source else f"{part.line} · {source}"
    height = float(part.figure.layout.height or PAPER_HEIGHT)
    fit = f' style="--fit:{PAPER_HEIGHT / height:.3f}"' if height > PAPER_HEIGHT else ""
    plot = (
        f'<div class="plot" role="img" aria-label="{escape(part.alt)}"{fit}>'
        f'<script type="application/json">{figure_json(part.figure)}</script></div>'
    )
    link = f'<a href="#so-lieu-{place}">{escape(say("exports.see_numbers"))}</a>'
    said = f'<p class="alt">{escape(part.alt)} {link}</p>'
    return f"<figure>{_tag('h2', part.title)}{_tag('p', line, css='line')}{plot}{said}</figure>"


def _table(part: PagePart, anchor: str = "") -> str:
    shown = part.table.head(MOST_ROWS)
    sides = ["number" if is_number(shown.iloc[:, place]) else "" for place in range(shown.shape[1])]
    titles = list(zip(map(str, shown.columns), sides, strict=True))
    head = "".join(f'<th scope="col" class="{side}">{escape(title)}</th>' for title, side in titles)
    rows = "".join(
        "<tr>" + "".join(_tag("td", cell, css=side) for cell, side in zip(row, sides, strict=True)) + "</tr>"
        for row in words_of(shown)
    )
    name = say("exports.numbers_of", title=part.title) if anchor else part.title
    table = f'<table aria-label="{escape(name)}"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    counts = {"shown": number(len(shown)), "n": number(len(part.table))}
    rest = say("exports.rows_shown", **counts) if len(part.table) > len(shown) else ""
    place = f' id="{anchor}"' if anchor else ""
    return (
        f"<section{place}>{_tag('h2', name)}"
        f'<div class="wide">{table}</div>{_tag("p", rest, css="line") if rest else ""}</section>'
    )


def _origin(copy: PageCopy) -> str:
    pairs = "".join(f"{_tag('dt', label)}{_tag('dd', text)}" for label, text in copy.origin.worded())
    return f'<dl class="origin">{pairs}</dl>'


def _tag(name: str, text: str, *, css: str = "") -> str:
    """One element around text, which is escaped."""
    named = f' class="{css}"' if css else ""
    return f"<{name}{named}>{escape(text)}</{name}>"


@cache
def _style() -> str:
    faces = "".join(
        f'@font-face{{font-family:"Source Sans 3";font-weight:{weight};'
        f'src:url(data:font/otf;base64,{b64encode(file.read_bytes()).decode()}) format("opentype")}}'
        for weight, file in ((400, REGULAR), (700, BOLD))
    )
    return faces + (_HERE / "page.css").read_text(encoding="utf-8")


@cache
def _script() -> str:
    return (_HERE / "page.js").read_text(encoding="utf-8")
