"""Read a dated law from `data/rules/<code>/` into the plain data that `coop.rules` computes with."""

from dataclasses import MISSING, fields
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from coop.reference.description import read_toml
from coop.reference.problem import BrokenReference
from coop.reference.table import Table
from coop.rules import (
    Clause,
    Criterion,
    CriterionGroup,
    RatingBand,
    RuleSet,
    ScoringTier,
    SectorField,
    SizeBand,
)

_TABLES: dict[str, Any] = {
    "criterion_groups": CriterionGroup,
    "criteria": Criterion,
    "rating_bands": RatingBand,
    "size_bands": SizeBand,
    "scoring_tiers": ScoringTier,
    "sector_fields": SectorField,
    "clauses": Clause,
}
_NOTES = "notes"  # for readers; nothing is computed from it
_KINDS: dict[str, Any] = {
    "in_force_from": date,
    "in_force_to": date,
    "minimum_months": int,
    "out_of_scope_kinds": list,
}
Record = TypeVar("Record")


def read_rule_set(folder: Path, tables: dict[str, Table]) -> RuleSet:
    """The law of one folder from its `rule_set.toml` and its tables, already read; raises BrokenReference."""
    file = folder / "rule_set.toml"
    facts = read_toml(file)
    facts.pop(_NOTES, None)
    _check_facts(file, folder.name, facts)
    known = {name: _records(tables[name], kind) for name, kind in _TABLES.items() if name in tables}
    _check_steps(tables)
    optional = {"in_force_to": None, "minimum_months": None}
    parts: dict[str, Any] = {name: known.get(name, ()) for name in _TABLES}
    kinds = tuple(facts.pop("out_of_scope_kinds"))
    rule_set = RuleSet(**(optional | facts | parts), out_of_scope_kinds=kinds)
    if rule_set.in_force_to is not None and rule_set.in_force_to < rule_set.in_force_from:
        raise BrokenReference(
            file, None, "in_force_to", "period", value=rule_set.in_force_to, expected=rule_set.in_force_from
        )
    return rule_set


def _check_facts(file: Path, code: str, facts: dict[str, Any]) -> None:
    names = {f.name for f in fields(RuleSet)} - _TABLES.keys()
    for key in sorted(facts.keys() - names):
        raise BrokenReference(file, None, key, "rule_key", value=key, expected=", ".join(sorted(names)))
    for key in sorted(names):
        kind = _KINDS.get(key, str)
        if key not in facts and key not in {"in_force_to", "minimum_months"}:
            raise BrokenReference(file, None, key, "required")
        if key in facts and not isinstance(facts[key], kind):
            raise BrokenReference(file, None, key, "rule_key", value=facts[key], expected=kind.__name__)
    if facts["code"] != code:
        raise BrokenReference(file, None, "code", "rule_key", value=facts["code"], expected=code)


def _check_steps(tables: dict[str, Table]) -> None:
    """A step of points stands with the clause that sets it and its confidence, or not at all."""
    criteria = tables.get("criteria")
    if criteria is None:
        return
    for number, row in zip(criteria.numbers, criteria.rows, strict=True):
        for name in ("step_clause", "step_confidence"):
            if row.get("point_step") is not None and row.get(name) is None:
                raise BrokenReference(criteria.file, number, name, "required")


def _records(table: Table, kind: type[Record]) -> tuple[Record, ...]:
    """The table's rows as `kind`: a field is the column of its name; other columns are for readers."""
    wanted = {f.name: f.default for f in fields(kind)}  # type: ignore[arg-type]  # each is a dataclass
    columns = {column.name for column in table.description.columns}
    for name, default in wanted.items():
        if name not in columns and default is MISSING:
            raise BrokenReference(table.file, 1, name, "missing_column")
    return tuple(kind(**{n: row[n] for n in wanted if n in columns}) for row in table.rows)
