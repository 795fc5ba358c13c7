"""What a blank form is asked for: whose it is, for when, and by which law."""

from dataclasses import dataclass
from datetime import date

from coop.duties.periods import Period
from coop.reference import Unit
from coop.rules import RuleSet
from etl.returns.forms import Form


@dataclass(frozen=True)
class BlankOrder:
    """What is asked for: a form of a unit and year, empty or with rows."""

    form: Form
    unit: Unit
    year: int
    reported_on: date | None
    illustrative: bool
    rule_set: RuleSet
    period: Period | None = None  # of a form whose returns speak of periods
