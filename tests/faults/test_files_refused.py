"""Files that people send and that nobody should open: each refused by its content, with a sentence."""

import os
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.returns.read import read_return
from tests.faults.packing import (
    container,
    first_sheet,
    opendocument,
    packed,
    parts_of,
    refused,
    with_cell,
    with_first_sheet,
    with_part,
)

MEGABYTE = 2**20
SPACES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def test_the_workbook_these_tests_spoil_is_accepted_unspoilt(good: bytes) -> None:
    answer = read_return(good, "b.xlsx")
    assert (answer.refused, answer.read_count, answer.accepted_count) == (None, 1, 1)


@pytest.mark.parametrize(
    ("content", "name", "word"),
    [
        (b"", "b.xlsx", "rỗng"),
        (b"\xef\xbb\xbf \r\n", "b.csv", "rỗng"),
        (b"<!DOCTYPE html><html><table><tr><td>1</td></tr></table></html>", "b.xls", "HTML"),
        (b"<html><body>x</body></html>", "b.xlsx", "HTML"),
        (b"<?xml version='1.0'?><Workbook/>", "b.xls", "XML"),
        (b"MZ\x90\x00" + b"\0" * 200, "b.xlsx", "chương trình"),
        (b"%PDF-1.7\n%....", "b.xlsx", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "b.xlsx", "ảnh"),
        (b"{\\rtf1 a}", "b.xls", "RTF"),
        (os.urandom(64) + b"\0" * 64, "b.xlsx", "không rõ"),
        (container("WordDocument"), "b.xls", "Word"),
        (packed({"a.txt": b"a"}), "b.xlsx", "nén"),
        (packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}), "b.xlsx", "Word"),
        (packed({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"1"}), "b.xlsx", ".xlsb"),
        (container("EncryptedPackage", "EncryptionInfo"), "b.xlsx", "mật khẩu"),
        (container("Workbook", "_VBA_PROJECT"), "b.xls", "macro"),
    ],
)
def test_a_foreign_file_is_told_by_its_content(content: bytes, name: str, word: str) -> None:
    assert word in (refused(content, name).refused or "")


def test_an_ending_that_promises_something_else_is_refused(good: bytes) -> None:
    assert refused(good, "b.xls").refused_rule == "extension_mismatch"
    assert refused(good, "b.exe").refused_rule == "extension_mismatch"
    assert refused(b"a;b;c\n1;2;3\n", "b.xlsx").refused_rule == "extension_mismatch"


def test_a_missing_file_and_a_folder_get_a_sentence(tmp_path: Path) -> None:
    assert read_return(tmp_path / "none.xlsx").refused_rule == "missing_file"
    assert read_return(tmp_path).refused_rule == "unreadable_file"


RELATION = f'<Relationship Id="rId99" Type="{SPACES}/{{kind}}" Target="{{target}}" TargetMode="External"/>'


def with_relation(good: bytes, kind: str, target: str) -> bytes:
    """The workbook with one more relation to something outside it."""
    name = "xl/_rels/workbook.xml.rels"
    relation = RELATION.format(kind=kind, target=target)
    text = parts_of(good)[name].decode().replace("</Relationships>", f"{relation}</Relationships>")
    return with_part(good, name, text)


SPOILERS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "macro": (lambda good: with_part(good, "xl/vbaProject.bin", b"\0"), "macros"),
    "macro sheet": (lambda good: with_part(good, "xl/macrosheets/sheet1.xml", "<a/>"), "macros"),
    "macro type": (
        lambda good: with_part(
            good,
            "[Content_Types].xml",
            parts_of(good)["[Content_Types].xml"].replace(
                b"spreadsheetml.sheet.main+xml", b"sheet.macroEnabled.main+xml"
            ),
        ),
        "macros",
    ),
    "external book": (
        lambda good: with_part(good, "xl/externalLinks/externalLink1.xml", "<externalLink/>"),
        "external_links",
    ),
    "dde link": (
        lambda good: with_part(
            good,
            "xl/externalLinks/externalLink1.xml",
            '<externalLink><ddeLink ddeService="cmd"/></externalLink>',
        ),
        "dde",
    ),
    "dde formula": (lambda good: with_cell(good, 900, "<c r=\"A900\"><f>cmd|'/c calc'!A0</f></c>"), "dde"),
    "fetched picture": (
        lambda good: with_relation(good, "image", "http://127.0.0.1:9/a.png"),
        "external_links",
    ),
    "data connection": (
        lambda good: with_part(good, "xl/connections.xml", "<connections/>"),
        "external_links",
    ),
    "embedded file": (
        lambda good: with_part(good, "xl/embeddings/oleObject1.bin", b"MZ"),
        "embedded_objects",
    ),
    "nested workbook": (lambda good: with_part(good, "xl/embeddings/b.xlsx", good), "embedded_objects"),
    "entity bomb": (
        lambda good: with_part(
            good, "xl/sharedStrings.xml", '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><sst/>'
        ),
        "entities",
    ),
    "external entity": (
        lambda good: with_first_sheet(
            good,
            first_sheet(good).replace(
                "<worksheet", '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet', 1
            ),
        ),
        "entities",
    ),
    "16-bit markup": (
        lambda good: (
            with_first_sheet(good, "").replace(b"", b"", 0)
            and with_part(good, "xl/worksheets/sheet1.xml", first_sheet(good).encode("utf-16"))
        ),
        "broken_file",
    ),
    "1001 parts": (
        lambda good: packed(parts_of(good) | {f"xl/media/{n}.png": b"" for n in range(1000)}),
        "too_many_parts",
    ),
    "way up": (lambda good: with_part(good, "xl/../../a.xml", "<a/>"), "duplicate_parts"),
}


@pytest.mark.parametrize("name", SPOILERS)
def test_an_unsafe_workbook_is_refused_with_its_reason(name: str, good: bytes) -> None:
    spoil, rule = SPOILERS[name]
    assert refused(spoil(good)).refused_rule == rule


def test_a_hyperlink_is_no_reason_to_refuse(good: bytes) -> None:
    linked = with_relation(good, "hyperlink", "http://example.org/")
    assert read_return(linked, "b.xlsx").refused is None


def test_two_parts_of_one_name_are_refused(good: bytes, tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    path.write_bytes(good)
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", "<other/>")
    assert refused(path.read_bytes()).refused_rule == "duplicate_parts"


def test_a_part_with_another_name_in_its_own_header_is_refused(good: bytes) -> None:
    at = good.find(b"xl/worksheets/sheet1.xml")
    twisted = good[:at] + b"xl/worksheets/sheet9.xml" + good[at + 24 :]
    assert refused(twisted).refused_rule == "duplicate_parts"


@pytest.mark.parametrize(
    ("rows", "more", "rule"),
    [
        ('<table:table-cell table:formula="of:=DDE(&quot;soffice&quot;)"/>', {}, "dde"),
        ('<table:table-source xlink:href="http://127.0.0.1:9/a.ods"/>', {}, "external_links"),
        ("", {"Basic/Standard/script-lb.xml": "<a/>"}, "macros"),
        ("", {"Object 1/content.xml": "<a/>"}, "embedded_objects"),
        ("", {"styles.xml": "<!DOCTYPE a><a/>"}, "entities"),
        ("", {"META-INF/manifest.xml": "<manifest><encryption-data/></manifest>"}, "encrypted"),
    ],
)
def test_an_unsafe_opendocument_file_is_refused(rows: str, more: dict[str, str], rule: str) -> None:
    assert refused(opendocument(rows, **more), "b.ods").refused_rule == rule


@pytest.mark.parametrize("cut", [0.1, 0.3, 0.5, 0.7, 0.9, 0.999])
def test_a_file_cut_short_is_refused(cut: float, good: bytes) -> None:
    assert refused(good[: int(len(good) * cut)]).refused_rule in {"broken_file", "duplicate_parts"}


def test_hostile_names_are_shown_harmlessly(good: bytes) -> None:
    for name in ("../../a.xlsx", "..\\..\\a.xlsx", "/etc/a.xlsx"):
        assert read_return(good, name).file_name == "a.xlsx"
    assert read_return(good, "con.xlsx").file_name == "con.xlsx"
    assert "\u202e" not in read_return(good, "bao\u202excod.xlsx").file_name
    assert "\x00" not in read_return(good, "a\x00b.xlsx").file_name
    long = read_return(good, "x" * 300 + ".xlsx").file_name
    assert len(long) <= 120
    assert long.endswith(".xlsx")


def test_nothing_is_read_slowly_when_it_is_refused(good: bytes) -> None:
    start = time.perf_counter()
    for _ in range(20):
        refused(with_part(good, "xl/vbaProject.bin", b"\0"))
    assert time.perf_counter() - start < 5
