"""A note as plain text, for a terminal and for readers of mail without HTML."""

from coop.notes.note import Note, Part


def note_text(note: Note) -> str:
    """Return the note as lines of text; cells of a row stand one after another, under no column."""
    blocks = [note.title, "=" * min(len(note.title), 78), *note.marks]
    for part in note.parts:
        blocks += ["", *_part(part)]
    blocks += ["", *([note.link] if note.link else []), *note.foot]
    return "\n".join(blocks) + "\n"


def _part(part: Part) -> list[str]:
    head = [part.title, "-" * min(len(part.title), 78)]
    columns = ["(" + " · ".join(part.columns) + ")"] if part.rows else []
    rows = ["- " + " · ".join(cell for cell in row if cell) for row in part.rows]
    return [*head, *part.lines, *columns, *rows, *([part.more] if part.more else [])]
