"""The calendar of deadlines: what the store owes, day for day, in a file that calendars read."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.exports.calendar_file import Entry, calendar_bytes
from coop.notes.calendar import calendar_of, entries_of
from coop.queries.deadlines import deadlines
from coop.queries.indicator_rows import expected_periods
from coop.queries.returns import expected_returns
from coop.queries.scope import Scope
from etl.__main__ import main

YEAR, DAY = 2024, date(2025, 1, 31)
MADE_AT = datetime(2024, 12, 1, 2, 30, tzinfo=UTC)


def events(content: bytes) -> list[icalendar.Event]:
    """The events of a calendar, which must be one that the library takes without a complaint."""
    calendar = icalendar.Calendar.from_ical(content)
    assert isinstance(calendar, icalendar.Calendar)
    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"]
    found = [part for part in calendar.walk("VEVENT") if isinstance(part, icalendar.Event)]
    assert not [error for event in found for error in event.errors]
    return found


letters = st.characters(exclude_categories=["Cc", "Cs"])
texts = st.text(st.one_of(letters, st.sampled_from('ạếữ;,\\\n:"')), max_size=200)


@given(texts, texts, st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1)))
def test_any_text_and_day_come_out_as_they_went_in(title: str, description: str, day: date) -> None:
    content = calendar_bytes("x", [Entry("key-1", day, title, description)], MADE_AT)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    [event] = events(content)
    assert str(event["SUMMARY"]) == title
    assert str(event["DESCRIPTION"]) == description
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (day, day + timedelta(days=1))
    assert event["DTSTAMP"].dt == MADE_AT


def test_deadlines_are_those_of_the_page_of_returns(demo_home: Path) -> None:
    scope = Scope(YEAR, DAY)
    known = deadlines(scope)
    key = ["unit_code", "due_on"]
    returns, periods = expected_returns(scope), expected_periods(scope)
    assert sorted(known[known["form_code"] != "indicators"][key].values.tolist()) == sorted(
        returns[key].values.tolist()
    )
    assert sorted(known[known["form_code"] == "indicators"][key].values.tolist()) == sorted(
        periods[key].values.tolist()
    )
    assert not known.isna().any(axis=None)
    assert set(known[known["form_code"] != "indicators"]["confidence"]) == {"A"}


def test_the_calendar_of_all_units_has_each_deadline_once_with_its_units(demo_home: Path) -> None:
    scope = Scope(YEAR, DAY)
    known = deadlines(scope)
    entries = entries_of(known)
    assert len({entry.key for entry in entries}) == len(entries) < len(known)
    found = {str(event["UID"]): event for event in events(calendar_of(scope, "tỉnh"))}
    assert len(found) == len(entries)
    law = found["classification-2024-1218@coop-dashboard"]
    assert law["DTSTART"].dt == date(2024, 12, 18)
    assert str(law["STATUS"]) == "CONFIRMED"
    assert "(13 đơn vị)" in str(law["SUMMARY"])
    assert str(law["DESCRIPTION"]).count("UBND") == 13
    assert "Điều 9 Thông tư 01/2020/TT-BKHĐT" in str(law["DESCRIPTION"])
    assert "Độ tin cậy: A" in str(law["DESCRIPTION"])
    assumed = [event for event in found.values() if str(event["STATUS"]) == "TENTATIVE"]
    assert len(assumed) == 12 + 4 + 2 + 13, "months, quarters, halves, weeks"
    assert all(str(event["SUMMARY"]).startswith("Hạn nộp dự kiến") for event in assumed)


def test_the_command_writes_the_deadlines_of_one_unit(
    demo_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "444.ics"
    assert main(["calendar", "--unit", "444", "--year", "2024", "--out", str(file)]) == 0
    known = deadlines(Scope(YEAR, DAY, districts=("444",)))
    found = events(file.read_bytes())
    assert [event["DTSTART"].dt for event in found] == [day.date() for day in known["due_on"]]
    assert all(str(event["UID"]).endswith("-444@coop-dashboard") for event in found)
    assert f"{len(known)} hạn nộp của UBND huyện Hương Khê" in capsys.readouterr().out


def test_a_unit_or_a_year_that_is_not_there_is_told_with_those_that_are(
    demo_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "x.ics"
    assert main(["calendar", "--unit", "999", "--out", str(file)]) == 2
    assert "436, 437, 439" in capsys.readouterr().err
    assert main(["calendar", "--unit", "444", "--year", "1999", "--out", str(file)]) == 2
    assert "2022, 2023, 2024" in capsys.readouterr().err
    assert not file.exists()
