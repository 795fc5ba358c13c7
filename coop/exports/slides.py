"""What slides are made of: their size, boxes of text in the reader's language, colours."""

from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Pt

from coop.exports.cells import FORBIDDEN, looks_like_formula
from coop.text import language, say

WIDTH, HEIGHT = Emu(12192000), Emu(6858000)  # 16:9
MARGIN, TOP, BODY, FOOT = Emu(500000), Emu(330000), Emu(1250000), Emu(6330000)
INNER = WIDTH - 2 * MARGIN
INK, MUTED = RGBColor(0x17, 0x21, 0x2B), RGBColor(0x5B, 0x6B, 0x7A)
TITLE_ONLY = 5  # place of that layout in the library's plain template
_TITLE_SIZE, _FOOT_SIZE = Pt(26), Pt(11)


def add_slide(deck: Any, title: str, foot: str) -> Any:
    """A slide under its title, text at the left; `foot` says what its figures cover."""
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    heading = slide.shapes.title
    heading.left, heading.top, heading.width, heading.height = MARGIN, TOP, INNER, BODY - TOP
    frame = heading.text_frame
    frame.vertical_anchor = MSO_ANCHOR.TOP
    frame.margin_left = 0
    write(frame, title, _TITLE_SIZE, INK, bold=True)
    frame.paragraphs[0].alignment = PP_ALIGN.LEFT
    write(add_box(slide, MARGIN, FOOT, INNER, Emu(400000)), foot, _FOOT_SIZE, MUTED)
    return slide


def add_box(slide: Any, left: int, top: int, width: int, height: int) -> Any:
    """The text frame of a new box whose words wrap and begin at its edge."""
    frame = slide.shapes.add_textbox(Emu(left), Emu(top), Emu(width), Emu(height)).text_frame
    frame.word_wrap = True
    frame.margin_left = 0
    return frame


def write(frame: Any, text: str, size: Pt, color: RGBColor, *, bold: bool = False) -> Any:
    """One more paragraph; the first fills the empty one. Its language is told, so that it is spelt right."""
    paragraph = frame.paragraphs[0] if not frame.text else frame.add_paragraph()
    return write_run(paragraph, text, size, color, bold=bold)


def write_run(paragraph: Any, text: str, size: Pt, color: RGBColor, *, bold: bool = False) -> Any:
    """More words in a paragraph, which is returned."""
    run = paragraph.add_run()
    run.text = plain(text)
    run.font.size, run.font.bold, run.font.color.rgb = size, bold, color
    run.font.language_id = MSO_LANGUAGE_ID.VIETNAMESE if language() == "vi" else MSO_LANGUAGE_ID.ENGLISH_UK
    return paragraph


def rgb(color: str) -> RGBColor:
    """A colour of the screen."""
    return RGBColor.from_string(color.removeprefix("#").upper())


def plain(text: str) -> str:
    """Text without characters that no XML may hold."""
    return FORBIDDEN.sub("", text)


def chart_label(text: str) -> str:
    """A name for a chart's own sheet, where a spreadsheet would run what looks like a formula."""
    label = plain(text)
    return f"'{label}" if looks_like_formula(label) or label.startswith("{=") else label


def whole_format() -> str:
    """How whole numbers are written on charts, the same on every machine: 1.234 in Vietnamese, no zero.

    Marks between thousands as they come would follow the system's language, not the reader's.
    """
    mark = f'"{say("format.thousands")}"'
    return f"[>=1000000]#{mark}000{mark}000;[>=1000]#{mark}000;#"
