"""What readers of different rights share: every memory tells them apart, however many come at once."""

import ast
import random
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from coop.access import acting_as, rights_now
from coop.queries.build import units
from coop.queries.by_place import outcomes_by_district
from coop.queries.duties import duties_in_scope, overdue_duties
from coop.queries.indicators import latest_of_indicators
from coop.queries.plan import status_by_unit, status_of_plan
from coop.queries.returns import expected_returns, loads, received_versions
from coop.queries.scope import Scope
from coop.queries.search import names
from coop.ui.answers import ask, forget_answers
from coop.warehouse import current_build
from tests.access.people import account, give_rights
from tests.conftest import PROJECT
from tests.faults.sizes import tries

SESSIONS, RERUNS = 20, tries(small=10, long=1000)
DAY = pd.Timestamp("2025-01-31").date()
YEARS = (2022, 2023, 2024)
OF_A_UNIT = ("unit_code", "district_code")
KEPT_IN = sorted((PROJECT / "coop" / "ui").rglob("*.py")) + sorted((PROJECT / "pages").rglob("*.py"))
QUESTIONS: tuple[Callable[..., pd.DataFrame], ...] = (
    duties_in_scope, overdue_duties, expected_returns, loads, received_versions, status_of_plan,
    outcomes_by_district, latest_of_indicators,
)  # fmt: skip


def functions(file: Path) -> list[ast.FunctionDef]:
    """Every function of a module."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def test_every_memory_of_the_pages_has_the_rights_in_its_key() -> None:
    found, wrong = 0, []
    for file in KEPT_IN:
        text = file.read_text(encoding="utf-8")
        for function in functions(file):
            if any("cache_" in ast.unparse(one) for one in function.decorator_list):
                found += 1
                if "rights" not in {one.arg for one in function.args.args}:
                    wrong.append(f"{file.name}:{function.name}")
        kept = [line.split(":")[0] for line in text.splitlines() if "= Kept(" in line]
        for name in kept:
            found += 1
            users = [one for one in functions(file) if f"{name}.get(" in ast.unparse(one)]
            keyed = ["rights_now()" in ast.unparse(one) for one in users]
            if not keyed or not all(keyed):
                wrong.append(f"{file.name}:{name}")
    assert found >= 5, "the memories that there were when this was written"
    assert not wrong


def test_nothing_else_remembers_what_was_asked_of_the_store() -> None:
    remembering, asking = {"lru_cache", "cache", "cached_property"}, ("ask(", "query(", "rights_now(")
    wrong = [
        f"{file.name}:{function.name}"
        for file in KEPT_IN
        for function in functions(file)
        for one in function.decorator_list
        if ast.unparse(one).split("(")[0].split(".")[-1] in remembering
        and any(word in ast.unparse(function) for word in asking)
    ]
    assert not wrong


def test_every_file_that_is_offered_is_made_under_the_rights_of_who_saves_it() -> None:
    calls = [
        (file.name, node)
        for file in KEPT_IN
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "st.download_button"
    ]
    assert len(calls) >= 10
    assert not [name for name, call in calls if not ast.unparse(call.args[1]).startswith("made_later(")]


def test_every_part_that_is_drawn_alone_asks_first_whether_rights_have_changed() -> None:
    parts = [
        (file.name, function)
        for file in KEPT_IN
        for function in functions(file)
        if any(ast.unparse(one).startswith("st.fragment") for one in function.decorator_list)
        or f")({function.name})" in ast.unparse(ast.parse(file.read_text(encoding="utf-8")))
    ]
    assert len(parts) == 3
    begun = [(name, " ".join(map(ast.unparse, function.body[:2]))) for name, function in parts]
    assert not [name for name, first in begun if "follow_rights(" not in first]
    text = "".join(file.read_text(encoding="utf-8") for file in KEPT_IN)
    assert text.count("@st.fragment") + text.count("st.dialog(") == len(parts)


@pytest.fixture
def home(demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The demo store's figures, read by twenty people of whom each sees another part."""
    (tmp_path / "warehouse").symlink_to(demo_home / "warehouse")
    monkeypatch.setenv("COOP_HOME", str(tmp_path))
    forget_answers()
    every = [str(code) for kind in ("district", "agency") for code in ask(units, kind, 2024)["unit_code"]]
    text = [
        f'[people."u{n}@example.vn"]\nrole = "officer"\nunits = {every[n : n + 1 + n % 3]}' for n in range(18)
    ]
    text += [f'[people."u{n}@example.vn"]\nrole = "{role}"' for n, role in ((18, "analyst"), (19, "leader"))]
    give_rights(tmp_path, "\n".join(text).replace("'", '"'))
    return tmp_path


def foreign(frame: pd.DataFrame, own: tuple[str, ...], returns: set[str]) -> list[Any]:
    """What a table holds of other units than `own`, whose returns are `returns`."""
    codes = {code for name in OF_A_UNIT if name in frame for code in frame[name].dropna()} - set(own)
    sent = set(frame["return_id"].dropna()) - returns if "return_id" in frame else set()
    return [*codes, *sent]


def test_twenty_sessions_share_the_memory_and_none_sees_a_row_of_another(home: Path) -> None:
    whole = pd.concat(loads(Scope(year, DAY)) for year in (2021, *YEARS))
    found: list[Any] = []
    counted: list[int] = []
    build = current_build()

    def session(number: int) -> None:
        choose = random.Random(number)
        with acting_as(account(f"u{number}")):
            own = rights_now().units
            returns = set(whole.loc[whole["unit_code"].isin(own or ()), "return_id"])
            for _ in range(RERUNS):
                question, year = choose.choice(QUESTIONS), choose.choice(YEARS)
                frames = [ask(question, Scope(year, DAY)), ask(status_by_unit, Scope(year, DAY), "district")]
                if own is None:
                    assert len(frames[1]) == 13
                else:
                    found.extend(code for frame in frames for code in foreign(frame, own, returns))
                counted.append(len(frames))

    def watched(number: int) -> None:
        try:
            session(number)
        except BaseException as error:
            found.append(error)

    threads = [threading.Thread(target=watched, args=(number,)) for number in range(SESSIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == []
    assert len(counted) == SESSIONS * RERUNS
    assert current_build() == build


def test_a_name_is_looked_for_among_the_own_ones(home: Path) -> None:
    with acting_as(account("u0")):
        own, found = rights_now().units, ask(names)
    assert own is not None
    assert set(found.loc[found["kind"].isin(["district", "agency"]), "code"]) == set(own)
    assert 0 < (found["kind"] == "coop").sum() < 300


def test_rights_that_change_while_an_answer_is_made_do_not_reach_the_memory(home: Path) -> None:
    reader = account("u0")
    scope = Scope(2024, DAY)

    def asked_slowly(asked: Scope) -> pd.DataFrame:
        give_rights(home, '[people."u0@example.vn"]\nrole = "analyst"')
        return status_by_unit(asked, "district")

    with acting_as(reader):
        before = rights_now()
        slow = ask(asked_slowly, scope)
        assert set(slow["unit_code"]) <= set(before.units or ())
        assert rights_now().units is None
        assert len(ask(status_by_unit, scope, "district")) == 13
