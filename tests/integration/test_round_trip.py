"""Reading gives back what writing was given, for random returns of either form."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coop.reference import reference
from etl.returns.blank import write_blank
from etl.returns.forms import form, value_list
from etl.returns.limits import max_points
from etl.returns.owed import tasks_owed
from etl.returns.read import read_return
from etl.returns.tidy import mended
from tests.faults.sizes import tries

YEAR = 2024
LAW = reference().rule_set_for(YEAR)
FEW = settings(max_examples=tries(12, 40), suppress_health_check=list(HealthCheck))
Values = dict[str, Any]

# Letters of Vietnamese, figures and marks; text that the reader would rightly mend is no round trip.
LETTERS = (
    "aáàảãạăắâấbcdđeéêếghiíklmnoóôốơớpqrstuúưứvxyýAĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXY0123456789 -/().,;:%&'\"=+@<>"
)


def clean_text(text: str) -> str:
    """The text as the store keeps it."""
    return mended(text)[0]


def says_something(text: str) -> bool:
    """Whether a text is neither blank nor a mark for a blank cell."""
    return any(letter.isalnum() for letter in text) and "n/a" not in text.lower() and text.lower() != "na"


texts = st.text(LETTERS, min_size=1, max_size=60).map(clean_text).filter(says_something)
days = st.dates(date(YEAR, 1, 1), date(YEAR, 12, 15))


def amounts(lowest: int) -> st.SearchStrategy[Decimal]:
    """Millions of đồng with up to two decimals."""
    return st.decimals(min_value=lowest, max_value=10**6, places=2, allow_nan=False)


@st.composite
def task_rows(draw: st.DrawFn) -> list[Values]:
    """Lines of some of the tasks that district 444 owes, each right by every rule."""
    items = {row["task_code"]: row["item_no"] for row in reference().table("items")}
    rows: list[Values] = []
    for task in draw(st.lists(st.sampled_from(sorted(tasks_owed("444", YEAR))), unique=True, min_size=1)):
        row: Values = {"task_code": task, "duty_state": draw(st.sampled_from(codes("duty_state")))}
        if draw(st.booleans()):
            row["item_no"] = draw(st.integers(1, items[task]))
        if row["duty_state"] == "completed":
            row |= {"completed_on": draw(days), "evidence": draw(texts)}
        for name in ("difficulties", "proposals"):
            if draw(st.booleans()):
                row[name] = draw(texts)
        rows.append(row)
    return rows


def codes(name: str) -> list[str]:
    """The codes of a list."""
    return [value.code for value in value_list(name).values]


@st.composite
def coop_rows(draw: st.DrawFn) -> list[Values]:
    """Cooperatives, unions and funds, each right by every rule; points where the law asks for them."""
    numbers = draw(st.lists(st.integers(1, 99_999), unique=True, min_size=1, max_size=6))
    return [draw(coops(ordinal, number)) for ordinal, number in enumerate(numbers, start=1)]


@st.composite
def coops(draw: st.DrawFn, ordinal: int, number: int) -> Values:
    """One cooperative."""
    row: Values = {
        "ordinal": ordinal,
        "coop_code": f"00427{number:05}",
        "name": draw(texts),
        "commune": draw(texts),
        "founded_on": draw(st.dates(date(1960, 1, 1), date(YEAR - 2, 12, 31))),
        "member_count": draw(st.integers(0, 99_999)),
        "capital_million_vnd": draw(amounts(0)),
        "profit_million_vnd": draw(amounts(-1000)),
    }
    for name in ("legal_kind", "sector_code", "service", "operating_state"):
        row[name] = draw(st.sampled_from(codes(name)))
    if row["legal_kind"] != "credit_fund" and row["operating_state"] == "operating":
        row |= draw(scores())
    return row


@st.composite
def scores(draw: st.DrawFn) -> Values:
    """Points within every maximum and cap; what is declared is not given, so that nothing contradicts."""
    found: Values = {}
    room = {group.group_code: group.max_points for group in LAW.criterion_groups}
    for column in form("classification").columns:
        if column.criterion is None or not column.in_blank or column.group is None:
            continue
        most = min(max_points(column.criterion, LAW) or Decimal(0), room[column.group])
        halves = draw(st.integers(0, int(most * 2)))
        found[column.name] = Decimal(halves) / 2
        room[column.group] -= found[column.name]
    return found


def said(row: Any) -> Values:
    """The values of a row that hold something."""
    return {name: value for name, value in row.items() if value is not None}


def read_back(form_code: str, rows: list[Values], reported_on: date) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "b.xlsx"
        write_blank(form_code, "444", YEAR, path, rows, reported_on=reported_on)
        answer = read_return(path)
    assert (answer.refused, answer.rejects, answer.changes) == (None, (), ())
    assert (answer.form_code, answer.unit_code, answer.report_year) == (form_code, "444", YEAR)
    assert answer.reported_on == reported_on
    assert [said(row.values) for row in answer.rows] == rows


@FEW
@given(task_rows(), st.integers(0, 60))
def test_a_task_return_is_read_as_it_was_written(rows: list[Values], later: int) -> None:
    read_back("task_status", rows, date(YEAR, 12, 15) + timedelta(days=later))


@FEW
@given(coop_rows())
def test_a_classification_is_read_as_it_was_written(rows: list[Values]) -> None:
    read_back("classification", rows, date(YEAR, 12, 14))


@pytest.mark.parametrize("text", ["=1+1", "+84 912", "-3", "@ai", "1.234", "0042", "<b>x</b>", "12/5"])
def test_text_that_looks_like_something_else_stays_text(text: str) -> None:
    row = {"task_code": "1.1", "duty_state": "in_progress", "difficulties": text}
    read_back("task_status", [row], date(YEAR, 12, 15))
