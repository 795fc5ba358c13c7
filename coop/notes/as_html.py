"""A note as HTML for a mail: every style stands on its element, as mail programs drop style sheets.

Nothing is fetched from anywhere. Text is escaped.
"""

from html import escape

from coop.notes.note import Note, Part, Row
from coop.text import language, say

_INK, _MUTED, _LINE, _BLUE, _WARN = "#17212B", "#5B6B7A", "#E3E8ED", "#1B66A8", "#FFF4DC"
_FONT = "font-family: 'Source Sans 3', 'Segoe UI', Roboto, Arial, sans-serif"
_BODY = f"margin: 0; padding: 24px; background: #FFFFFF; color: {_INK}; {_FONT}; font-size: 15px"
_CELL = f"padding: 4px 12px 4px 0; border-bottom: 1px solid {_LINE}; vertical-align: top; text-align: "


def note_html(note: Note) -> str:
    """Return the note as one HTML document."""
    link = _element("a", say("note.open"), f"color: {_BLUE}", href=note.link) if note.link else ""
    body = "".join(
        [
            _text("h1", note.title, "font-size: 22px; line-height: 1.25; margin: 0 0 12px"),
            *(_text("p", m, f"background: {_WARN}; padding: 6px 12px; margin: 0 0 12px") for m in note.marks),
            *(_part(part) for part in note.parts),
            _element("p", link, "margin: 24px 0 0") if link else "",
            _element(
                "p",
                "<br>".join(map(escape, note.foot)),
                f"color: {_MUTED}; font-size: 13px; margin: 24px 0 0",
            ),
        ]
    )
    inner = _element("div", body, "max-width: 760px; margin: 0 auto; line-height: 1.5")
    head = f'<meta charset="utf-8"><title>{escape(note.subject)}</title>'
    page = f'<html lang="{language()}"><head>{head}</head>{_element("body", inner, _BODY)}</html>'
    return f"<!DOCTYPE html>\n{page}\n"


def _part(part: Part) -> str:
    title = _text("h2", part.title, "font-size: 16px; margin: 20px 0 6px")
    lines = "".join(_text("p", line, "margin: 0 0 4px") for line in part.lines)
    more = _text("p", part.more, f"color: {_MUTED}; margin: 4px 0 0") if part.more else ""
    return title + lines + (_table(part) if part.rows else "") + more


def _table(part: Part) -> str:
    right = [_is_figures([row[place] for row in part.rows]) for place in range(len(part.columns))]
    head = "".join(
        _text("th", cell, f"{_CELL}{'right' if flag else 'left'}; color: {_MUTED}; font-weight: normal")
        for cell, flag in zip(part.columns, right, strict=True)
    )
    rows = "".join(_element("tr", _cells(row, right)) for row in part.rows)
    style = "border-collapse: collapse; width: 100%; font-size: 14px"
    return _element("table", _element("tr", head) + rows, style)


def _cells(row: Row, right: list[bool]) -> str:
    return "".join(
        _text("td", cell, _CELL + ("right" if flag else "left"))
        for cell, flag in zip(row, right, strict=True)
    )


def _is_figures(cells: list[str]) -> bool:
    return all(cell.replace(".", "").isdecimal() for cell in cells)


def _text(name: str, text: str, style: str) -> str:
    return _element(name, escape(text), style)


def _element(name: str, content: str, style: str = "", **attributes: str) -> str:
    named = {**({"style": style} if style else {}), **attributes}
    written = "".join(f' {key}="{escape(value)}"' for key, value in named.items())
    return f"<{name}{written}>{content}</{name}>"
