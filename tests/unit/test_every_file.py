"""Every kind of file that is given away: it says where its figures come from, and nothing in it runs."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from openpyxl import load_workbook

from coop.exports.bundle import zip_bytes
from coop.exports.fonts import in_typeface
from coop.exports.picture import picture_words
from coop.exports.provenance import Provenance
from coop.text import say
from tests.unit.every_file import FILES, HOSTILE, ORIGIN, WORKBOOKS
from tests.unit.file_words import plain, words_in


@pytest.mark.parametrize("kind", FILES)
def test_every_file_says_where_its_figures_come_from(kind: str) -> None:
    words = words_in(kind, FILES[kind](ORIGIN, ("Đức Thọ",)))
    assert [label for label, _ in ORIGIN.worded()] == [
        say("exports.label_mark"),
        say("exports.label_title"),
        *(say("exports.label_filter", label=label) for label, _ in ORIGIN.filters),
        say("exports.label_as_of"),
        say("exports.label_loaded_at"),
        say("exports.label_coverage"),
        say("exports.label_rule_set"),
        say("exports.label_source"),
        say("exports.label_corrections"),
    ]
    for label, text in ORIGIN.worded():
        assert re.search(rf"{re.escape(label)}:? {re.escape(text)}", words), (label, text)


@pytest.mark.parametrize("kind", FILES)
def test_no_file_of_real_figures_bears_the_mark(kind: str) -> None:
    real = Provenance(**{**ORIGIN.__dict__, "is_illustrative": False})
    assert say("exports.illustrative") not in words_in(kind, FILES[kind](real, ("Đức Thọ",)))


def test_every_picture_says_where_its_figures_come_from() -> None:
    words = picture_words("x", "Tên", "Cách đọc", ORIGIN)
    said = plain(" ".join((words.title, words.subtitle, words.mark, *words.lines)).replace("\u00a0", " "))
    values = [text for label, text in ORIGIN.worded() if label != say("exports.label_corrections")]
    for text in ("Tên", "Cách đọc", *(value for value in values if value != ORIGIN.title)):
        assert text in said


def test_a_bundle_holds_each_file_as_it_is() -> None:
    files = {f"{kind}.bin": make(ORIGIN, ("Đức Thọ",)) for kind, make in FILES.items()}
    bundle = zipfile.ZipFile(io.BytesIO(zip_bytes(files, ORIGIN.as_of)))
    assert {name: bundle.read(name) for name in bundle.namelist()} == files


@pytest.mark.parametrize("kind", FILES)
def test_what_a_return_says_stays_text_in_every_file(kind: str) -> None:
    """What cannot be drawn leaves an empty box, the rest of its line stays."""
    hostile = Provenance(
        **{**ORIGIN.__dict__, "title": HOSTILE[0], "source": HOSTILE[7], "coverage": HOSTILE[1]}
    )
    content = FILES[kind](hostile, HOSTILE)
    words = words_in(kind, content)
    for text in (*HOSTILE[:-1], "dòng"):
        said = {"csv": text.replace('"', '""'), "pdf": in_typeface(text)}.get(kind, text)
        assert plain(said) in words, text
    CHECKS[kind](content)


def check_csv(content: bytes) -> None:
    """No cell begins as a formula."""
    lines = content.decode("utf-8-sig").splitlines()
    cells = [cell.strip('"') for line in lines for cell in line.split(";")]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\uff1d"))]


def check_workbook(content: bytes) -> None:
    """Formulas are our own sums and counts, which hold no word of a return."""
    book = load_workbook(io.BytesIO(content))
    formulas = {
        str(cell.value)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }
    assert all(re.match(r"=(COUNTIFS|SUM|[A-Z]+\d+-COUNTA)\(", formula) for formula in formulas)
    assert not [word for word in HOSTILE if any(word.lstrip("=") in formula for formula in formulas)]
    runnable = [
        cell
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "s" and str(cell.value).startswith(("=", "+", "-", "@"))
    ]
    assert runnable
    assert all(cell.quotePrefix for cell in runnable)


def check_html(content: bytes) -> None:
    """No element and no script comes from a text."""
    text = content.decode()
    assert "<script>alert" not in text
    assert "<img" not in text
    assert text.count("<script") == text.count("</script>")


def check_pdf(content: bytes) -> None:
    """Nothing in it can run or lead elsewhere."""
    for name in (b"/JavaScript", b"/JS", b"/Launch", b"/URI", b"/EmbeddedFile", b"/AA", b"/OpenAction"):
        assert name not in content


def check_docx(content: bytes) -> None:
    """The only field is the number of the page; nothing leads out of the file."""
    parts = zipfile.ZipFile(io.BytesIO(content))
    xml = "".join(
        parts.read(name).decode() for name in parts.namelist() if name.startswith("word/") and "xml" in name
    )
    assert set(re.findall(r"<w:instrText[^>]*>(.*?)</w:instrText>", xml)) == {" PAGE "}
    assert "fldSimple" not in xml
    assert 'TargetMode="External"' not in xml


def check_pptx(content: bytes) -> None:
    """The sheets behind the charts hold no formula; nothing leads out of the file."""
    parts = zipfile.ZipFile(io.BytesIO(content))
    sheets = [name for name in parts.namelist() if name.endswith(".xlsx")]
    assert len(sheets) == 2 + len(HOSTILE)
    for name in sheets:
        book = load_workbook(io.BytesIO(parts.read(name)))
        cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
        assert "f" not in {cell.data_type for cell in cells}
        assert not [cell for cell in cells if cell.hyperlink]
    relations = "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".rels"))
    assert 'TargetMode="External"' not in relations


CHECKS: dict[str, Callable[[bytes], None]] = {
    "csv": check_csv,
    **dict.fromkeys(WORKBOOKS, check_workbook),
    "page.html": check_html,
    "pdf": check_pdf,
    "docx": check_docx,
    "pptx": check_pptx,
}
