"""What a table says of itself: title, source, date, confidence, and per column title, unit and limits."""

import re
import tomllib
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from coop.reference.problem import BrokenReference

TYPES = ("text", "integer", "decimal", "date", "boolean", "url")
CONFIDENCES = ("A", "B", "C", "I", "U")


@dataclass(frozen=True)
class ColumnDescription:
    """One column: what it is called, what it means, and what may stand in it."""

    name: str
    title: str
    meaning: str
    type: str  # one of TYPES
    required: bool
    unit: str | None = None
    unique: bool = False
    values: tuple[str, ...] = ()
    pattern: str | None = None
    minimum: int | Decimal | None = None
    maximum: int | Decimal | None = None
    references: str | None = None  # 'tasks.task_code'
    exempt: tuple[str, ...] = ()  # values that need not be found in `references`


@dataclass(frozen=True)
class TableDescription:
    """One table: where it comes from and how far it can be trusted."""

    name: str
    title: str
    source: str
    date: date
    confidence: str  # one of CONFIDENCES
    owner: str
    columns: tuple[ColumnDescription, ...]
    key: tuple[str, ...] = ()  # columns that together name a row
    note: str | None = None


def read_description(file: Path) -> TableDescription:
    """Read the TOML beside the CSV `file`; raises BrokenReference that names the TOML."""
    beside = file.with_suffix(".toml")
    if not beside.is_file():
        raise BrokenReference(file, None, None, "not_described" if file.is_file() else "missing_file")
    facts = read_toml(beside)
    columns = facts.pop("columns", None)
    if not isinstance(columns, dict) or not columns:
        raise BrokenReference(beside, None, None, "bad_description", detail="columns")
    _check_facts(beside, None, facts, _TABLE_FACTS, {"title", "source", "date", "confidence", "owner"})
    if facts["confidence"] not in CONFIDENCES:
        raise BrokenReference(beside, None, None, "bad_description", detail=facts["confidence"])
    described = tuple(_column(beside, name, column) for name, column in columns.items())
    key = tuple(facts.pop("key", ()))
    if not set(key) <= set(columns):
        raise BrokenReference(beside, None, None, "bad_description", detail="key")
    return TableDescription(name=file.stem, columns=described, key=key, **facts)


def read_toml(file: Path) -> dict[str, Any]:
    """The facts of a TOML file, its fractions as Decimal; raises BrokenReference."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
    except FileNotFoundError:
        raise BrokenReference(file, None, None, "missing_file") from None
    except (OSError, ValueError) as problem:
        raise BrokenReference(file, None, None, "unreadable", detail=problem) from None


def _column(file: Path, name: str, facts: object) -> ColumnDescription:
    if not isinstance(facts, dict):
        raise BrokenReference(file, None, name, "bad_description", detail=facts)
    _check_facts(file, name, facts, _COLUMN_FACTS, {"title", "meaning", "type", "required"})
    if facts["type"] not in TYPES:
        raise BrokenReference(file, None, name, "bad_description", detail=facts["type"])
    try:
        re.compile(facts.get("pattern", ""))
    except re.error as problem:
        raise BrokenReference(file, None, name, "bad_description", detail=problem) from None
    lists = {key: tuple(facts[key]) for key in ("values", "exempt") if key in facts}
    return ColumnDescription(name=name, **(facts | lists))


def _check_facts(
    file: Path, column: str | None, facts: dict[str, Any], known: dict[str, type], needed: set[str]
) -> None:
    """Every fact is known and of its kind, and none that is needed is missing or blank."""
    for key, value in facts.items():
        if key not in known or not isinstance(value, known[key]) or value == "":
            raise BrokenReference(file, None, column, "bad_description", detail=f"{key} = {value!r}")
    for key in sorted(needed - facts.keys()):
        raise BrokenReference(file, None, column, "bad_description", detail=key)


_KINDS: dict[str, Any] = {"required": bool, "unique": bool, "values": list, "exempt": list, "date": date}
_KINDS |= {"key": list, "minimum": (int, Decimal), "maximum": (int, Decimal)}
_TABLE_FACTS = {f.name: _KINDS.get(f.name, str) for f in fields(TableDescription) if f.name != "name"}
_COLUMN_FACTS = {f.name: _KINDS.get(f.name, str) for f in fields(ColumnDescription) if f.name != "name"}
