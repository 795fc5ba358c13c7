"""The words by which a plan's columns, deadlines and lists of units are recognised, from `data/plan`."""

from dataclasses import dataclass
from functools import cache

from coop.paths import PLAN
from coop.reference import read_table, same_name

COLUMNS = ("number", "text", "lead", "partners", "deadline", "result")
NEEDED = ("number", "text", "lead")


@dataclass(frozen=True)
class Words:
    """Words by kind, as written; `columns` leads from a title, as compared, to the column it names."""

    by_kind: dict[str, tuple[str, ...]]
    columns: dict[str, str]


@cache
def words() -> Words:
    """Read `words.csv`; raises BrokenReference."""
    by_kind: dict[str, tuple[str, ...]] = {}
    for row in read_table(PLAN / "words.csv").rows:
        by_kind[row["kind"]] = (*by_kind.get(row["kind"], ()), row["word"])
    titles = {same_name(word): kind for kind in COLUMNS for word in by_kind.get(kind, ())}
    return Words(by_kind, titles)
