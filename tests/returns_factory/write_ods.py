"""Grids → .ods: the zip and the XML that LibreOffice writes, as far as a reader looks at it."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from tests.returns_factory.draft import Cell
from tests.returns_factory.grid import Grid

MIME = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
)
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
_STYLES = (
    "<office:automatic-styles>"
    + "".join(
        f'<style:style style:name="{name}" style:family="table">'
        f'<style:table-properties table:display="{display}"/></style:style>'
        for name, display in (("shown", "true"), ("hidden", "false"))
    )
    + "</office:automatic-styles>"
)


def ods_bytes(grids: Sequence[Grid]) -> bytes:
    """A workbook with these sheets."""
    tables = "".join(map(_table, grids))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMES} office:version="1.2">'
        f"{_STYLES}<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", MIME, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
    return stream.getvalue()


def _table(grid: Grid) -> str:
    rows = grid.rows()
    width = max(map(len, rows), default=0)
    columns = "".join(
        f"<table:table-column{_collapsed(column in grid.hidden_columns)}/>" for column in range(width)
    )
    spans = {(top, left): (bottom, right) for top, left, bottom, right in grid.merged}
    lines = "".join(
        f"<table:table-row{_collapsed(number in grid.hidden_rows)}>"
        + "".join(_cell(value, (number, column), spans) for column, value in enumerate(row))
        + "</table:table-row>"
        for number, row in enumerate(rows)
    )
    style = "hidden" if grid.hidden else "shown"
    return (
        f"<table:table table:name={quoteattr(grid.name)} table:style-name={quoteattr(style)}>"
        f"{columns}{lines}</table:table>"
    )


def _collapsed(is_hidden: bool) -> str:
    return ' table:visibility="collapse"' if is_hidden else ""


def _cell(value: Cell, at: tuple[int, int], spans: dict[tuple[int, int], tuple[int, int]]) -> str:
    if any(t <= at[0] <= b and left <= at[1] <= r and at != (t, left) for (t, left), (b, r) in spans.items()):
        return "<table:covered-table-cell/>"
    merged = ""
    if at in spans:
        bottom, right = spans[at]
        merged = (
            f' table:number-rows-spanned="{bottom - at[0] + 1}"'
            f' table:number-columns-spanned="{right - at[1] + 1}"'
        )
    if value == "":
        return f"<table:table-cell{merged}/>"
    if isinstance(value, bool):
        kind = f'office:value-type="boolean" office:boolean-value="{str(value).lower()}"'
    elif isinstance(value, int | float):
        kind = f'office:value-type="float" office:value="{value!r}"'
    elif isinstance(value, date):
        kind = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    else:
        kind = 'office:value-type="string"'
    paragraphs = "".join(f"<text:p>{_spaced(line)}</text:p>" for line in str(value).split("\n"))
    return f"<table:table-cell {kind}{merged}>{paragraphs}</table:table-cell>"


def _spaced(text: str) -> str:
    """Text with its runs of spaces and its tabs as OpenDocument keeps them."""
    kept = escape(text).replace("\t", "<text:tab/>")
    while "  " in kept:
        kept = kept.replace("  ", ' <text:s text:c="1"/>')
    return "<text:s/>" + kept[1:] if kept.startswith(" ") else kept
