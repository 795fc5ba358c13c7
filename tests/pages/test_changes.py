"""The page of changes: its figures against plain SQL, its two days, its silence where nothing changed."""

from datetime import date

import pytest

from coop.format import date_text
from coop.text import say
from tests.pages.conftest import Figures
from tests.pages.reader import Address, as_of, finding, headlines, is_well, open_page, tables, text_of

# Written apart from the product's own query, on purpose.
STATED = """
SELECT duty_code, if(k.duty_state IS NULL, 'silent',
          if(k.duty_state = 'not_applicable', 'none',
             if(k.duty_state = 'completed', if(k.completed_on <= d.due_on, 'on_time', 'late'),
                if(d.due_on < $day, 'overdue', k.duty_state)))) AS status
FROM dim_duty d LEFT JOIN (SELECT * FROM fact_duty_event
     WHERE known_from <= $day AND coalesce(known_until, DATE '9999-01-01') > $day) k USING (duty_code)
WHERE d.plan_year = $year"""
PAIRS: list[tuple[Address, date, date, int]] = [
    ({}, date(2025, 2, 20), date(2025, 2, 21), 2024),
    ({"since": "2024-12-01"}, date(2024, 12, 1), date(2025, 2, 21), 2024),
    (
        {"year": "2023", "as_of": "2023-12-31", "since": "2023-07-01"},
        date(2023, 7, 1),
        date(2023, 12, 31),
        2023,
    ),
]


def listed(app_tables: dict[str, list[list[str]]], title: str) -> list[list[str]]:
    """Rows of the table whose name begins with `title`, without the head; none where it is not drawn."""
    return next((rows[1:] for name, rows in app_tables.items() if name.startswith(title)), [])


@pytest.mark.parametrize(("address", "since", "day", "year"), PAIRS)
def test_what_moved_between_two_days_is_what_the_store_says(
    figures: Figures, address: Address, since: date, day: date, year: int
) -> None:
    app = open_page("changes", address)
    assert is_well(app)
    assert as_of(app) == day
    then, now = (STATED.replace("$day", f"DATE '{one}'").replace("$year", str(year)) for one in (since, day))
    [(moved,)] = figures(
        f"SELECT count(*) FROM ({then}) b JOIN ({now}) n USING (duty_code) WHERE b.status <> n.status"
    )
    [(came,)] = figures(
        "SELECT count(*) FROM log_return WHERE report_year = ? AND received_on > ? AND received_on <= ? "
        "AND refused IS NULL",
        year,
        since,
        day,
    )
    drawn = tables(app)
    assert moved > 0
    assert len(listed(drawn, say("changes.duties", n=moved))) == moved
    assert say("changes.duties_moved", n=moved) in finding(app)
    assert headlines(app)[say("changes.headline_came")].split()[0] == str(came)
    assert date_text(since) in finding(app)
    assert date_text(day) in finding(app)


def test_the_page_opens_with_the_last_news(figures: Figures) -> None:
    app = open_page("changes")
    [(files,)] = figures(
        "SELECT count(*) FROM log_return WHERE report_year = 2024 AND received_on = ?", as_of(app)
    )
    assert files > 0
    assert say("changes.returns_came", n=files) in finding(app)


@pytest.mark.usefixtures("store")
def test_a_day_after_the_one_on_show_is_answered_with_the_usual_one() -> None:
    for since in ("2025-12-31", "2025-02-21"):
        app = open_page("changes", {"since": since})
        assert is_well(app)
        assert date_text(date(2025, 2, 20)) in finding(app)
        told = say("changes.since_not_before", since=date_text(date.fromisoformat(since)), used="20/02/2025")
        assert told in text_of(app)


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("since", ["((", "31/12/2024", "1066-10-14", "9999-12-31"])
def test_nonsense_for_the_earlier_day_is_answered_not_obeyed(since: str) -> None:
    app = open_page("changes", {"since": since})
    assert is_well(app)
    assert finding(app) == finding(open_page("changes"))
    assert "địa chỉ trang" in text_of(app)


@pytest.mark.usefixtures("store")
def test_where_nothing_changed_the_page_says_so_and_lists_nothing() -> None:
    app = open_page("changes", {"as_of": "2025-12-31", "since": "2025-12-01"})
    days = {"since": "01/12/2025", "day": "31/12/2025"}
    assert finding(app) == say("changes.finding_nothing", **days)
    assert not tables(app)


@pytest.mark.usefixtures("store")
def test_under_agencies_alone_no_cooperative_is_shown() -> None:
    app = open_page("changes", {"agencies": "Sở Công Thương", "since": "2024-01-01"})
    assert is_well(app)
    assert say("changes.headline_outcomes") not in headlines(app)
    assert not listed(tables(app), say("changes.outcomes", year=2024, n="").strip())


def test_the_overview_says_what_the_last_returns_changed_and_leads_there(figures: Figures) -> None:
    app = open_page("overview")
    day = as_of(app)
    [(files,)] = figures("SELECT count(*) FROM log_return WHERE report_year = 2024 AND received_on = ?", day)
    said = say("changes.news", day=date_text(day), n=files, moved="").rstrip(" .")
    assert said in text_of(app)
    assert say("changes.news_moved", n=1, moves="")[:20] in text_of(app)
    assert say("changes.see") in [link.label for link in app.get("page_link")]


@pytest.mark.usefixtures("store")
def test_before_the_first_return_the_overview_tells_no_news() -> None:
    app = open_page("overview", {"year": "2022", "as_of": "2022-01-01"})
    assert is_well(app)
    assert say("changes.see") not in [link.label for link in app.get("page_link")]
