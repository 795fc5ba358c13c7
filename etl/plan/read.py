"""Read a plan from a file, and find the plan in use."""

import re
import tomllib
from datetime import date
from pathlib import Path

from coop.paths import PLAN
from coop.reference import Reference
from coop.reference import reference as read_reference
from coop.text import say
from etl.plan.assemble import assemble
from etl.plan.plan import Plan, PlanRefused, Problem
from etl.plan.source import read_source

_YEAR_OF_DOCUMENT = re.compile(r"/\s*(20[0-9]{2})\b")


def read_plan(path: Path, reference: Reference | None = None, day: date | None = None) -> Plan:
    """Read the appendix as received, or a plan laid out as an Excel or CSV table; raises PlanRefused.

    `unit_codes` of its tasks are those of `day`; by default the date in the TOML of the same name,
    else the end of the latest year that the text above the table names, else the first day on which
    all units that the plan names exist.
    """
    reference = reference or read_reference()
    try:
        content = path.read_bytes()
    except OSError:
        raise PlanRefused(path.name, (Problem(None, say("plan.no_file")),)) from None
    source = read_source(content, path.name)
    day = day or _stated_day(path) or _year_end(source.above)
    return assemble(source.rows, path.name, reference, day)


def plan_in_use(folder: Path = PLAN) -> Path:
    """The plan's file in `data/plan`: the newest by date of those whose TOML says `is_plan = true`.

    Raises FileNotFoundError where there is none.
    """
    dated: list[tuple[date, Path]] = []
    for beside in sorted(folder.glob("*.toml")):
        facts = tomllib.loads(beside.read_text(encoding="utf-8"))
        files = [f for f in sorted(folder.glob(f"{beside.stem}.*")) if f.suffix != ".toml"]
        if facts.get("is_plan") is True and files:
            dated.append((facts["date"], files[0]))
    if not dated:
        raise FileNotFoundError(folder)
    return max(dated)[1]


def _stated_day(path: Path) -> date | None:
    beside = path.with_suffix(".toml")
    if not beside.is_file():
        return None
    day = tomllib.loads(beside.read_text(encoding="utf-8")).get("date")
    return day if isinstance(day, date) else None


def _year_end(text: str) -> date | None:
    years = [int(year) for year in _YEAR_OF_DOCUMENT.findall(text)]
    return date(max(years), 12, 31) if years else None
