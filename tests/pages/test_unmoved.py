"""Done, and nothing moved: the overview and the tasks name exactly what the store says, under every scope."""

import re
from collections import Counter
from datetime import date
from typing import Any

import pytest

from coop.text import say
from tests.pages.conftest import Figures
from tests.pages.reader import as_of, is_well, open_page, text_of

Address = dict[str, str | list[str]]
SCOPES: list[tuple[Address, Any]] = [
    ({}, lambda task, unit: True),
    ({"year": "2023"}, lambda task, unit: True),
    ({"as_of": "2024-12-20"}, lambda task, unit: True),
    ({"districts": ["Hương Khê", "Can Lộc"]}, lambda task, unit: unit in ("443", "444")),
    ({"groups": ["4. Quản lý nhà nước"]}, lambda task, unit: task.startswith("4.")),
]


def unmoved(figures: Figures, year: int, day: date) -> list[tuple[str, str]]:
    """Task and unit of every duty that is completed while none of the unit's indicators of it got better.

    Worked out value by value, without the product's query.
    """
    known = "known_from <= ?1 AND coalesce(known_until > ?1, TRUE)"
    values = {
        (code, unit, period): value
        for code, unit, period, value in figures(
            f"SELECT indicator_code, unit_code, period_code, value FROM fact_indicator_value WHERE {known}",
            day,
        )
    }
    about = {
        code: (task, direction)
        for code, task, direction in figures("SELECT indicator_code, task_code, direction FROM dim_indicator")
    }
    periods = {
        code: (last, before)
        for code, last, before in figures(
            "SELECT period_code, last_day, year_before_code FROM dim_period WHERE report_year = ?", year
        )
    }
    newest: dict[tuple[str, str], tuple[date, str]] = {}
    for code, unit, period in values:
        if period in periods and (code, unit, periods[period][1]) in values:
            newest[code, unit] = max(newest.get((code, unit), (date.min, "")), (periods[period][0], period))
    moves: dict[tuple[str, str], list[bool]] = {}
    for (code, unit), (_, period) in newest.items():
        task, direction = about[code]
        if direction != "neither":
            change = values[code, unit, period] - values[code, unit, periods[period][1]]
            is_better = change > 0 if direction == "more" else change < 0
            moves.setdefault((task, unit), []).append(is_better)
    done = figures(
        "SELECT task_code, dim_duty.unit_code FROM dim_duty JOIN fact_duty_event USING (duty_code) "
        f"WHERE plan_year = ?2 AND duty_state = 'completed' AND {known}",
        day,
        year,
    )
    return [duty for duty in done if duty in moves and not any(moves[duty])]


@pytest.mark.parametrize(("address", "is_chosen"), SCOPES)
def test_the_overview_names_the_tasks_that_are_done_while_nothing_moved(
    figures: Figures, address: Address, is_chosen: Any
) -> None:
    app = open_page("overview", address)
    assert is_well(app)
    year = int(str(address.get("year", 2024)))
    counts = Counter(task for task, unit in unmoved(figures, year, as_of(app)) if is_chosen(task, unit))
    lead = say("indicators.unmoved_overview", tasks="").strip()
    if not counts:
        assert lead not in text_of(app)
        return
    line = text_of(app).split(lead)[1]
    named = {task: int(count) for task, count in re.findall(r"(\d\.\d) [^;]*?\((\d+) đơn vị\)", line)[:3]}
    assert named == {task: counts[task] for task in named}
    assert sorted(named.values(), reverse=True) == [n for _, n in counts.most_common(3)]
    if len(counts) > 3:
        assert say("indicators.unmoved_more", n=len(counts) - 3) in line


def test_a_task_names_the_units_that_are_done_while_nothing_moved(figures: Figures) -> None:
    app = open_page("overview")
    still = unmoved(figures, 2024, as_of(app))
    [(task, count)] = Counter(task for task, _ in still).most_common(1)
    page = open_page("tasks", {"task": task})
    [(done,)] = figures(
        "SELECT count(*) FROM dim_duty JOIN fact_duty_event USING (duty_code) WHERE plan_year = 2024 "
        "AND task_code = ?2 AND duty_state = 'completed' AND known_from <= ?1 "
        "AND coalesce(known_until > ?1, TRUE)",
        as_of(app),
        task,
    )
    assert say("indicators.unmoved", ratio=f"{count}/{done}", units="").strip() in text_of(page)
