"""How large a cooperative is: by members, by capital, or (decree 113/2024) by field.

Sizes climb: whoever reaches a size has reached all smaller ones. Where a threshold that could decide
is unverified, or the cooperative's own figure is missing, the answer is "undetermined" with the sizes
it may be and the facts that would settle it.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from coop.rules.rule_set import SIZES, UNDETERMINED, UNVERIFIED, MissingFact, RuleSet, SizeBand

RETURN_COLUMNS: Mapping[str, str] = {
    "members": "member_count",
    "capital_million_vnd": "capital_million_vnd",
    "revenue_million_vnd": "revenue_million_vnd",
}


class SizeAnswer(NamedTuple):
    """A size, or "undetermined" with the sizes it may be and the facts that are missing."""

    size: str
    candidates: tuple[str, ...]
    missing: tuple[MissingFact, ...]


class _Reached(NamedTuple):
    """Whether a threshold is reached; None = nobody can say until `missing` is known."""

    reached: bool | None
    missing: tuple[MissingFact, ...] = ()


def size_by_members(members: int | None, rule_set: RuleSet) -> SizeAnswer:
    """Size by number of members (Article 4 of circular 01/2020)."""
    return _size_by("members", None if members is None else Decimal(members), rule_set)


def size_by_capital(capital_million_vnd: Decimal | None, rule_set: RuleSet) -> SizeAnswer:
    """Size by total capital, equity and debts together, million VND (Article 5 of circular 01/2020)."""
    return _size_by("capital_million_vnd", capital_million_vnd, rule_set)


def size_by_field(
    field: str,
    members: int | None,
    revenue_million_vnd: Decimal | None,
    capital_million_vnd: Decimal | None,
    rule_set: RuleSet,
) -> SizeAnswer:
    """Size by field: official members AND (yearly revenue OR total capital) (decree 113/2024)."""
    amounts = {
        "members": None if members is None else Decimal(members),
        "revenue_million_vnd": revenue_million_vnd,
        "capital_million_vnd": capital_million_vnd,
    }
    bands = {(b.attribute, b.size): b for b in rule_set.size_bands if b.field == field}
    steps = []
    for size in SIZES[1:]:
        one = {
            name: _reaches(amount, bands.get((name, size)), name, f"{field}/{name}/{size}")
            for name, amount in amounts.items()
        }
        either = _any_of(one["revenue_million_vnd"], one["capital_million_vnd"])
        steps.append((size, _all_of(one["members"], either)))
    return _climb(steps)


def size_by_sector(
    sector_code: str | None,
    members: int | None,
    revenue_million_vnd: Decimal | None,
    capital_million_vnd: Decimal | None,
    rule_set: RuleSet,
) -> SizeAnswer:
    """Size of a cooperative of a VSIC level-1 sector, through the sector's field (decree 113/2024).

    A letter that may belong to several fields (salt is farming, the rest of mining is not) is settled
    where all of them give one size; else the missing fact is the cooperative's own line of business.
    """
    fields = rule_set.fields_of(sector_code)
    if not fields:
        missing = MissingFact("return", "sector_code", "")
        return SizeAnswer(UNDETERMINED, SIZES, (missing,))
    answers = [
        size_by_field(field, members, revenue_million_vnd, capital_million_vnd, rule_set) for field in fields
    ]
    if len(answers) == 1 or (answers[0].size != UNDETERMINED and len({a.size for a in answers}) == 1):
        return answers[0]
    candidates = tuple(size for size in SIZES if any(size in answer.candidates for answer in answers))
    facts = [MissingFact("return", "sector_code", ""), *(fact for a in answers for fact in a.missing)]
    return SizeAnswer(UNDETERMINED, candidates, tuple(dict.fromkeys(facts)))


def _size_by(attribute: str, amount: Decimal | None, rule_set: RuleSet) -> SizeAnswer:
    bands = {b.size: b for b in rule_set.size_bands if b.attribute == attribute and not b.field}
    return _climb(
        [(size, _reaches(amount, bands.get(size), attribute, f"{attribute}/{size}")) for size in SIZES[1:]]
    )


def _climb(steps: list[tuple[str, _Reached]]) -> SizeAnswer:
    """Climb from the smallest size; stop at the first that is surely not reached."""
    candidates: list[str] = [SIZES[0]]
    missing: list[MissingFact] = []
    for size, step in steps:
        if step.reached is False:
            break
        if step.reached:
            candidates, missing = [], []
        missing += [fact for fact in step.missing if fact not in missing]
        candidates.append(size)
    if len(candidates) == 1:
        return SizeAnswer(candidates[0], tuple(candidates), ())
    return SizeAnswer(UNDETERMINED, tuple(candidates), tuple(missing))


def _reaches(amount: Decimal | None, band: SizeBand | None, attribute: str, key: str) -> _Reached:
    if amount is None:
        return _Reached(None, (MissingFact("return", RETURN_COLUMNS[attribute], ""),))
    if band is None or band.lower is None or band.confidence == UNVERIFIED:
        return _Reached(None, (MissingFact("size_bands", key, band.clause if band else ""),))
    return _Reached(amount >= band.lower if band.lower_inclusive else amount > band.lower)


def _any_of(*parts: _Reached) -> _Reached:
    if any(part.reached for part in parts):
        return _Reached(True)
    return _undecided(parts) if any(part.reached is None for part in parts) else _Reached(False)


def _all_of(*parts: _Reached) -> _Reached:
    if any(part.reached is False for part in parts):
        return _Reached(False)
    return _undecided(parts) if any(part.reached is None for part in parts) else _Reached(True)


def _undecided(parts: tuple[_Reached, ...]) -> _Reached:
    return _Reached(None, tuple(fact for part in parts if part.reached is None for fact in part.missing))
