"""A note as content: a title, marks that must not be missed, parts of lines and tables; then text or HTML."""

from dataclasses import dataclass

Row = tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """One section, all in readers' words; `more` says what a shortened table leaves out."""

    title: str
    lines: tuple[str, ...] = ()
    columns: Row = ()
    rows: tuple[Row, ...] = ()
    more: str = ""


@dataclass(frozen=True)
class Note:
    """One note: `subject` for a mail's head, `title` for its body, `marks` above all, `foot` below."""

    subject: str
    title: str
    marks: tuple[str, ...]
    parts: tuple[Part, ...]
    foot: tuple[str, ...]
    link: str = ""  # where the pages show the same figures, where the installation says its address
