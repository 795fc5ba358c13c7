"""What the department keeps by hand: units, places, deadlines, definitions and the dated laws.

`reference()` reads and checks everything once; a broken table raises `BrokenReference` with file, row
and column, and nothing of it is used. Another folder of the same form is another province's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from pathlib import Path

from coop.paths import DATA
from coop.reference.agreement import check_agreement
from coop.reference.commune import Commune, communes_of
from coop.reference.description import ColumnDescription, TableDescription
from coop.reference.law import read_rule_set
from coop.reference.problem import BrokenReference
from coop.reference.table import Row, Table, read_table
from coop.reference.unit import Ambiguous, Unit, agency_of, district_of, same_name, units_named
from coop.rules import RuleSet

__all__ = [
    "EVERY_DISTRICT",
    "Ambiguous",
    "BrokenReference",
    "ColumnDescription",
    "Commune",
    "Due",
    "Reference",
    "TableDescription",
    "Unit",
    "read_table",
    "reference",
    "same_name",
]

EVERY_DISTRICT = "*district*"  # stands in unit_groups for all districts of the day
TABLES = (
    "agencies",
    "alert_rules",
    "assignments",
    "border_changes",
    "classes",
    "commune_moves",
    "commune_splits",
    "communes",
    "deadlines",
    "indicators",
    "items",
    "measures",
    "places",
    "problems",
    "published_figures",
    "reporting_periods",
    "sectors",
    "task_groups",
    "tasks",
    "unit_groups",
)


@dataclass(frozen=True)
class Due:
    """A yearly deadline in one year: the last day that is on time, and the document that sets it."""

    due_on: date
    document: str
    confidence: str


@dataclass(frozen=True, eq=False)
class Reference:
    """Everything of one data folder, read and checked; built by `reference()`."""

    tables: dict[str, Table]
    units: tuple[Unit, ...]  # agencies, then districts, each in Vietnamese order
    rule_sets: dict[str, RuleSet]

    def table(self, name: str) -> tuple[Row, ...]:
        """Rows of a reference table, typed (str, int, Decimal, date, bool, None), in the file's order."""
        return self.tables[name].rows

    def description(self, name: str) -> TableDescription:
        """What a reference table says of itself and of its columns."""
        return self.tables[name].description

    @cached_property
    def communes(self) -> tuple[Commune, ...]:
        """Every commune there was or is, once for each span of days in one district."""
        return communes_of(*(self.table(name) for name in ("communes", "commune_moves", "commune_splits")))

    def units_on(self, day: date) -> tuple[Unit, ...]:
        """Units that exist on `day`: agencies, then districts, each in Vietnamese order."""
        return tuple(unit for unit in self.units if unit.exists_on(day))

    def find_unit(self, text: str, day: date | None = None) -> Unit | Ambiguous | None:
        """The unit called `text` (code, title, short title or alias) that exists on `day` (None: ever)."""
        found = units_named(self.units if day is None else self.units_on(day), text)
        return found[0] if len(found) == 1 else Ambiguous(text, found) if found else None

    def unit(self, unit_code: str) -> Unit:
        """The unit of a code; raises KeyError."""
        found = [unit for unit in self.units if unit.unit_code == unit_code]
        if not found:
            raise KeyError(unit_code)
        return found[0]

    def heir(self, unit_code: str, day: date) -> str | None:
        """Code of the unit that carries the duties of `unit_code` on `day`; None where nobody does."""
        unit = self.unit(unit_code)
        while unit.valid_to is not None and unit.valid_to < day:
            if unit.successor_code is None:
                return None
            unit = self.unit(unit.successor_code)
        return unit.unit_code if unit.exists_on(day) else None

    def members(self, unit_codes: Iterable[str], day: date) -> tuple[str, ...]:
        """Codes of the units that stand for `unit_codes` on `day`, each once, in the order of `units`.

        `EVERY_DISTRICT` is every district of the day; a unit that is gone is replaced by its successor.
        """
        found: set[str | None] = set()
        for code in unit_codes:
            if code == EVERY_DISTRICT:
                found |= {unit.unit_code for unit in self.units_on(day) if unit.unit_kind == "district"}
            else:
                found.add(self.heir(code, day))
        return tuple(unit.unit_code for unit in self.units if unit.unit_code in found)

    def due(self, applies_to: str, form_code: str, year: int) -> Due | None:
        """The deadline of a form for a kind of unit in `year`; None where no document sets one then."""
        for row in self.table("deadlines"):
            if (row["applies_to"], row["form_code"]) != (applies_to, form_code):
                continue
            named = date(year, row["month"], row["day"])
            due_on = named if row["inclusive"] else named - timedelta(days=1)
            if row["valid_from"] <= due_on and (row["valid_to"] is None or due_on <= row["valid_to"]):
                return Due(due_on, row["document"], row["confidence"])
        return None

    def rule_set(self, code: str) -> RuleSet:
        """A law by its code; raises KeyError."""
        return self.rule_sets[code]

    def rule_set_for(self, year: int) -> RuleSet:
        """The law that rates cooperatives in an assessment year: in force on 31/12, else the last before.

        Before the first such law that law is taken; `RuleSet.in_force_for(year)` tells which case it is.
        Laws without rating bands only classify and are left out.
        """
        dated = [law for law in self.rule_sets.values() if law.rating_bands]
        dated.sort(key=lambda law: law.in_force_from)
        begun = [law for law in dated if law.in_force_from <= date(year, 12, 31)]
        return begun[-1] if begun else dated[0]


def reference(data: Path | None = None) -> Reference:
    """Read and check `data/reference` and `data/rules` of a data folder (default: the project's), once."""
    return _read(data or DATA)


@cache
def _read(data: Path) -> Reference:
    tables = _tables(data / "reference")
    for name in TABLES:
        if name not in tables:
            raise BrokenReference(data / "reference" / f"{name}.csv", None, None, "missing_file")
    check_agreement(tables, tables)
    rule_sets = {}
    for folder in sorted(f for f in (data / "rules").iterdir() if f.is_dir()):
        own = _tables(folder)
        check_agreement(own, tables | own)
        rule_sets[folder.name] = read_rule_set(folder, own)
    units = sorted(map(agency_of, tables["agencies"].rows), key=lambda unit: unit.sort_order)
    units += sorted(map(district_of, tables["places"].rows), key=lambda unit: unit.sort_order)
    return Reference(tables, tuple(units), rule_sets)


def _tables(folder: Path) -> dict[str, Table]:
    """Every CSV of a folder, read; a description without its CSV is an error too."""
    for file in sorted(folder.glob("*.toml")):
        if file.name != "rule_set.toml" and not file.with_suffix(".csv").is_file():
            raise BrokenReference(file, None, None, "no_table")
    return {file.stem: read_table(file) for file in sorted(folder.glob("*.csv"))}
