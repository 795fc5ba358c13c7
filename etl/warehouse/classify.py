"""Sizes as SQL expressions, written from a law's tables; they say what `coop.rules.size` says.

Along one column the pure function is asked once per cell between thresholds. By field (decree 113/2024)
steps are three-valued, TRUE reached, FALSE not, NULL nobody can say. They are columns of their own, for a
comparison of whole columns costs a fraction of one inside a CASE.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from coop.rules import RuleSet, SizeBand
from coop.rules.rule_set import SIZES, UNDETERMINED, UNVERIFIED
from coop.rules.size import RETURN_COLUMNS, size_by_capital, size_by_members
from etl.warehouse.cells import Cuts, quoted
from etl.warehouse.codes import any_of

SIZE_TYPE = "size_class"
UNKNOWN = "CAST(NULL AS BOOLEAN)"
MEMBERS = "members"
MONEY = ("revenue_million_vnd", "capital_million_vnd")
Bands = Mapping[tuple[str, str], SizeBand]  # (attribute, size) → band


class BySector(NamedTuple):
    """Size by sector: the columns of steps that it needs (name to SQL), and the SQL of the size."""

    steps: Mapping[str, str]
    size: str


def size_literal(size: str) -> str:
    """A size as a value of the type of sizes, one byte a row."""
    return f"{quoted(size)}::{SIZE_TYPE}"


def by_members(law: RuleSet) -> str:
    """Size by members (Article 4 of circular 01/2020)."""
    return _along(
        law, MEMBERS, lambda amount: size_by_members(None if amount is None else int(amount), law).size
    )


def by_capital(law: RuleSet) -> str:
    """Size by total capital (Article 5 of circular 01/2020)."""
    return _along(law, "capital_million_vnd", lambda amount: size_by_capital(amount, law).size)


def by_sector(law: RuleSet) -> BySector:
    """Size by the field of a sector (decree 113/2024); a sector of two fields needs both to agree."""
    open_ = size_literal(UNDETERMINED)
    steps: dict[str, str] = {}
    sizes = {
        field: _by_field(law, field, steps) for field in dict.fromkeys(r.field for r in law.sector_fields)
    }
    cases = []
    for fields, sectors in sectors_by_fields(law).items():
        size = sizes[fields[0]]
        if len(fields) > 1:
            same = " AND ".join(f"({size}) = ({sizes[field]})" for field in fields[1:])
            size = f"CASE WHEN {same} THEN {size} ELSE {open_} END"
        if size != open_:
            cases.append(f"WHEN {any_of('sector_code', sectors)} THEN {size}")
    return BySector(steps, f"CASE {' '.join(cases)} ELSE {open_} END" if cases else open_)


def sectors_by_fields(law: RuleSet) -> dict[tuple[str, ...], list[str]]:
    """Sectors that share the same fields, in the law's order."""
    found: dict[tuple[str, ...], list[str]] = {}
    for code in dict.fromkeys(row.sector_code for row in law.sector_fields):
        found.setdefault(law.fields_of(code), []).append(code)
    return found


def is_verified(band: SizeBand | None) -> bool:
    """Whether somebody has verified the threshold from which the size holds."""
    return band is not None and band.lower is not None and band.confidence != UNVERIFIED


def cuts_of(laws: Sequence[RuleSet], attribute: str) -> Cuts:
    """Every verified threshold of an attribute in these laws."""
    bands = [
        band for law in laws for band in law.size_bands if band.attribute == attribute and is_verified(band)
    ]
    return Cuts.of(RETURN_COLUMNS[attribute], [(band.lower, band.lower_inclusive) for band in bands])


def _along(law: RuleSet, attribute: str, size_of: Callable[[Decimal | None], str]) -> str:
    cuts = cuts_of([law], attribute)
    return cuts.case([size_literal(size_of(amount)) for amount in cuts.examples()])


def _by_field(law: RuleSet, field: str, steps: dict[str, str]) -> str:
    """Size by one field; the columns it needs are put into `steps`."""
    bands: Bands = {(b.attribute, b.size): b for b in law.size_bands if b.field == field}
    known = [
        size for size in SIZES[1:] if any(is_verified(bands.get((name, size))) for name in (MEMBERS, *MONEY))
    ]
    names = {size: f"reaches_{law.code}_{len(steps) + place}" for place, size in enumerate(known)}
    steps.update({name: _step(bands, size) for size, name in names.items()})
    return _climb(*(names.get(size, UNKNOWN) for size in SIZES[1:])) if known else size_literal(UNDETERMINED)


def _step(bands: Bands, size: str) -> str:
    money = " OR ".join(_reaches(name, bands.get((name, size))) for name in MONEY)
    return f"({_reaches(MEMBERS, bands.get((MEMBERS, size)))} AND ({money}))"


def _reaches(attribute: str, band: SizeBand | None) -> str:
    if band is None or not is_verified(band):
        return UNKNOWN
    return f"{RETURN_COLUMNS[attribute]} {'>=' if band.lower_inclusive else '>'} {band.lower}"


def _climb(small: str, medium: str, large: str) -> str:
    """The size at which the climb from the smallest ends, whatever is known."""
    micro_, small_, medium_, large_ = map(size_literal, SIZES)
    open_ = size_literal(UNDETERMINED)
    return (
        f"CASE WHEN NOT {small} THEN {micro_} "
        f"WHEN NOT {medium} THEN CASE WHEN {small} THEN {small_} ELSE {open_} END "
        f"WHEN NOT {large} THEN CASE WHEN {medium} THEN {medium_} ELSE {open_} END "
        f"WHEN {large} THEN {large_} ELSE {open_} END"
    )
