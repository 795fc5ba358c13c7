"""What must travel with every file and picture: where its figures come from and what they cover."""

from dataclasses import dataclass, replace
from datetime import date, datetime


@dataclass(frozen=True)
class Provenance:
    """The origin of exported figures, in readers' words.

    `title` names what is exported; `filters` are (label, value) pairs of the active scope; `as_of` is
    the day the figures show; `loaded_at` the moment (UTC) the data came in; `coverage` says who has
    reported ("11/13 …"); `rule_set` names the rules with their version; `source` the returns or
    documents; `is_illustrative` marks invented data.
    """

    title: str
    filters: tuple[tuple[str, str], ...]
    as_of: date
    loaded_at: datetime
    coverage: str
    rule_set: str
    source: str
    is_illustrative: bool

    def titled(self, title: str) -> "Provenance":
        """Return the same origin for something with another title (one chart of a page)."""
        return replace(self, title=title)
