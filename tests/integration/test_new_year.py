"""A new year without anybody's hand: the old year is closed, the new one is followed, dates move along."""

from datetime import date
from pathlib import Path

import pytest

from coop.notes.calendar import unit_calendar
from coop.notes.pieces import coming, missing, owed_returns
from coop.notes.week import week_of
from coop.notes.weekly import weekly
from coop.queries.build import plan_years
from tests.build_factory import build_of, line, received


@pytest.fixture
def in_january(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store whose last return is a late one of 2025, received in January 2026; none speaks of 2026 yet."""
    monkeypatch.setenv("COOP_HOME", str(tmp_path))
    row = line("1.1", "completed", completed_on=date(2025, 12, 1))
    late = received("task_status", "STC", 2025, [row], date(2026, 1, 6), 1, is_illustrative=False)
    build_of(tmp_path, late)
    return tmp_path


def test_the_new_year_is_owed_and_in_the_calendar_before_anything_of_it_has_come(in_january: Path) -> None:
    assert plan_years()[-1] == 2026
    year, title, count, content = unit_calendar("STC")
    assert (year, title) == (2026, "Sở Tài chính")
    assert count > 0
    assert b"DTSTART;VALUE=DATE:20261219" in content


def test_in_january_the_note_still_follows_the_old_year_and_already_asks_for_the_new_one(
    in_january: Path,
) -> None:
    week = week_of(date(2026, 1, 20))
    assert (week.scope.plan_year, week.years) == (2025, (2025, 2026))
    owed = owed_returns(week)
    assert "Tình hình thực hiện nhiệm vụ năm 2025" in set(missing(owed)["what"])
    assert any("/2026" in what for what in coming(owed, week)["what"]), "January's indicators fall due"
    [note] = [one for one in weekly(date(2026, 1, 20)).units if one.unit_code == "STC"]
    assert note.note.parts[0].title == "Nhiệm vụ năm 2025, tính đến 20/01/2026"


def test_from_march_on_the_note_follows_the_new_year_alone(in_january: Path) -> None:
    week = week_of(date(2026, 3, 3))
    assert (week.scope.plan_year, week.years) == (2026, (2026,))
    assert not any("2025" in what for what in owed_returns(week)["what"])
