"""How the file is stored."""

from tests.returns_factory.draft import Draft
from tests.returns_factory.way import FILE, way


@way(FILE, "file")
def file_of_old_excel(draft: Draft) -> None:
    """.xls."""
    draft.kind = "xls"


@way(FILE, "file")
def file_of_libreoffice(draft: Draft) -> None:
    """.ods."""
    draft.kind = "ods"


def _text(draft: Draft, encoding: str, delimiter: str) -> None:
    draft.kind, draft.encoding, draft.delimiter = "csv", encoding, delimiter


@way(FILE, "file_text")
def text_in_utf_8(draft: Draft) -> None:
    """UTF-8 without a mark, semicolons."""
    _text(draft, "utf-8", ";")


@way(FILE, "file_text")
def text_in_utf_8_with_a_mark(draft: Draft) -> None:
    """UTF-8 with its mark, commas."""
    _text(draft, "utf-8-sig", ",")


@way(FILE, "file_text")
def text_in_utf_16(draft: Draft) -> None:
    """UTF-16 with tabs: Excel's 'Unicode text'."""
    _text(draft, "utf-16", "\t")


@way(FILE, "file_text")
def text_in_utf_16_without_a_mark(draft: Draft) -> None:
    """UTF-16, little end first, no mark."""
    _text(draft, "utf-16-le", "\t")


@way(FILE, "file_1258")
def text_in_windows_1258(draft: Draft) -> None:
    """The old Vietnamese code page, semicolons."""
    _text(draft, "cp1258", ";")
