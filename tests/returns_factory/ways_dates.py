"""Days in other ways than a date cell."""

from collections.abc import Callable
from datetime import date, datetime

from tests.returns_factory.draft import Cell, Draft
from tests.returns_factory.way import COOPS, FILE, FRAME, TASKS, TEXT, way


def _dates(draft: Draft, write: Callable[[date], Cell]) -> None:
    """Write every date of the data and of the labels above it anew."""
    for line in draft.data():
        line.values = {n: write(v) if isinstance(v, date) else v for n, v in line.values.items()}
    for page in draft.pages:
        page.above = [[write(v) if isinstance(v, date) else v for v in row] for row in page.above]


def _serial(day: date, start: date) -> int:
    return (day - start).days


@way(TEXT, "dates")
def dates_as_serial_numbers(draft: Draft) -> None:
    """45616 in a cell of no format."""
    _dates(draft, lambda day: _serial(day, date(1899, 12, 30)))
    draft.expected.changes.add("change_date")


@way(FILE, "calendar")
def a_workbook_of_the_1904_calendar(draft: Draft) -> None:
    """Dates as dates, counted from 1904."""
    draft.date1904 = True


@way(TEXT, "calendar")
def serial_numbers_of_the_1904_calendar(draft: Draft) -> None:
    """Serial numbers in cells of no format, counted from 1904."""
    draft.date1904 = True
    _dates(draft, lambda day: _serial(day, date(1904, 1, 1)))
    draft.expected.changes.add("change_date")


@way(TEXT, "dates")
def dates_as_text(draft: Draft) -> None:
    """20/11/2024."""
    _dates(draft, lambda day: f"{day:%d/%m/%Y}")
    draft.expected.changes.add("change_date")


@way(TEXT, "dates")
def dates_as_short_text(draft: Draft) -> None:
    """5-3-24, and 22-4-96 for 1996."""
    _dates(draft, lambda day: f"{day.day}-{day.month}-{day:%y}")
    draft.expected.changes.add("change_date")


@way(TEXT, "dates")
def dates_in_words(draft: Draft) -> None:
    """Ngày 20 tháng 11 năm 2024."""
    _dates(draft, lambda day: f"Ngày {day:%d} tháng {day:%m} năm {day.year}")
    draft.expected.changes.add("change_date")


@way(TEXT, "dates")
def dates_with_a_time(draft: Draft) -> None:
    """2024-11-20 00:00:00 as text, as a database gives it."""
    _dates(draft, lambda day: f"{day.isoformat()} 00:00:00")
    draft.expected.changes.add("change_date")


@way(FRAME, "years", TASKS)
def months_for_days_of_completion(draft: Draft) -> None:
    """'Tháng 11/2024' and 'Quý I/2024': done by their last day, which is listed."""
    written = {0: ("Tháng 11/2024", date(2024, 11, 30)), 3: ("Quý I/2024", date(2024, 3, 31))}
    _periods(draft, "completed_on", written)


@way(FRAME, "years", COOPS)
def years_for_days_of_founding(draft: Draft) -> None:
    """'2003', '12/2011' and 'năm 2018': from their first day, which is listed."""
    written = {
        0: (2003, date(2003, 1, 1)),
        1: ("12/2011", date(2011, 12, 1)),
        2: ("năm 2018", date(2018, 1, 1)),
    }
    _periods(draft, "founded_on", written)


def _periods(draft: Draft, name: str, written: dict[int, tuple[Cell, date]]) -> None:
    for line in draft.data():
        if line.source in written:
            line.values[name] = written[line.source][0]
    for source, (_, day) in written.items():
        if source in draft.expected.rows:
            draft.expected.rows[source][name] = day
    draft.expected.changes.add("change_period")


@way(TEXT, "moments")
def dates_with_midnight(draft: Draft) -> None:
    """Date cells that carry a time of day."""
    _dates(draft, lambda day: datetime(day.year, day.month, day.day, 9, 30))  # noqa: DTZ001  a cell has no zone
