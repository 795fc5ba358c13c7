"""The report over a scope as PDF: tagged, PDF/UA-1 and PDF/A-2a, its typeface inside, drawn by Typst.

What is written reaches Typst as data, never as markup: nothing that a return says can become a command.
Charts are drawn by the template (`report.typ`) from the numbers of the charts on the screen.
"""

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import typst

from coop.exports.bars import Bars
from coop.exports.cells import FORBIDDEN
from coop.exports.dots import Dots
from coop.exports.fonts import FAMILY, FOLDER, in_typeface
from coop.exports.page_copy import PageHeadline
from coop.exports.panels import Panels
from coop.exports.scope_report import Block, ScopeReport
from coop.exports.words import is_number, stands_right, words_of
from coop.format import date_text
from coop.text import language, say

if TYPE_CHECKING:  # a name of the stubs only
    from typst import PDFStandard

_TEMPLATE = Path(__file__).with_name("report.typ")
SHORT = 12  # letters of a cell that needs no room to wrap
MOST_COLUMNS, FEW_ROWS = 13, 5
STANDARDS: "list[PDFStandard]" = ["ua-1", "a-2a"]


def report_pdf_bytes(report: ScopeReport) -> bytes:
    """Return the report as the bytes of a PDF file; the same report gives the same file."""
    compiled = typst.compile(
        _template(),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=STANDARDS,
        sys_inputs={"report": json.dumps(_drawable(_content(report)), ensure_ascii=False)},
        timestamp=int(report.origin.loaded_at.timestamp()),
    )
    return bytes(compiled)


def _content(report: ScopeReport) -> dict[str, Any]:
    origin = report.origin
    return {
        "family": FAMILY,
        "language": language(),
        "title": report.title,
        "finding": report.finding,
        "line": " · ".join([*(f"{label}: {value}" for label, value in origin.filters), _as_of(report)]),
        "mark": say("exports.illustrative") if origin.is_illustrative else "",
        "headlines": [_headline(one) for one in report.headlines],
        "blocks": [_block(block) for block in report.blocks],
        "origin": origin.worded(),
        "words": {
            "origin": say("exports.part_origin"),
            "page": say("exports.page_number"),
        },
    }


def _drawable(part: Any) -> Any:
    """The same content without what the typeface cannot draw and what no file may hold."""
    if isinstance(part, str):
        return in_typeface(FORBIDDEN.sub("", part))
    if isinstance(part, dict):
        return {key: _drawable(value) for key, value in part.items()}
    return [_drawable(value) for value in part] if isinstance(part, (list, tuple)) else part


def _headline(one: PageHeadline) -> dict[str, str]:
    """What is out of what stands large, the words after it small."""
    figure, _, rest = one.value.partition(" ")
    return {"label": one.label, "figure": figure, "rest": rest, "notes": one.notes}


def _as_of(report: ScopeReport) -> str:
    return say("exports.line_as_of", day=date_text(report.origin.as_of))


def _block(block: Block) -> dict[str, Any]:
    return {
        "title": block.title,
        "paragraphs": block.paragraphs,
        "kind": type(block.chart).__name__.lower() if block.chart else "",
        "chart": _chart(block.chart) if block.chart else None,
        "table": None if block.table is None else _table(block.table),
    }


def _table(table: pd.DataFrame) -> dict[str, Any]:
    """The table in words, without columns that say nothing; `short` columns need little room.

    A table that is wider than a page and has but few rows is turned on its side.
    """
    told = table.dropna(axis="columns", how="all")
    told = told.loc[:, [bool(told.iloc[:, place].ne("").any()) for place in range(told.shape[1])]]
    titles, rows = [str(title) for title in told.columns], words_of(told)
    numbers = [
        is_number(told.iloc[:, place]) or (place > 0 and stands_right([row[place] for row in rows]))
        for place in range(told.shape[1])
    ]
    if len(titles) > MOST_COLUMNS and len(rows) <= FEW_ROWS:
        lines = [list(line) for line in zip(titles, *rows, strict=True)]
        titles, rows = lines[0], lines[1:]
        numbers = [False, *[True] * (len(titles) - 1)]
    return {
        "titles": titles,
        "numbers": numbers,
        "short": [max(map(len, cells), default=0) <= SHORT for cells in zip(*rows, strict=True)],
        "rows": rows,
    }


def _chart(chart: Bars | Dots | Panels) -> dict[str, Any]:
    return asdict(chart) | ({"longest": chart.longest} if isinstance(chart, Bars) else {})


@cache
def _template() -> bytes:
    return _TEMPLATE.read_bytes()


@cache
def _fonts() -> typst.Fonts:
    """The project's typeface and nothing else: the same file on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER)])
