"""`python -m etl blank FORM --unit CODE (--year Y | --period P) --out FILE.xlsx`: write a form to fill in."""

import argparse
import sys
from datetime import date
from pathlib import Path

from coop.duties.periods import Period
from coop.reference import Ambiguous, Unit, reference
from coop.text import say
from etl.indicators import indicators_owed, owed_on, period_of_text, period_title
from etl.returns.blank import write_blank
from etl.returns.forms import Form, UnknownForm, form, form_codes
from etl.returns.periods import has_period
from etl.returns.sender import find_unit


class _Refused(Exception):
    """What was asked for cannot be written; the text is the sentence for the asker."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument(
        "form", metavar="FORM", help=say("returns.blank_form_help", known=", ".join(form_codes()))
    )
    parser.add_argument("--unit", required=True, metavar="CODE", help=say("returns.blank_unit_help"))
    parser.add_argument("--year", metavar="Y", help=say("returns.blank_year_help"))
    parser.add_argument("--period", metavar="P", help=say("returns.blank_period_help"))
    parser.add_argument("--out", required=True, metavar="FILE.xlsx", help=say("returns.blank_out_help"))


def run(arguments: argparse.Namespace) -> int:
    """Write the form; 0 written, 2 with a sentence where it cannot be."""
    try:
        print(_write(arguments))
    except _Refused as refusal:
        print(refusal, file=sys.stderr)
        return 2
    return 0


def _write(arguments: argparse.Namespace) -> str:
    asked = _form(arguments.form)
    period = _period(asked, arguments.period)
    year = period.year if period else _year(asked, arguments.year or "")
    unit = _unit(asked, arguments.unit, owed_on(period) if period else date(year, 12, 31))
    if period and not indicators_owed(unit.unit_code, period):
        raise _Refused(say("returns.blank_none_owed", unit=unit.title, period=period_title(period)))
    out = Path(arguments.out)
    if out.suffix.lower() != ".xlsx":
        raise _Refused(say("returns.blank_bad_file", file=out))
    try:
        write_blank(asked.code, unit.unit_code, year, out, period=period)
    except OSError as problem:
        raise _Refused(_why_not_written(out, problem)) from None
    return say(
        "returns.blank_written",
        number=asked.number,
        title=asked.short_title,
        unit=unit.title,
        year=period_title(period) if period else say("returns.blank_year", year=year),
        file=out,
    )


def _why_not_written(out: Path, problem: OSError) -> str:
    if not out.parent.is_dir():
        return say("returns.blank_no_folder", file=out, folder=out.parent)
    if isinstance(problem, PermissionError | IsADirectoryError):
        return say("returns.blank_not_allowed", file=out)
    return say("returns.blank_not_written", file=out, detail=problem.strerror or problem)


def _form(code: str) -> Form:
    try:
        return form(code)
    except UnknownForm as unknown:
        known = ", ".join(unknown.known)
        raise _Refused(say("returns.blank_unknown_form", form=code, known=known)) from None


def _year(asked: Form, text: str) -> int:
    header = asked.header["year"]
    low, high = header.minimum or 0, header.maximum or 9999
    year = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else None
    if year is None or not low <= year <= high:
        raise _Refused(say("returns.blank_bad_year", year=text, minimum=low, maximum=high))
    return year


def _period(asked: Form, text: str | None) -> Period | None:
    """The period asked for; None for a form by year, which takes no period."""
    if not has_period(asked):
        return None
    period = period_of_text(text or "")
    if period is None:
        raise _Refused(say("returns.blank_bad_period", period=text or "", number=asked.number))
    return period


def _unit(asked: Form, text: str, day: date) -> Unit:
    found = find_unit(text, day, reference())
    if isinstance(found, Ambiguous):
        known = " / ".join(f"{unit.title} ({unit.unit_code})" for unit in found.units)
        raise _Refused(say("returns.blank_ambiguous_unit", unit=text, known=known))
    if found is None:
        codes = [u.unit_code for u in reference().units_on(day) if u.unit_kind in asked.unit_kinds]
        sentence = "blank_unknown_unit" if codes else "blank_no_units"
        facts = {"unit": text, "year": day.year, "known": ", ".join(codes), "number": asked.number}
        raise _Refused(say(f"returns.{sentence}", **facts))
    if found.unit_kind not in asked.unit_kinds:
        facts = {"unit": found.title, "number": asked.number, "title": asked.short_title}
        raise _Refused(say("returns.blank_wrong_unit", **facts))
    return found
