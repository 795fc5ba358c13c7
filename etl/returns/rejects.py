"""What comes back to the sender: refused files, rows set aside, questions, and what reading changed.

A rule is a code; its severity and its Vietnamese sentence stand in `data/forms/messages.toml`.
"""

import tomllib
from dataclasses import dataclass
from functools import cache

from coop.paths import FORMS

ERROR = "error"
WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: 'error' sets the row aside, 'warning' asks, 'refusal' turns the whole file away."""

    code: str
    severity: str
    message: str
    expected: str
    subject: str = ""  # under which the law's clauses speak of it; '' where the column tells, or no law does


@dataclass(frozen=True, slots=True)
class Reject:
    """One cell that broke a rule; as a warning its row was taken all the same."""

    sheet: str
    cell: str
    column: str
    value: str | None
    rule: str
    expected: str
    message: str
    clause: str = ""  # of the law, said in `message` too; '' where the law says nothing of it


@dataclass(frozen=True, slots=True)
class Change:
    """One automatic change made while reading."""

    sheet: str
    cell: str
    before: str | None
    after: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One row of the sheet that is no data: 'total', 'group', 'footer' or 'index'."""

    sheet: str
    row_number: int
    kind: str
    text: str


class RefusedFile(Exception):
    """The whole file is turned away; `message` is the sentence for its sender."""

    def __init__(self, rule: str, **values: object) -> None:
        self.rule = rule
        self.message = rules()[rule].message.format_map(values)
        super().__init__(self.message)


@cache
def rules() -> dict[str, Rule]:
    """Every rule by its code."""
    facts = tomllib.loads((FORMS / "messages.toml").read_text(encoding="utf-8"))
    return {
        code: Rule(code, rule["severity"], rule["message"], rule["expected"], rule.get("subject", ""))
        for code, rule in facts.items()
    }


def sentence(code: str, **values: object) -> str:
    """The sentence of a rule with its fields filled in; a missing field is a bug and raises KeyError."""
    return rules()[code].message.format_map(values)
