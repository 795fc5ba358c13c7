"""What a province says of itself in a folder: `province.toml`, `agencies.csv`, `districts.csv` and its plan.

Nothing here is guessed: what is missing or not of its kind is a `ProvinceRefused` with file, row and what
was expected. docs/another-province.md shows a whole folder.
"""

import csv
import io
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from coop.text import say

PLAN_KINDS = (".txt", ".csv", ".xlsx", ".xls", ".ods")
CODE = re.compile(r"[A-Z][A-Z0-9]*")
DISTRICT_KINDS = ("rural_district", "town", "city")
PLACE_CODE = re.compile(r"[0-9]{3}")
_FACTS: dict[str, type] = {
    "name": str,
    "title": str,
    "code": str,
    "department": str,
    "plan_title": str,
    "plan_source": str,
    "plan_date": date,
    "district_due": str,
    "agency_due": str,
    "due_document": str,
}
_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})")
_A_COMMON_YEAR = 2023


class ProvinceRefused(Exception):
    """A folder that does not describe a province; nothing is written."""


@dataclass(frozen=True)
class StatedUnit:
    """One line of `agencies.csv` or `districts.csv`."""

    code: str
    title: str
    short_title: str
    aliases: str  # with '|' between
    kind: str  # of a district: one of DISTRICT_KINDS


@dataclass(frozen=True)
class Stated:
    """A province as its folder states it."""

    name: str  # as in a sentence: 'Ha Tinh'
    title: str  # with its kind: 'Tinh Ha Tinh'
    code: str
    department: str
    plan_title: str
    plan_source: str
    plan_date: date
    district_due: tuple[int, int]  # day, month; the last day that is on time
    agency_due: tuple[int, int]
    due_document: str
    agencies: tuple[StatedUnit, ...]
    districts: tuple[StatedUnit, ...]
    plan: Path
    whole_tables: tuple[Path, ...]  # tables given in the form of `data/reference`, taken as they are


def read_stated(folder: Path) -> Stated:
    """Read a province's folder; raises ProvinceRefused."""
    if not folder.is_dir():
        raise ProvinceRefused(say("province.no_folder", folder=folder))
    facts = _facts(folder / "province.toml")
    days = {
        name: _day(folder / "province.toml", name, facts[name]) for name in ("district_due", "agency_due")
    }
    plans = [file for file in sorted(folder.glob("plan.*")) if file.suffix.lower() in PLAN_KINDS]
    if len(plans) != 1:
        raise ProvinceRefused(say("province.one_plan", folder=folder, kinds=", ".join(PLAN_KINDS)))
    short = {"agencies.csv", "districts.csv", *(plan.name for plan in plans)}
    return Stated(
        **(facts | days),
        agencies=_units(folder / "agencies.csv", CODE, "province.agency_code"),
        districts=_units(folder / "districts.csv", PLACE_CODE, "province.district_code"),
        plan=plans[0],
        whole_tables=tuple(file for file in sorted(folder.glob("*.csv")) if file.name not in short),
    )


def _facts(file: Path) -> dict[str, Any]:
    try:
        facts = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ProvinceRefused(say("province.no_file", file=file)) from None
    except (OSError, ValueError) as problem:
        raise ProvinceRefused(say("province.unreadable", file=file, detail=problem)) from None
    for name, kind in _FACTS.items():
        value = facts.get(name)
        if type(value) is not kind or value == "":
            raise ProvinceRefused(
                say("province.bad_fact", file=file, name=name, kind=say(f"province.kind_{kind.__name__}"))
            )
    if unknown := sorted(facts.keys() - _FACTS.keys()):
        raise ProvinceRefused(
            say("province.unknown_fact", file=file, name=unknown[0], known=", ".join(_FACTS))
        )
    return facts


def _day(file: Path, name: str, text: str) -> tuple[int, int]:
    found = _DAY.fullmatch(text.strip())
    try:
        named = date(_A_COMMON_YEAR, int(found[2]), int(found[1])) if found else None
    except ValueError:
        named = None
    if named is None:
        raise ProvinceRefused(say("province.bad_day", file=file, name=name, value=text))
    return named.day, named.month


def _units(file: Path, pattern: re.Pattern[str], expected: str) -> tuple[StatedUnit, ...]:
    found: dict[str, StatedUnit] = {}
    for number, row in _rows(file):
        said = {name: row.get(name, "") for name in ("code", "title", "short_title", "aliases", "kind")}
        unit = StatedUnit(**(said | {"short_title": said["short_title"] or said["title"]}))
        if not pattern.fullmatch(unit.code) or unit.code in found:
            raise ProvinceRefused(say(expected, file=file, row=number, value=unit.code))
        if not unit.title or unit.title in {other.title for other in found.values()}:
            raise ProvinceRefused(say("province.unit_title", file=file, row=number, value=unit.title))
        if pattern is PLACE_CODE and unit.kind not in DISTRICT_KINDS:
            kinds = ", ".join(DISTRICT_KINDS)
            raise ProvinceRefused(
                say("province.district_kind", file=file, row=number, value=unit.kind, kinds=kinds)
            )
        found[unit.code] = unit
    if not found:
        raise ProvinceRefused(say("province.no_unit", file=file))
    return tuple(found.values())


def _rows(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The lines of a short table with their numbers, values trimmed; it needs columns `code` and `title`."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ProvinceRefused(say("province.no_file", file=file)) from None
    except (OSError, ValueError) as problem:
        raise ProvinceRefused(say("province.unreadable", file=file, detail=problem)) from None
    reader = csv.DictReader(io.StringIO(text, newline=""), restval="")
    if not {"code", "title"} <= set(reader.fieldnames or ()):
        raise ProvinceRefused(say("province.columns", file=file))
    for row in reader:
        if any(row.values()):
            yield reader.line_num, {name: (value or "").strip() for name, value in row.items() if name}
