"""What must travel with every file and picture: where its figures come from and what they cover."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from coop.format import date_text, moment_text
from coop.text import say


@dataclass(frozen=True)
class Provenance:
    """The origin of exported figures, in readers' words.

    `title` names what is exported; `filters` are (label, value) pairs of the active scope; `as_of` is
    the day the figures show; `loaded_at` the moment (UTC) the data came in; `coverage` says who has
    reported ("11/13 …"); `rule_set` names the rules with their version; `source` the returns or
    documents; `is_illustrative` marks invented data; `corrections` counts the cells that the
    department put right in these figures, and those of them agreed on after `as_of` (the dictionary lists
    them).
    """

    title: str
    filters: tuple[tuple[str, str], ...]
    as_of: date
    loaded_at: datetime
    coverage: str
    rule_set: str
    source: str
    is_illustrative: bool
    corrections: tuple[int, int] = (0, 0)

    def titled(self, title: str) -> "Provenance":
        """Return the same origin for something with another title (one chart of a page)."""
        return replace(self, title=title)

    def lines(self) -> list[tuple[str, str | date | datetime]]:
        """Return the origin as (label, value) pairs, the illustrative mark first, empty values left out."""
        pairs: list[tuple[str, str | date | datetime]] = []
        if self.is_illustrative:
            pairs.append((say("exports.label_mark"), say("exports.illustrative")))
        pairs.append((say("exports.label_title"), self.title))
        pairs += [(say("exports.label_filter", label=label), value) for label, value in self.filters]
        pairs += [
            (say("exports.label_as_of"), self.as_of),
            (say("exports.label_loaded_at"), self.loaded_at),
            (say("exports.label_coverage"), self.coverage),
            (say("exports.label_rule_set"), self.rule_set),
            (say("exports.label_source"), self.source),
            (say("exports.label_corrections"), _counted(*self.corrections)),
        ]
        return [(label, value) for label, value in pairs if value != ""]

    def worded(self) -> list[tuple[str, str]]:
        """Return the same pairs with days and moments in words."""
        return [(label, _words(value)) for label, value in self.lines()]


def _words(value: str | date | datetime) -> str:
    if isinstance(value, datetime):
        return moment_text(value)
    return date_text(value) if isinstance(value, date) else value


def _counted(count: int, later: int) -> str:
    """How many cells were put right; '' for none."""
    if later:
        return say("correct.counted_later", n=count, later=later)
    return str(count or "")
