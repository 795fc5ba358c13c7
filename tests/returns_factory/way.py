"""The register of ugly ways, how one or two of them are applied, and which cannot stand together."""

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations

from tests.returns_factory.answer import answer_of
from tests.returns_factory.draft import Draft, draft_of

# Ways are applied in the order of these phases, so that each finds what it works on.
VALUES, LINES, FIELDS, FRAME, TEXT, FILE = range(6)
BOTH = ("task_status", "classification")
TASKS = ("task_status",)
COOPS = ("classification",)

# Two ways of one slot would undo each other; these pairs of slots cannot stand together either.
_CLASHES = {
    frozenset(pair)
    for pair in (
        ("file_text", "sheets"),  # delimited text has one sheet and hides nothing
        ("file_text", "hidden_sheet"),
        ("file_text", "hidden_rows"),
        ("file_text", "hidden_columns"),
        ("file_text", "file"),
        ("file_text", "calendar"),
        ("file_1258", "letters"),  # the letters of one old encoding do not exist in the other
        ("file_1258", "file"),
        ("file_1258", "file_text"),
        ("file_1258", "sheets"),
        ("file_1258", "hidden_sheet"),
        ("file_1258", "hidden_rows"),
        ("file_1258", "hidden_columns"),
        ("file_1258", "calendar"),
        ("calendar", "file"),
        ("calendar", "dates"),
        ("dates", "years"),
        ("numbers", "footnotes"),
        ("numbers", "unit"),
        ("undecidable", "numbers"),
        ("undecidable", "footnotes"),
        ("undecidable", "unit"),
        ("undecidable", "file_text"),  # as text, a plain number of the column decides
        ("undecidable", "file_1258"),
        ("undecidable", "communes"),  # the row that is asked about would be set aside
        ("sheets", "hidden_sheet"),
        ("merged_down", "hidden_rows"),
        ("merged_down", "file_text"),  # text has no merged cells
        ("merged_down", "file_1258"),
        ("lists", "header"),
    )
}


@dataclass(frozen=True)
class Way:
    """One way of being ugly: it changes the draft and what is expected of it."""

    name: str
    apply: Callable[[Draft], None]
    phase: int
    slot: str
    forms: tuple[str, ...]


_WAYS: dict[str, Way] = {}


def way(
    phase: int, slot: str, forms: tuple[str, ...] = BOTH
) -> Callable[[Callable[[Draft], None]], Callable[[Draft], None]]:
    """Register a function as a way under its own name."""

    def register(apply: Callable[[Draft], None]) -> Callable[[Draft], None]:
        name = apply.__name__
        _WAYS[name] = Way(name, apply, phase, slot, forms)
        return apply

    return register


def ways(form_code: str) -> list[Way]:
    """Every way that a form can be ugly in, in the order of the modules."""
    for module in (
        "frame",
        "header",
        "lines",
        "sheets",
        "text",
        "numbers",
        "dates",
        "lists",
        "places",
        "files",
    ):
        importlib.import_module(f"tests.returns_factory.ways_{module}")
    return [known for known in _WAYS.values() if form_code in known.forms]


def pairs(form_code: str) -> Iterator[tuple[Way, Way]]:
    """Every two ways that can stand together."""
    for first, second in combinations(ways(form_code), 2):
        slots = frozenset((first.slot, second.slot))
        if len(slots) == 2 and slots not in _CLASHES:
            yield first, second


def ugly(form_code: str, *chosen: Way) -> Draft:
    """The known answer of a form made ugly in these ways."""
    draft = draft_of(answer_of(form_code))
    for each in sorted(chosen, key=lambda known: known.phase):
        each.apply(draft)
    return draft
