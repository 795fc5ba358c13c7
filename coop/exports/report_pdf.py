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
from coop.exports.fonts import FAMILY, FOLDER
from coop.exports.scope_report import Block, ScopeReport
from coop.exports.words import is_number, words_of
from coop.format import date_text
from coop.text import language, say

if TYPE_CHECKING:  # a name of the stubs only
    from typst import PDFStandard

_TEMPLATE = Path(__file__).with_name("report.typ")
SHORT = 12  # letters of a cell that needs no room to wrap
STANDARDS: "list[PDFStandard]" = ["ua-1", "a-2a"]


def report_pdf_bytes(report: ScopeReport) -> bytes:
    """Return the report as the bytes of a PDF file; the same report gives the same file."""
    compiled = typst.compile(
        _template(),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=STANDARDS,
        sys_inputs={"report": FORBIDDEN.sub("", json.dumps(_content(report), ensure_ascii=False))},
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
        "headlines": [asdict(one) for one in report.headlines],
        "blocks": [_block(block) for block in report.blocks],
        "origin": origin.worded(),
        "words": {
            "origin": say("exports.part_origin"),
            "page": say("exports.page_number"),
        },
    }


def _as_of(report: ScopeReport) -> str:
    return say("exports.line_as_of", day=date_text(report.origin.as_of))


def _block(block: Block) -> dict[str, Any]:
    return {
        "title": block.title,
        "paragraphs": block.paragraphs,
        "bars": _bars(block.bars) if block.bars else None,
        "table": None if block.table is None else _table(block.table),
    }


def _table(table: pd.DataFrame) -> dict[str, Any]:
    """The table in words, without columns that say nothing; `short` columns need little room."""
    told = table.dropna(axis="columns", how="all")
    rows = words_of(told)
    return {
        "titles": [str(title) for title in told.columns],
        "numbers": [is_number(told.iloc[:, place]) for place in range(told.shape[1])],
        "short": [max(map(len, cells), default=0) <= SHORT for cells in zip(*rows, strict=True)],
        "rows": rows,
    }


def _bars(bars: Bars) -> dict[str, Any]:
    return asdict(bars) | {"longest": bars.longest}


@cache
def _template() -> bytes:
    return _TEMPLATE.read_bytes()


@cache
def _fonts() -> typst.Fonts:
    """The project's typeface and nothing else: the same file on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER)])
