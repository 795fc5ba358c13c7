"""Communes through time: which there were on a day, in which district, and what became of each.

From `communes` (216 of 2022 with the unit that took each in), `commune_moves` (districts changed on
01/01/2025) and `commune_splits` (communes shared out among several new units).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coop.reference.table import Row
from coop.reference.unit import split_aliases


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune over the days on which it kept its name and its district."""

    commune_code: str
    title: str  # with its kind
    aliases: tuple[str, ...]
    district_code: str | None  # None: straight under the province
    valid_from: date
    valid_to: date | None
    successor_codes: tuple[str, ...] = ()  # of the communes that took it in; several where it was split

    def exists_on(self, day: date) -> bool:
        """Tell whether `day` lies in its days, the last one included."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def communes_of(communes: Sequence[Row], moves: Sequence[Row], splits: Sequence[Row]) -> tuple[Commune, ...]:
    """Every commune of the old layout, once per district it belonged to, then those that came after."""
    shares: dict[str, tuple[str, ...]] = {}
    for row in splits:
        shares[row["commune_code"]] = (*shares.get(row["commune_code"], ()), row["successor_code"])
    later = {row["successor_code"]: row for row in communes}
    old = [span for row in communes for span in _spans(row, moves, shares)]
    new = [
        Commune(code, row["successor_title"], (), None, row["valid_to"] + timedelta(days=1), None)
        for code, row in sorted(later.items())
    ]
    return (*old, *new)


def _spans(row: Row, moves: Sequence[Row], shares: dict[str, tuple[str, ...]]) -> Iterator[Commune]:
    code, district, first = row["commune_code"], row["parent_code"], row["valid_from"]
    facts = (code, row["title"], split_aliases(row["aliases"]))
    after = shares.get(code, (row["successor_code"],))
    own = (move for move in moves if move["commune_code"] == code)
    for move in sorted(own, key=lambda move: move["valid_from"]):
        yield Commune(*facts, district, first, move["valid_from"] - timedelta(days=1), after)
        district, first = move["parent_code"], move["valid_from"]
    yield Commune(*facts, district, first, row["valid_to"], after)
