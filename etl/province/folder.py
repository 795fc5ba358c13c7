"""A province's data folder: what is the nation's is copied, what is the province's is written anew.

`write_folder(stated, target)` gives either a folder that `reference()` and the plan's reader accept, or
nothing at all and the reason.
"""

import csv
import json
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from math import ceil, sqrt
from pathlib import Path
from typing import Any

from coop.paths import DATA
from coop.reference import EVERY_DISTRICT, BrokenReference, Reference, reference
from coop.text import say
from etl.plan import PlanRefused, disagreements, read_plan
from etl.province.plan_tables import plan_tables
from etl.province.stated import ProvinceRefused, Stated

# Rooms of the data folder that say the same in every province; the demo is Ha Tinh's own.
COMMON = ("forms", "letters", "rules")
# Tables of `data/reference` that are a province's own. All others are the nation's, or the dashboard's.
OWN = (
    "agencies",
    "assignments",
    "border_changes",
    "commune_moves",
    "commune_splits",
    "communes",
    "deadlines",
    "indicators",
    "items",
    "places",
    "published_figures",
    "task_groups",
    "tasks",
    "unit_groups",
)
_BASIS = re.compile(r"^basis = .*$", re.MULTILINE)
Rows = Iterable[Mapping[str, Any]]


def write_folder(stated: Stated, target: Path) -> Reference:
    """Write the data folder of a province; raises ProvinceRefused, and then leaves nothing behind."""
    if target.exists():
        raise ProvinceRefused(say("province.target_there", target=target))
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".province-") as scratch:
        known = _fill(stated, Path(scratch))
        made = Path(scratch) / "whole"
        made.rename(target)
    return known


def _fill(stated: Stated, scratch: Path) -> Reference:
    """The folder twice: without the plan's tables to read the plan with, then whole and checked."""
    without, whole = scratch / "without", scratch / "whole"
    try:
        _copy_common(stated, without)
        _write_own(stated, without, _unit_tables(stated))
        plan = read_plan(stated.plan, reference(without), stated.plan_date)
        shutil.copytree(without, whole)
        _write_own(stated, whole, plan_tables(plan))
        known = reference(whole)
        if wrong := disagreements(read_plan(stated.plan, known, stated.plan_date), known):
            raise ProvinceRefused("\n".join(wrong))
    except (BrokenReference, PlanRefused) as problem:
        raise ProvinceRefused(str(problem)) from problem
    return known


def _copy_common(stated: Stated, target: Path) -> None:
    for room in COMMON:
        shutil.copytree(DATA / room, target / room)
    basis = f"basis = {_quoted(stated.plan_title)}"
    for form in (target / "forms").glob("*.toml"):
        text = form.read_text(encoding="utf-8")
        form.write_text(_BASIS.sub(lambda _: basis, text), encoding="utf-8")
    shutil.copytree(DATA / "reference", target / "reference")
    for name in OWN:
        _say_source(target / "reference" / f"{name}.toml", stated)
        _write_table(target / "reference" / f"{name}.csv", ())
    for given in stated.whole_tables:
        if given.stem not in OWN:
            raise ProvinceRefused(say("province.unknown_table", file=given, known=", ".join(OWN)))
        shutil.copyfile(given, target / "reference" / given.name)
    (target / "plan").mkdir()
    for file in (*sorted((DATA / "plan").glob("words.*")), stated.plan):
        shutil.copyfile(file, target / "plan" / file.name)
    _write_toml(target / "plan" / "plan.toml", _told(stated, stated.plan_title) | {"is_plan": True})
    shutil.copyfile(DATA / "settings.toml", target / "settings.toml")
    _write_words(stated, target / "province.toml")


def _write_own(stated: Stated, target: Path, tables: Mapping[str, Rows]) -> None:
    """Write the tables that the folder has not given whole."""
    given = {file.stem for file in stated.whole_tables}
    for name, rows in tables.items():
        if name not in given:
            _write_table(target / "reference" / f"{name}.csv", rows)


def _unit_tables(stated: Stated) -> dict[str, Rows]:
    """Agencies, districts, the groups of them that plans name, and the deadlines."""
    year = stated.plan_date.replace(month=1, day=1)
    dated = {"valid_from": year, "confidence": "B"}
    columns = ceil(sqrt(len(stated.districts)))
    agencies = [
        {"unit_code": one.code, "title": one.title, "short_title": one.short_title, "aliases": one.aliases}
        | {"sort_order": number, **dated}
        for number, one in enumerate(stated.agencies, start=1)
    ]
    places = [
        {
            "place_code": one.code,
            "place_level": "district",
            "kind": one.kind,
            "title": one.title,
            "short_title": one.short_title,
            "unit_title": say("province.office", title=one.title[:1].lower() + one.title[1:]),
            "aliases": "|".join(
                filter(None, (one.title, say("province.office", title=one.title), one.aliases))
            ),
            "parent_code": stated.code,
            "tile_column": (number - 1) % columns,
            "tile_row": (number - 1) // columns,
            "note": say("province.tile_note"),
            "sort_order": number,
            **dated,
        }
        for number, one in enumerate(stated.districts, start=1)
    ]
    return {
        "agencies": agencies,
        "places": places,
        "unit_groups": _unit_groups(stated),
        "deadlines": _deadlines(stated),
    }


def _unit_groups(stated: Stated) -> list[dict[str, Any]]:
    """How plans call all districts, or all agencies: the wordings known already, for these units."""
    members: dict[str, set[str]] = {}
    for row in reference().table("unit_groups"):
        members.setdefault(row["group_wording"], set()).add(row["unit_code"])
    agencies = [one.code for one in stated.agencies]
    note = say("province.confirm")
    return [
        {"group_wording": wording, "unit_code": code, "confidence": "I", "note": note}
        for wording, codes in members.items()
        for code in ([EVERY_DISTRICT] if EVERY_DISTRICT in codes else agencies)
    ]


def _deadlines(stated: Stated) -> list[dict[str, Any]]:
    """The law's deadlines as they are, the plan's as stated."""
    law = [dict(row) for row in reference().table("deadlines") if row["form_code"] == "classification"]
    due = {"district": stated.district_due, "agency": stated.agency_due}
    plan = [
        {
            "deadline_code": f"plan_{kind}",
            "applies_to": kind,
            "form_code": "task_status",
            "month": month,
            "day": day,
            "inclusive": True,
            "receiver": stated.department,
            "document": stated.due_document,
            "valid_from": stated.plan_date.replace(month=1, day=1),
            "confidence": "B",
        }
        for kind, (day, month) in due.items()
    ]
    return law + plan


def _say_source(file: Path, stated: Stated) -> None:
    """Let the description of an own table name the province's document instead of another's."""
    text = file.read_text(encoding="utf-8")
    head, mark, columns = text.partition("\n[columns.")
    kept = [line for line in head.splitlines() if re.match(r"(key|title) = ", line)]
    told = _told(stated, "")
    lines = [f"{name} = {_quoted(value)}" for name, value in told.items() if name != "title"]
    title = say("province.table_title", table=file.stem, province=stated.title)
    lines = [f"title = {_quoted(title)}", *lines, *(line for line in kept if line.startswith("key"))]
    file.write_text("\n".join(lines) + "\n" + mark + columns, encoding="utf-8")


def _told(stated: Stated, title: str) -> dict[str, Any]:
    facts = {"source": stated.plan_source, "date": stated.plan_date, "confidence": "B"}
    return {"title": title, **facts, "owner": stated.department}


def _write_words(stated: Stated, file: Path) -> None:
    """The words of `province.toml` that are the province's own, in each language that has them."""
    named = {
        "province": stated.name,
        "title": stated.title,
        "inside": stated.title[:1].lower() + stated.title[1:],
        "upper": stated.title.upper(),
        "department": stated.department,
        "department_upper": stated.department.upper(),
        "plan": stated.plan_title,
        "district_due": "{:02}/{:02}".format(*stated.district_due),
        "agency_due": "{:02}/{:02}".format(*stated.agency_due),
    }
    head = "\n".join(f"{name} = {_quoted(value)}" for name, value in _told(stated, stated.title).items())
    text = (Path(__file__).with_name("words.toml")).read_text(encoding="utf-8")
    for name, value in named.items():
        text = text.replace(f"<{name}>", json.dumps(value, ensure_ascii=False)[1:-1])
    file.write_text(f"{head}\n\n{text}", encoding="utf-8")


def _write_toml(file: Path, facts: Mapping[str, Any]) -> None:
    file.write_text(
        "".join(f"{name} = {_quoted(value)}\n" for name, value in facts.items()), encoding="utf-8"
    )


def _quoted(value: Any) -> str:
    """A value as TOML writes it: text, a day or a truth."""
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)


def _write_table(file: Path, rows: Rows) -> None:
    """A table with the columns that its description beside it declares; what a row does not say is empty."""
    described = re.findall(
        r"^\[columns\.(\w+)\]", file.with_suffix(".toml").read_text(encoding="utf-8"), re.MULTILINE
    )
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, described, lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)


def _cell(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value
