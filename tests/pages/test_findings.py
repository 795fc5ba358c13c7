"""The sentences on top of the pages are true under every scope, and silent where nothing is to say."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.duties.status import STATUSES
from coop.format import ratio
from coop.queries.parts import COUNTS
from coop.text import say
from coop.ui.dictionary import folded, found
from coop.ui.findings import (
    groups_finding,
    interval_words,
    plan_finding,
    share_words,
    tasks_finding,
    units_finding,
)
from coop.ui.markup import element, plain, text_element
from coop.ui.ratings import rating_finding
from coop.ui.returns import returns_finding

Counts = dict[str, int]


def counts(**statuses: int) -> Counts:
    """A row of COUNTS from some of the seven statuses; all that applies is due unless `due` says less."""
    due = statuses.pop("due", None)
    row = dict.fromkeys(COUNTS, 0) | dict.fromkeys(STATUSES, 0) | statuses
    row["duty_count"] = sum(row[name] for name in STATUSES)
    row["applicable_count"] = row["duty_count"] - row["not_applicable"]
    row["completed_count"] = row["completed_on_time"] + row["completed_late"]
    row["due_count"] = row["applicable_count"] if due is None else due
    row["due_on_time_count"] = min(row["completed_on_time"], row["due_count"])
    return row


def units(*rows: Counts, reported: bool = True) -> pd.DataFrame:
    """A frame of units called A, B, … with these counts."""
    named = [
        {"unit_code": name, "title": f"Unit {name}", "short_title": name, "has_reported": reported} | row
        for name, row in zip("ABCDEFG", rows, strict=False)
    ]
    return pd.DataFrame(named, columns=["unit_code", "title", "short_title", "has_reported", *COUNTS])


@pytest.mark.parametrize(
    ("total", "key", "values"),
    [
        (counts(), "app.nothing_in_scope", {}),
        (counts(not_applicable=3, not_reported=9, due=0), "overview.finding_not_due", {"done": "0/9"}),
        (counts(not_reported=9), "overview.finding_nobody", {"n": "9"}),
        (
            counts(completed_on_time=7, completed_late=1),
            "overview.finding_all_done",
            {"n": "8", "on_time": "7"},
        ),
        (counts(completed_on_time=2, in_progress=5, due=0), "overview.finding_not_due", {"done": "2/7"}),
        (
            counts(completed_on_time=2, not_reported=1),
            "overview.finding_none_overdue_unreported",
            {"unreported": "1/3"},
        ),
        (counts(completed_on_time=2, in_progress=1), "overview.finding_none_overdue", {"done": "2/3"}),
    ],
)
def test_a_plan_with_nothing_overdue_says_why(total: Counts, key: str, values: dict[str, str]) -> None:
    assert plan_finding(total, units(total, total)) == say(key, **values)


def test_the_unit_with_most_overdue_is_named_and_ties_are_counted() -> None:
    worst, other = counts(overdue=6), counts(overdue=1, completed_on_time=5)
    assert "A (6/6)" in plan_finding(counts(overdue=7, completed_on_time=5), units(worst, other))
    two = plan_finding(counts(overdue=12), units(worst, worst))
    assert say("app.two_units", one="A", two="B", n="6") in two
    four = plan_finding(counts(overdue=24), units(worst, worst, worst, worst))
    assert say("app.many_units", unit="A", more="3", n="6") in four


def test_much_silence_belongs_in_the_title() -> None:
    loud = plan_finding(counts(overdue=8, not_reported=1), units(counts(overdue=8), counts(not_reported=1)))
    silent = plan_finding(counts(overdue=8, not_reported=4), units(counts(overdue=8), counts(not_reported=4)))
    assert say("overview.finding_unreported", unreported="4/12") in silent
    assert "1/9" not in loud


def test_one_unit_alone_is_named_first_and_not_called_the_most() -> None:
    alone = units(counts(overdue=2, completed_on_time=4))
    finding = plan_finding(counts(overdue=2, completed_on_time=4), alone)
    assert finding.startswith("A: ")
    assert "2/6" in finding
    assert units_finding(alone, "district") == finding


numbers = st.integers(min_value=0, max_value=40)
rows = st.builds(lambda values: counts(**dict(zip(STATUSES, values, strict=True))), st.tuples(*[numbers] * 7))


@given(st.lists(rows, min_size=1, max_size=6))
def test_every_finding_holds_only_figures_that_are_there(given_rows: list[Counts]) -> None:
    total = counts(**{name: sum(row[name] for row in given_rows) for name in STATUSES})
    frame = units(*given_rows)
    sentence = plan_finding(total, frame)
    assert sentence.strip() == sentence
    if total["overdue"]:
        assert ratio(total["overdue"], total["applicable_count"]) in sentence
    assert units_finding(frame, "agency")
    tasks = frame.assign(task_code=frame["unit_code"], group_code=frame["unit_code"])
    assert tasks_finding(tasks)
    assert groups_finding(tasks)


@pytest.mark.parametrize(
    ("count", "total", "share"),
    [(3, 9, ""), (5, 10, say("app.small_share", share="50,0 %")), (15, 20, "75,0 %")],
)
def test_a_share_is_shown_as_its_base_bears_it(count: int, total: int, share: str) -> None:
    assert share_words(count, total) == share
    assert bool(interval_words(count, total)) is (total >= 10)


def outcomes(**by_year: tuple[int, int]) -> pd.DataFrame:
    """A frame of outcomes: good and weak of each year `y2024=(good, weak)`."""
    records = [
        {"assessment_year": int(year[1:]), "outcome": outcome, "coop_count": count}
        for year, pair in by_year.items()
        for outcome, count in zip(("good", "weak"), pair, strict=True)
    ]
    return pd.DataFrame(records, columns=["assessment_year", "outcome", "coop_count"])


def test_ratings_are_compared_with_the_year_before_where_there_is_one() -> None:
    up, points = say("ratings.finding_up", points="10,0", year=2023), outcomes(y2023=(4, 6), y2024=(5, 5))
    assert rating_finding(points, 2024).endswith(up)
    down = say("ratings.finding_down", points="10,0", year=2023)
    assert rating_finding(outcomes(y2023=(5, 5), y2024=(4, 6)), 2024).endswith(down)
    same = say("ratings.finding_same", year=2023)
    assert rating_finding(outcomes(y2023=(5, 5), y2024=(5, 5)), 2024).endswith(same)
    assert rating_finding(outcomes(y2024=(5, 5)), 2024).startswith("5/10 ")
    assert rating_finding(outcomes(), 2024) == say("ratings.finding_none", year=2024)


def test_returns_are_told_by_what_is_missing_and_what_is_not_yet_due() -> None:
    states = pd.DataFrame({"state": ["on_time", "late", "missing", "not_due"]})
    assert returns_finding(states).startswith(say("returns_status.finding_sent", share="2/4"))
    assert say("returns_status.finding_missing", n="1") in returns_finding(states)
    waiting = returns_finding(states[states["state"].isin(["on_time", "not_due"])])
    assert say("returns_status.finding_not_due") in waiting
    assert returns_finding(states.head(0)) == say("returns_status.finding_none")


@given(st.text())
def test_text_is_inert_as_html_and_as_markdown(text: str) -> None:
    drawn = text_element("p", text, title=text)
    assert drawn.count("<") == drawn.count(">") == 2
    invisible = str.maketrans({"\\": None, "\u2060": None})  # what keeps Markdown and links from beginning
    assert plain(text).translate(invisible) == text.translate(invisible)
    assert element("p", "<b>1</b>", css="x") == '<p class="x"><b>1</b></p>'


def test_the_dictionary_is_searched_without_marks_and_case() -> None:
    frame = pd.DataFrame(
        {"title": ["Quá hạn", "Đúng hạn", "Số hợp tác xã"], "unit": ["nhiệm vụ", None, "HTX"]}
    )
    assert list(found(frame, "HAN")["title"]) == ["Quá hạn", "Đúng hạn"]
    assert list(found(frame, "dung")["title"]) == ["Đúng hạn"]
    assert list(found(frame, "htx hop")["title"]) == ["Số hợp tác xã"]
    assert found(frame, "  ").equals(frame)
    assert folded("Đ ế") == "d e"
