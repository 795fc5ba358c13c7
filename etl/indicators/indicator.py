"""One indicator as the reference data describes it, typed, and held against itself."""

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from functools import cache
from typing import cast

from coop.duties.periods import Kind, Period
from coop.paths import REFERENCE
from coop.reference import BrokenReference, reference

PERCENT = "%"  # its values are stored as shares of one
SHARE, STOCK, FLOW = "share", "stock", "flow"
YEAR_TO_DATE = "year_to_date"


@dataclass(frozen=True)
class Indicator:
    """One row of `data/reference/indicators.csv`; its TOML says what each field means."""

    indicator_code: str
    task_code: str
    item_no: int
    plan_wording: str
    title: str
    short_title: str
    unit: str
    kind: str  # 'stock' | 'flow' | 'share'
    direction: str  # 'more' | 'less' | 'neither'
    reporters: str
    frequency: Kind
    reported_as: str  # 'period' | 'year_to_date'
    over_units: str  # 'sum' | 'ratio' | 'none'
    over_periods: str  # 'sum' | 'last' | 'none'
    numerator_title: str | None
    denominator_title: str | None
    is_whole: bool
    minimum: Decimal | None
    maximum: Decimal | None
    valid_from: date
    valid_to: date | None
    target: Decimal | None
    target_on: date | None
    target_level: str | None
    target_document: str | None
    target_confidence: str | None
    confidence: str
    sort_order: int

    @property
    def is_percent(self) -> bool:
        """Whether its value is a part of a whole: never below 0, never above 1."""
        return self.kind == SHARE and self.unit == PERCENT

    def holds_in(self, period: Period) -> bool:
        """Whether the indicator is reported for a period: its own frequency, ending while it is valid."""
        return (
            period.kind == self.frequency
            and self.valid_from <= period.last_day
            and (self.valid_to is None or period.last_day <= self.valid_to)
        )


@cache
def indicators() -> dict[str, Indicator]:
    """Every indicator by its code, in the table's order; raises BrokenReference with row and column."""
    table = reference().tables["indicators"]
    found: dict[str, Indicator] = {}
    names = [field.name for field in fields(Indicator)]
    for number, row in zip(table.numbers, table.rows, strict=True):
        one = Indicator(**{name: row[name] for name in names})
        _check(one, number)
        found[one.indicator_code] = one
    return dict(sorted(found.items(), key=lambda pair: pair[1].sort_order))


def _check(one: Indicator, number: int) -> None:
    """What no single column can say: a kind has its parts and its way of adding up, a target its document."""
    is_share = one.kind == SHARE
    wrong: list[tuple[str, bool]] = [
        ("numerator_title", is_share is not (one.numerator_title is not None)),
        ("denominator_title", is_share is not (one.denominator_title is not None)),
        ("over_units", one.over_units == ("sum" if is_share else "ratio")),
        ("over_periods", one.over_periods == "sum" and (one.kind != FLOW or one.reported_as == YEAR_TO_DATE)),
        ("reported_as", one.reported_as == YEAR_TO_DATE and one.kind != FLOW),
        ("target_document", one.target is not None and None in (one.target_document, one.target_on)),
        ("target_level", one.target is not None and one.target_level is None),
        ("task_code", not one.indicator_code.startswith(f"CT{one.task_code}-")),
    ]
    for column, is_wrong in wrong:
        if is_wrong:
            file = REFERENCE / "indicators.csv"
            value = cast("object", getattr(one, column))
            raise BrokenReference(file, number, column, "values", value=value, expected=one.kind)
