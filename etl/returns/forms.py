"""The forms as data: what columns a return has, what each may hold, and how a sheet is recognised.

Everything comes from `data/forms/`: `<form>.toml` (one per form), `lists.toml` (drop-down lists) and
`reading.toml` (marks and words of rows that are not data). Code knows no title and no limit.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from coop.paths import FORMS
from etl.returns.folding import fold

GUIDE = "guide"  # a column for the eye only, never read


class UnknownForm(Exception):
    """There is no form of this code; `known` names those there are."""

    def __init__(self, code: str, known: tuple[str, ...]) -> None:
        self.code = code
        self.known = known
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class ListValue:
    """One value of a drop-down list."""

    code: str
    title: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class ValueList:
    """A drop-down list; `codes` finds the code of any folded spelling."""

    name: str
    title: str
    values: tuple[ListValue, ...]
    codes: Mapping[str, str]
    titles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a form; limits are None where there is none."""

    name: str
    title: str
    type: str  # 'text' | 'integer' | 'decimal' | 'date' | 'list' | 'guide'
    aliases: tuple[str, ...] = ()
    required: bool = False
    unique: bool = False
    pattern: str | None = None
    expected: str | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    minimum_date: date | None = None
    max_length: int | None = None
    list: str | None = None
    width: int = 14
    note: str = ""
    in_blank: bool = True
    prefilled: bool = False
    group: str | None = None
    unit: str | None = None
    criterion: str | None = None
    period: str | None = None  # of a date: the 'first' or 'last' day of a month or year is meant
    keeps_zeros: bool = False  # a code whose leading zeros count
    restarts: bool = False  # a running number that may begin again in each part


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """A labelled cell above the table: unit, unit code, year, date of the report."""

    name: str
    title: str
    type: str
    aliases: tuple[str, ...]
    required: bool
    note: str
    minimum: int | None = None
    maximum: int | None = None

    def labels(self) -> tuple[str, ...]:
        """Every folded wording of the label, longest first."""
        return tuple(sorted({fold(label) for label in (self.title, *self.aliases)}, key=len, reverse=True))


@dataclass(frozen=True)
class Form:
    """One form: its titles, its header cells and its columns in order."""

    code: str
    version: str
    number: str
    title: str
    short_title: str
    basis: str
    sheet: str
    unit_kinds: tuple[str, ...]
    key: tuple[str, ...]
    frozen_columns: int
    blank_rows: int
    refuse_share: Decimal
    refuse_from: int
    header: Mapping[str, HeaderCell]
    columns: tuple[Column, ...]
    groups: Mapping[str, str] = field(default_factory=dict)
    unit_line: str | None = None
    criterion_aliases: tuple[str, ...] = ()

    def column(self, name: str) -> Column:
        """The column of this name; raises KeyError."""
        return self.by_name[name]

    @property
    def by_name(self) -> dict[str, Column]:
        """Columns by name."""
        return {column.name: column for column in self.columns}

    @property
    def read_columns(self) -> tuple[Column, ...]:
        """Columns that are read into rows, in order."""
        return tuple(column for column in self.columns if column.type != GUIDE)

    def titles_of(self, column: Column) -> set[str]:
        """Every folded title under which `column` is recognised, with and without what stands in brackets."""
        written = [column.title, *column.aliases]
        if column.criterion is not None:
            written += [alias.format(code=column.criterion) for alias in self.criterion_aliases]
        return {fold(text) for title in written for text in (title, without_bracket(title)) if fold(text)}


@dataclass(frozen=True, slots=True)
class Reading:
    """How a sheet is read: marks, words and limits of `reading.toml`, words already folded."""

    illustrative_mark: str
    illustrative_begins: tuple[str, ...]
    list_sheet: str
    guide_sheet: str
    csv_sheet: str
    header_search_rows: int
    header_search_columns: int
    header_least_matches: int
    header_height: int
    blank_values: frozenset[str]
    marks: frozenset[str]
    province_words: tuple[str, ...]
    total_words: tuple[str, ...]
    footer_words: tuple[str, ...]
    footer_patterns: tuple[str, ...]
    group_words: tuple[str, ...]
    group_ordinals: str
    kinds: Mapping[str, str]
    expected: Mapping[str, str]
    limits: Mapping[str, int]


def without_bracket(title: str) -> str:
    """The title without what stands in brackets at its end: a unit or an explanation."""
    head, bracket, _ = title.rpartition("(")
    return head if bracket and title.rstrip().endswith(")") else title


@cache
def form_codes() -> tuple[str, ...]:
    """Codes of all forms, in alphabetical order: the files that say they are one."""
    stems = sorted(file.stem for file in FORMS.glob("*.toml"))
    return tuple(stem for stem in stems if _toml(stem).get("code") == stem)


@cache
def form(code: str) -> Form:
    """The form of this code; raises UnknownForm."""
    if code not in form_codes():
        raise UnknownForm(code, form_codes())
    facts = _toml(code)
    header = {name: _header_cell(name, cell) for name, cell in facts.pop("header").items()}
    columns = tuple(_column(column) for column in facts.pop("columns"))
    groups = {group["code"]: group["title"] for group in facts.pop("groups", [])}
    facts["refuse_share"] = Decimal(str(facts["refuse_share"]))
    for name in ("unit_kinds", "key", "criterion_aliases"):
        facts[name] = tuple(facts.get(name, ()))
    return Form(**facts, header=header, columns=columns, groups=groups)


def forms() -> tuple[Form, ...]:
    """All forms."""
    return tuple(form(code) for code in form_codes())


@cache
def value_list(name: str) -> ValueList:
    """The drop-down list of this name; raises KeyError."""
    facts = _toml("lists")[name]
    values = tuple(ListValue(v["code"], v["title"], tuple(v.get("aliases", ()))) for v in facts["values"])
    codes = {fold(text): v.code for v in values for text in (v.code, v.title, *v.aliases)}
    return ValueList(name, facts["title"], values, codes, {v.code: v.title for v in values})


@cache
def reading() -> Reading:
    """How sheets are read."""
    facts = _toml("reading")
    for name in ("illustrative_begins", "total_words", "footer_words", "group_words", "province_words"):
        facts[name] = tuple(fold(word) for word in facts[name])
    facts["footer_patterns"] = tuple(facts["footer_patterns"])
    for name in ("blank_values", "marks"):
        facts[name] = frozenset(word.casefold() for word in facts[name])
    return Reading(**facts)


@cache
def _text(name: str) -> str:
    return (FORMS / f"{name}.toml").read_text(encoding="utf-8")


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(_text(name))


def _column(facts: dict[str, Any]) -> Column:
    for name in ("minimum", "maximum"):
        if name in facts:
            facts[name] = Decimal(str(facts[name]))
    return Column(**{**facts, "aliases": tuple(facts.get("aliases", ()))})


def _header_cell(name: str, facts: dict[str, Any]) -> HeaderCell:
    return HeaderCell(name=name, **{**facts, "aliases": tuple(facts.get("aliases", ()))})
