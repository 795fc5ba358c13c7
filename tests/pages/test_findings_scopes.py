"""Sentences over two hundred random scopes of the demo store: every figure they hold is the store's."""

import random
from datetime import date, timedelta

import pandas as pd
import pytest

from coop.format import date_text, ratio
from coop.queries.changes import last_news, moved_duties, returns_between
from coop.queries.duties import overdue_duties
from coop.queries.plan import reporting_units, status_by_unit, status_of_plan
from coop.queries.scope import Scope
from coop.text import say
from coop.ui.changes import news_finding
from coop.ui.findings import counts_of, plan_finding
from coop.ui.plan_figures import plan_headlines
from tests.pages.conftest import Figures
from tests.pages.test_figures import COUNTS, STATUS

DISTRICTS = ["436", "437", "439", "440", "441", "442", "443", "444", "445", "446", "447", "448", "449"]
AGENCIES = ["SKHDT", "SCT", "SVHTTDL", "SXD"]
SCOPES = 200


def some(choice: random.Random, codes: list[str]) -> tuple[str, ...]:
    """None, one or a few of the codes."""
    return tuple(choice.sample(codes, choice.choice((0, 0, 1, 1, 3))))


def random_scope(seed: int) -> Scope:
    """A scope of any year, on any day from the first of its plan to long after, with any filters."""
    choice = random.Random(seed)
    year = choice.choice((2022, 2023, 2024))
    day = date(year, 1, 1) + timedelta(days=choice.randrange(800))
    return Scope(year, day, some(choice, DISTRICTS), some(choice, AGENCIES), some(choice, list("12345")))


def where(scope: Scope) -> str:
    """The scope as a condition of the test's own SQL."""
    units, groups = [*scope.districts, *scope.agencies], scope.task_groups
    return " AND ".join(
        [
            f"unit_code IN ({', '.join(map(repr, units))})" if units else "TRUE",
            f"group_code IN ({', '.join(map(repr, groups))})" if groups else "TRUE",
        ]
    )


@pytest.mark.parametrize("part", range(4))
def test_the_findings_of_random_scopes_hold_the_figures_of_the_store(figures: Figures, part: int) -> None:
    for seed in range(part * SCOPES // 4, (part + 1) * SCOPES // 4):
        scope = random_scope(seed)
        sql = f"{STATUS} {COUNTS} WHERE {where(scope)}".replace("$day", "?1").replace("$year", "?2")
        [(done, applicable, _, _, overdue, _)] = figures(sql, scope.as_of, scope.plan_year)
        counts = counts_of(status_of_plan(scope))
        by_unit = pd.concat([status_by_unit(scope, kind) for kind in ("district", "agency")])
        sentence = plan_finding(counts, by_unit)
        late = overdue_duties(scope)
        if not counts["duty_count"]:
            assert sentence == say("app.nothing_in_scope"), seed
            continue
        assert (counts["completed_count"], counts["applicable_count"]) == (done, applicable), seed
        assert (ratio(overdue, applicable) in sentence) is bool(overdue) or not overdue, seed
        assert len(late) == overdue, seed
        headlines = plan_headlines(
            counts, counts_of(status_of_plan(scope.year_before())), late, reporting_units(scope)
        )
        assert headlines[2].value == str(overdue), seed
        if overdue:
            oldest = max(day for (day,) in late[["days_overdue"]].itertuples(index=False))
            assert f"{oldest} " in " ".join(headlines[2].notes), seed
        if seed % 4 == 0:
            check_news(scope, seed)


def check_news(scope: Scope, seed: int) -> None:
    """What changed on the last day with news, and silence where there was none."""
    day = last_news(scope)
    if day is None:
        assert news_finding(None, pd.DataFrame(), pd.DataFrame()) == "", seed
        return
    then, since = (
        Scope(scope.plan_year, day, scope.districts, scope.agencies, scope.task_groups),
        day - timedelta(days=1),
    )
    moved = moved_duties(then, since)
    sentence = news_finding(day, moved, returns_between(then, since))
    assert date_text(day) in sentence, seed
    assert day <= scope.as_of, seed
    told = say("changes.news_none_moved") if moved.empty else f"{len(moved)} "
    assert told in sentence, seed
