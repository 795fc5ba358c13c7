"""Sizes as SQL expressions, written from a law's tables; they say what `coop.rules.size` says.

Along one column the pure function is asked once per cell between thresholds. By field (decree 113/2024)
steps are three-valued, TRUE reached, FALSE not, NULL nobody can say, with a short form for rows whose
figures are all there.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from coop.rules import RuleSet, SizeBand
from coop.rules.rule_set import SIZES, UNDETERMINED, UNVERIFIED
from coop.rules.size import RETURN_COLUMNS, size_by_capital, size_by_members
from etl.warehouse.cells import Cuts, quoted

SIZE_TYPE = "size_class"
UNKNOWN = "CAST(NULL AS BOOLEAN)"
MEMBERS = "members"
MONEY = ("revenue_million_vnd", "capital_million_vnd")
Bands = Mapping[tuple[str, str], SizeBand]  # (attribute, size) → band


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


def by_sector(law: RuleSet) -> str:
    """Size by the field of a sector (decree 113/2024); a sector of two fields needs both to agree."""
    sizes = {row.field: _by_field(law, row.field) for row in law.sector_fields}
    cases = []
    for fields, sectors in sectors_by_fields(law).items():
        size = sizes[fields[0]]
        if len(fields) > 1:
            same = " AND ".join(f"({size}) = ({sizes[field]})" for field in fields[1:])
            size = f"CASE WHEN {same} THEN {size} ELSE {size_literal(UNDETERMINED)} END"
        if size != size_literal(UNDETERMINED):
            cases.append(f"WHEN sector_code IN ({', '.join(map(quoted, sectors))}) THEN {size}")
    return (
        f"CASE {' '.join(cases)} ELSE {size_literal(UNDETERMINED)} END"
        if cases
        else size_literal(UNDETERMINED)
    )


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


def _by_field(law: RuleSet, field: str) -> str:
    bands: Bands = {(b.attribute, b.size): b for b in law.size_bands if b.field == field}
    known = [size for size in SIZES[1:] if all(is_verified(bands.get((a, size))) for a in (MEMBERS, *MONEY))]
    open_ = [
        size for size in SIZES[1:] if not any(is_verified(bands.get((a, size))) for a in (MEMBERS, *MONEY))
    ]
    if not known and len(open_) == len(SIZES) - 1:
        return size_literal(UNDETERMINED)
    steps = {size: _step(bands, size) for size in SIZES[1:]}
    if len(known) + len(open_) < len(SIZES) - 1 or not _ascends(bands, known):
        return _climb(steps)
    missing = " OR ".join(f"{RETURN_COLUMNS[name]} IS NULL" for name in (MEMBERS, *MONEY))
    results = [size_literal(_settled(known[:reached], known)) for reached in range(len(known) + 1)]
    # Most are small: whoever misses the first known step is done; the others are tried from the top.
    upper = [f"WHEN {steps[known[n - 1]]} THEN {results[n]}" for n in range(len(known), 1, -1)]
    return (
        f"CASE WHEN {missing} THEN {_climb(steps)} WHEN NOT {steps[known[0]]} THEN {results[0]} "
        f"{' '.join(upper)} ELSE {results[1]} END"
    )


def _settled(reached: Sequence[str], known: Sequence[str]) -> str:
    """Where the climb ends when `reached` of the `known` sizes are reached and nobody knows the others."""
    candidates = [SIZES[0]]
    for size in SIZES[1:]:
        if size in known and size not in reached:
            break
        candidates = [size] if size in known else [*candidates, size]
    return candidates[0] if len(candidates) == 1 else UNDETERMINED


def _ascends(bands: Bands, sizes: Sequence[str]) -> bool:
    """Whether reaching one of the sizes means having reached all smaller ones."""
    columns = [
        [(bands[name, size].lower or 0, not bands[name, size].lower_inclusive) for size in sizes]
        for name in (MEMBERS, *MONEY)
    ]
    return all(column == sorted(column) for column in columns)


def _step(bands: Bands, size: str) -> str:
    money = " OR ".join(_reaches(name, bands.get((name, size))) for name in MONEY)
    return f"({_reaches(MEMBERS, bands.get((MEMBERS, size)))} AND ({money}))"


def _reaches(attribute: str, band: SizeBand | None) -> str:
    if band is None or not is_verified(band):
        return UNKNOWN
    return f"{RETURN_COLUMNS[attribute]} {'>=' if band.lower_inclusive else '>'} {band.lower}"


def _climb(steps: Mapping[str, str]) -> str:
    """The size at which the climb from the smallest ends, whatever is known."""
    small, medium, large = (steps[size] for size in SIZES[1:])
    micro_, small_, medium_, large_ = map(size_literal, SIZES)
    open_ = size_literal(UNDETERMINED)
    return (
        f"CASE WHEN NOT {small} THEN {micro_} "
        f"WHEN NOT {medium} THEN CASE WHEN {small} THEN {small_} ELSE {open_} END "
        f"WHEN NOT {large} THEN CASE WHEN {medium} THEN {medium_} ELSE {open_} END "
        f"WHEN {large} THEN {large_} ELSE {open_} END"
    )
