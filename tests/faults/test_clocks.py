"""The legal midnight is Viet Nam's, whatever the server's clock is set to; so are leap days and new years."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path

import pytest

from coop import clock
from coop.queries.returns import expected_returns
from coop.queries.scope import Scope
from etl.returns.blank import blank_bytes
from etl.returns.read import read_return
from etl.warehouse.arriving import received_day
from etl.warehouse.load import Upload, load

SetClock = Callable[[str], None]


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[SetClock]:
    """Stop the clock of a server in UTC at a moment of Viet Nam (+07:00): '2024-12-18 23:59:59'."""

    def set_to(moment: str) -> None:
        stopped = datetime.fromisoformat(f"{moment}+07:00")

        class Stopped(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
                return stopped.astimezone(tz) if tz else stopped.astimezone(UTC).replace(tzinfo=None)

        monkeypatch.setattr(clock, "datetime", Stopped)

    monkeypatch.setenv("TZ", "UTC")
    if hasattr(time, "tzset"):
        time.tzset()
    yield set_to
    monkeypatch.undo()
    if hasattr(time, "tzset"):
        time.tzset()


def sent(unit: str) -> bytes:
    row = {"task_code": "1.1", "duty_state": "in_progress"}
    return blank_bytes("task_status", unit, 2024, [row], reported_on=date(2024, 12, 1))


def test_a_second_before_midnight_is_on_time_and_midnight_is_late(
    set_clock: SetClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COOP_HOME", str(tmp_path))
    set_clock("2024-12-18 23:59:59")
    load([Upload("on_time.xlsx", sent("444"))])
    set_clock("2024-12-19 00:00:00")
    load([Upload("late.xlsx", sent("436"))])
    owed = expected_returns(Scope(2024, date(2025, 1, 31), districts=("436", "444")))
    owed = owed[owed["form_code"] == "task_status"].set_index("unit_code")
    assert owed["state"].to_dict() == {"444": "on_time", "436": "late"}
    assert owed["received_on"].dt.date.to_dict() == {"444": date(2024, 12, 18), "436": date(2024, 12, 19)}


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2024-02-29 00:00:00", date(2024, 2, 29)),
        ("2024-02-29 23:59:59", date(2024, 2, 29)),
        ("2024-03-01 00:00:00", date(2024, 3, 1)),
        ("2024-12-31 23:59:59", date(2024, 12, 31)),
        ("2025-01-01 00:00:00", date(2025, 1, 1)),
    ],
)
def test_the_day_of_receipt_and_the_day_shown_are_those_of_viet_nam(
    moment: str, day: date, set_clock: SetClock
) -> None:
    set_clock(moment)
    assert received_day(read_return(sent("444"), "a.xlsx"), None) == (day, "clock")
    assert clock.today() == day
