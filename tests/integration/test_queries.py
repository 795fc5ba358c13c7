"""Every question of the query layer on a store made by hand, whose right answers fit on a page.

Two districts (436, 444) and one agency owe tasks 1.1 and 4.1 in 2023 and 2024; 444 corrects its 2024
return once; 436 sends no classification for 2024.
"""

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from coop.queries import build, coops, dictionary, plan, returns
from coop.queries.scope import Scope
from coop.warehouse import NoBuild, build_problem, current_build, pinned, query

TABLES = Path(__file__).parents[2] / "etl" / "warehouse" / "tables"

DUTIES = [
    f"('{task}/{unit}/{year}', '{task}', '{task[0]}', '{unit}', '{kind}', {year}, "
    f"DATE '{year}-12-{18 if kind == 'district' else 19}', 'KH')"
    for year in (2023, 2024)
    for task in ("1.1", "4.1")
    for unit, kind in (("436", "district"), ("444", "district"), ("SKHDT", "agency"))
]


def _event(
    duty: str, return_id: str, state: str, cell: str, known: str, *, done: str = "", until: str = ""
) -> str:
    days = [f"DATE '{day}'" if day else "NULL" for day in (done, known, until)]
    return (
        f"('{duty}', '{return_id}', '{state}', {days[0]}, NULL, 'money', NULL, 'S', '{cell}', "
        f"{days[1]}, {days[2]})"
    )


ROWS = {
    "dim_task_group": ["('1', 'Group one', 'G1', 1)", "('4', 'Group four', 'G4', 4)"],
    "dim_task": [
        "('1.1', '1', 'w11', 'Task 1.1', 'all', 1)",
        "('4.1', '4', 'w41', 'Task 4.1', 'all', 2)",
    ],
    "dim_item": ["('1.1', 1, 'first')", "('1.1', 2, 'second')"],
    "dim_unit": [
        "('436', 'district', 'City', 'City', '436', DATE '2000-01-01', DATE '2025-06-30', NULL, 'A', 1)",
        "('444', 'district', 'Hill', 'Hill', '444', DATE '2000-01-01', DATE '2025-06-30', NULL, 'A', 2)",
        "('SKHDT', 'agency', 'Dept', 'Dept', NULL, DATE '2000-01-01', DATE '2025-02-28', NULL, 'A', 1)",
    ],
    "dim_duty": DUTIES,
    "dim_class": [
        f"('{attribute}', '{code}', '{attribute} {code}', {n})"
        for attribute, codes in {
            "outcome": "good fair average weak not_assessed_new not_assessed_stopped out_of_scope "
            "not_reported",
            "size": "micro small medium large undetermined",
            "sector": "A C",
            "form": "task_status classification",
        }.items()
        for n, code in enumerate(codes.split())
    ],
    "dim_rule_set": [
        "('circular_01_2020', '1', 'TT01', DATE '2020-04-01', DATE '2025-09-17', 'src', 'A')",
    ],
    "dim_rating_band": [
        "('circular_01_2020', 'good', 80, TRUE, NULL, FALSE, 'D8', 'B')",
        "('circular_01_2020', 'fair', 65, TRUE, 80, FALSE, 'D8', 'B')",
        "('circular_01_2020', 'average', 50, TRUE, 65, FALSE, 'D8', 'B')",
        "('circular_01_2020', 'weak', NULL, FALSE, 50, FALSE, 'D8', 'B')",
    ],
    "log_return": [
        "('a23', 'a23', 'a23.xlsx', 'task_status', '444', 2023, NULL, DATE '2023-12-18', 'form', "
        "TIMESTAMP '2024-01-01', 1, 2, 2, 0, NULL, TRUE)",
        "('a24', 'a24', 'a24.xlsx', 'task_status', '444', 2024, NULL, DATE '2024-11-30', 'form', "
        "TIMESTAMP '2024-12-01', 2, 2, 2, 0, NULL, TRUE)",
        "('b24', 'b24', 'b24.xlsx', 'task_status', '444', 2024, NULL, DATE '2025-01-10', 'form', "
        "TIMESTAMP '2025-01-10', 3, 2, 2, 1, NULL, TRUE)",
        "('s24', 's24', 's24.xlsx', 'task_status', 'SKHDT', 2024, NULL, DATE '2024-12-19', 'form', "
        "TIMESTAMP '2024-12-19', 4, 2, 2, 0, NULL, TRUE)",
        "('c23', 'c23', 'c23.xlsx', 'classification', '436', 2023, NULL, DATE '2023-12-10', 'form', "
        "TIMESTAMP '2023-12-10', 5, 3, 3, 0, NULL, TRUE)",
        "('d24', 'd24', 'd24.xlsx', 'classification', '444', 2024, NULL, DATE '2024-12-20', 'form', "
        "TIMESTAMP '2024-12-20', 6, 3, 2, 1, NULL, TRUE)",
        "('x', 'x', 'bad.xlsx', NULL, NULL, NULL, NULL, DATE '2024-12-01', 'clock', "
        "TIMESTAMP '2024-12-01', 7, 0, 0, 0, 'no', FALSE)",
    ],
    "fact_duty_event": [
        _event("1.1/444/2023", "a23", "completed", "C5", "2023-12-18", done="2023-12-18"),
        _event("4.1/444/2023", "a23", "completed", "C6", "2023-12-18", done="2023-12-19"),
        _event("1.1/444/2024", "a24", "in_progress", "C5", "2024-11-30", until="2025-01-10"),
        _event("4.1/444/2024", "a24", "not_started", "C6", "2024-11-30", until="2025-01-10"),
        _event("1.1/444/2024", "b24", "completed", "C5", "2025-01-10", done="2024-12-30"),
        _event("4.1/444/2024", "b24", "not_started", "C6", "2025-01-10"),
        _event("1.1/SKHDT/2024", "s24", "completed", "C5", "2024-12-19", done="2024-12-19"),
        _event("4.1/SKHDT/2024", "s24", "not_applicable", "C6", "2024-12-19"),
    ],
    "log_expected_return": [
        f"('{form}', '{unit}', '{kind}', {year}, DATE '{year}-12-{18 if kind == 'district' else 19}', 'KH')"
        for year in (2023, 2024)
        for form, unit, kind in (
            ("task_status", "436", "district"),
            ("task_status", "444", "district"),
            ("task_status", "SKHDT", "agency"),
            ("classification", "436", "district"),
            ("classification", "444", "district"),
        )
    ],
    "meta_build": ["('hand', TIMESTAMP '2025-01-11 01:00:00', 1, TRUE, 7, 14, 13, 2)"],
    "log_reject": ["('b24', 'S', 'C7', 'state', 'xx', 'r', 'e', 'm')"],
    "meta_measure": ["('completion', 'T', 'D', '%', '1', DATE '2022-01-01', 'S', 'B', 1)"],
    "meta_column": ["('form', 'f', 'F', 'c', 'C', NULL, 'M', 'S', 'B', 1)"],
    "fact_published": ["(DATE '2023-04-30', 'all', 'total', 1020, NULL, 'S', 'http://x', 'C')"],
}


def _coop(code: str, district: str, year: int, known: str, return_id: str, **more: str) -> str:
    given = {
        "legal_kind": "'coop'",
        "state": "'operating'",
        "declared": "81",
        "points": "81",
        "outcome": "'good'",
        "agree": "TRUE",
        "rating_agrees": "TRUE",
        "size": "'small'",
        **more,
    }
    return (
        f"('{return_id}', 'S', 9, '{code}', {year}, 'Coop {code}', '{district}', NULL, NULL, "
        f"{given['legal_kind']}, 'A', NULL, 60, 900, 10, -1, 5, NULL, {given['state']}, "
        f"{given['declared']}, 'good', {given['points']}, {given['outcome']}, {given['agree']}, "
        f"{given['rating_agrees']}, {given['size']}, 'undetermined', "
        f"'circular_01_2020', TRUE, DATE '{known}', NULL)"
    )


ROWS["fact_coop_year"] = [
    _coop("K1", "436", 2023, "2023-12-10", "c23"),
    _coop(
        "K2", "436", 2023, "2023-12-10", "c23", points="64.9", outcome="'average'", agree="FALSE",
        rating_agrees="FALSE",
    ),
    _coop(
        "K3", "436", 2023, "2023-12-10", "c23", state="'stopped'", points="NULL",
        outcome="'not_assessed_stopped'", agree="NULL", rating_agrees="NULL",
    ),
    _coop("H1", "444", 2024, "2024-12-20", "d24", size="'micro'"),
    _coop(
        "H2", "444", 2024, "2024-12-20", "d24", legal_kind="'credit_fund'", points="NULL",
        outcome="'out_of_scope'", agree="NULL", rating_agrees="NULL", size="NULL",
    ),
]  # fmt: skip


def write_build(folder: Path, name: str, rows: dict[str, list[str]]) -> Path:
    """Make a build file with its checksum, as publishing leaves them."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.duckdb"
    with duckdb.connect(str(file)) as connection:
        for ddl in sorted(TABLES.glob("*.sql")):
            connection.execute(ddl.read_text(encoding="utf-8"))
        for table, values in rows.items():
            connection.execute(f"INSERT INTO {table} VALUES {', '.join(values)}")
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    file.with_suffix(".sha256").write_text(digest, encoding="ascii")
    return file


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A store with one published build."""
    monkeypatch.setenv("COOP_HOME", str(tmp_path))
    write_build(tmp_path / "warehouse" / "builds", "hand", ROWS)
    (tmp_path / "warehouse" / "CURRENT").write_text("hand.duckdb\n", encoding="ascii")
    return tmp_path


JANUARY = Scope(2024, date(2025, 1, 31))
BEFORE_DEADLINE = Scope(2024, date(2024, 12, 18))


def counts(frame: object) -> dict[str, int]:
    row = frame.iloc[0]  # type: ignore[attr-defined]
    return {name: int(row[name]) for name in plan.COUNTS if row[name]}


def test_statuses_of_the_plan_partition_its_duties(store: Path) -> None:
    assert counts(plan.status_of_plan(JANUARY)) == {
        "completed_on_time": 1,
        "completed_late": 1,
        "overdue": 1,
        "not_reported": 2,
        "not_applicable": 1,
        "duty_count": 6,
        "applicable_count": 5,
        "completed_count": 2,
        "due_count": 5,
        "due_on_time_count": 1,
    }


def test_an_earlier_day_shows_what_was_known_on_it(store: Path) -> None:
    assert counts(plan.status_of_plan(BEFORE_DEADLINE)) == {
        "in_progress": 1,
        "not_started": 1,
        "not_reported": 4,
        "duty_count": 6,
        "applicable_count": 6,
        "due_count": 4,
    }
    day_after = Scope(2024, date(2024, 12, 19))
    assert int(plan.status_of_plan(day_after)["overdue"].iloc[0]) == 2


def test_filters_narrow_by_unit_and_by_group(store: Path) -> None:
    hill = Scope(2024, date(2025, 1, 31), districts=("444",), task_groups=("4",))
    assert counts(plan.status_of_plan(hill)) == {
        "overdue": 1,
        "duty_count": 1,
        "applicable_count": 1,
        "due_count": 1,
    }
    nobody = Scope(2024, date(2025, 1, 31), agencies=("'; DROP TABLE dim_duty; --",))
    assert counts(plan.status_of_plan(nobody)) == {}


def test_units_come_with_most_overdue_first_and_say_whether_they_reported(store: Path) -> None:
    frame = plan.status_by_unit(JANUARY, "district")
    assert list(frame.columns) == ["unit_code", "title", "short_title", "has_reported", *plan.COUNTS]
    assert frame[["unit_code", "has_reported", "overdue"]].values.tolist() == [
        ["444", True, 1],
        ["436", False, 0],
    ]
    tiles = plan.status_by_district_and_group(JANUARY)
    assert tiles[["unit_code", "group_code", "overdue"]].values.tolist() == [
        ["436", "1", 0],
        ["436", "4", 0],
        ["444", "1", 0],
        ["444", "4", 1],
    ]


def test_years_are_read_on_the_same_calendar_day(store: Path) -> None:
    frame = plan.status_by_year(Scope(2024, date(2024, 12, 18)))
    assert frame["as_of"].dt.date.tolist() == [date(2023, 12, 18), date(2024, 12, 18)]
    assert frame["completed_on_time"].tolist() == [1, 0]
    assert frame["completed_late"].tolist() == [1, 0]
    leap = plan.status_by_year(Scope(2024, date(2024, 2, 29)))
    assert leap["as_of"].dt.date.tolist() == [date(2023, 2, 28), date(2024, 2, 29)]
    history = plan.status_by_unit_and_year(JANUARY, "district")
    assert history[["unit_code", "plan_year", "has_reported"]].values.tolist() == [
        ["436", 2023, False],
        ["436", 2024, False],
        ["444", 2023, True],
        ["444", 2024, True],
    ]


def test_an_overdue_duty_leads_to_its_cell(store: Path) -> None:
    frame = plan.overdue_duties(Scope(2024, date(2025, 1, 9)))
    assert frame[["duty_code", "days_overdue", "age_band", "file_name", "cell"]].values.tolist() == [
        ["1.1/444/2024", 22, "1_30", "a24.xlsx", "C5"],
        ["4.1/444/2024", 22, "1_30", "a24.xlsx", "C6"],
    ]
    assert frame["difficulties"].iloc[0] == "money"
    every = plan.duties_in_scope(JANUARY)
    assert len(every) == 6
    of_task = plan.duties_of_task(JANUARY, "4.1")
    assert of_task["status"].tolist() == ["not_reported", "overdue", "not_applicable"]
    assert set(every.columns) - set(of_task.columns) == {"task_code", "task_short_title", "group_code"}


def test_every_cut_of_the_plan_sums_to_the_whole(store: Path) -> None:
    whole = plan.status_of_plan(JANUARY)[list(plan.COUNTS)].iloc[0].tolist()
    units = sum(
        plan.status_by_unit(JANUARY, kind)[list(plan.COUNTS)].sum() for kind in ("district", "agency")
    )
    assert plan.status_by_group(JANUARY)[list(plan.COUNTS)].sum().tolist() == whole
    assert plan.status_by_task(JANUARY)[list(plan.COUNTS)].sum().tolist() == whole
    assert units.tolist() == whole  # type: ignore[attr-defined]
    assert plan.reporting_units(JANUARY).values.tolist() == [["district", 2, 1], ["agency", 1, 1]]
    assert plan.items_of_task("1.1")["item_no"].tolist() == [1, 2]


def test_a_district_without_a_return_leaves_its_cooperatives_not_reported(store: Path) -> None:
    totals = coops.coop_totals(JANUARY).iloc[0].to_dict()
    assert totals == {
        "coop_count": 2,
        "in_district_count": 1,
        "district_count": 2,
        "rated_count": 1,
        "not_reported_count": 2,
    }
    frame = coops.outcomes_by_district(JANUARY)
    assert frame[["unit_code", "has_reported", "outcome", "coop_count"]].values.tolist() == [
        ["436", False, "not_reported", 2],
        ["444", True, "good", 1],
        ["444", True, "out_of_scope", 1],
    ]
    years = coops.outcomes_by_year(JANUARY)
    assert years[["assessment_year", "outcome", "coop_count"]].values.tolist() == [
        [2023, "good", 1],
        [2023, "average", 1],
        [2023, "not_assessed_stopped", 1],
        [2024, "good", 1],
        [2024, "out_of_scope", 1],
        [2024, "not_reported", 2],
    ]
    assert set(years["district_reported_count"]) == {1}
    before_it_came = coops.coop_totals(Scope(2024, date(2024, 12, 19))).iloc[0]
    assert before_it_came["coop_count"] == 0


def test_classes_count_every_known_cooperative_once(store: Path) -> None:
    assert coops.classes_by(JANUARY, "size_by_members").values.tolist() == [
        ["micro", "size micro", 1],
        ["undetermined", "size undetermined", 1],
    ]
    assert coops.classes_by(JANUARY, "service").values.tolist() == [["undetermined", "size undetermined", 2]]
    districts = coops.classes_by_district(JANUARY, "sector_code")
    assert districts[["unit_code", "has_reported", "coop_count"]].values.tolist() == [
        ["436", False, 0],
        ["444", True, 2],
    ]
    years = coops.classes_by_year(JANUARY, "legal_kind")
    assert years["coop_count"].sum() == 5


def test_a_declared_rating_that_does_not_hold_is_listed_with_its_row(store: Path) -> None:
    scope = Scope(2023, date(2024, 1, 31))
    assert coops.disagreements(scope)[
        ["coop_code", "declared_points", "points", "row_number"]
    ].values.tolist() == [["K2", 81.0, 64.9, 9]]
    near = coops.near_boundary(scope)
    assert near[["coop_code", "boundary"]].values.tolist() == [["K1", 80.0], ["K2", 65.0]]
    assert near["distance"].round(2).tolist() == [1.0, -0.1]
    assert len(coops.coop_rows(scope)) == 3
    assert coops.published_figures()["value"].tolist() == [1020]


def test_returns_are_on_time_late_missing_or_not_yet_due(store: Path) -> None:
    frame = returns.expected_returns(JANUARY)
    assert frame[["form_code", "unit_code", "state", "version_count", "return_id"]].fillna(
        ""
    ).values.tolist() == [
        ["task_status", "436", "missing", 0, ""],
        ["task_status", "444", "on_time", 2, "b24"],
        ["task_status", "SKHDT", "on_time", 1, "s24"],
        ["classification", "436", "missing", 0, ""],
        ["classification", "444", "late", 1, "d24"],
    ]
    assert set(returns.expected_returns(BEFORE_DEADLINE)["state"]) == {"not_due", "on_time"}
    assert returns.loads(JANUARY)["return_id"].tolist() == ["b24", "d24", "s24", "x", "a24"]
    assert len(returns.rejects_of("b24")) == 1
    assert returns.warnings_of("b24").empty
    assert returns.changes_of("b24").empty


def test_the_build_tells_its_years_units_and_last_day(store: Path) -> None:
    facts = build.build_facts()
    assert (facts.build_id, facts.is_illustrative, facts.rejected_count) == ("hand", True, 2)
    assert facts.built_at.isoformat() == "2025-01-11T01:00:00+00:00"
    assert [code for code, _, _ in facts.rule_sets] == ["circular_01_2020"]
    assert build.plan_years() == [2023, 2024]
    assert build.default_plan_year() == 2024
    assert build.last_known_day(2024) == date(2025, 1, 10)
    assert build.last_known_day(2022) is None
    assert build.units("district", 2024)["unit_code"].tolist() == ["436", "444"]
    assert build.task_groups()["group_code"].tolist() == ["1", "4"]
    assert build.classes("size")["class_code"].tolist()[0] == "micro"
    assert len(dictionary.measures()) == len(dictionary.tables()) == len(dictionary.columns()) == 1


def test_the_year_before_keeps_the_calendar_day() -> None:
    assert Scope(2024, date(2024, 2, 29)).year_before() == Scope(2023, date(2023, 2, 28))
    assert Scope(2024, date(2025, 1, 31), ("444",)).year_before() == Scope(2023, date(2024, 1, 31), ("444",))


def test_a_reader_changes_over_to_a_new_build_and_a_pinned_page_does_not(store: Path) -> None:
    assert current_build() == "hand"
    with pinned(current_build()):
        write_build(store / "warehouse" / "builds", "hand2", {**ROWS, "dim_task": ROWS["dim_task"][:1]})
        pointer = store / "warehouse" / "CURRENT"
        pointer.with_suffix(".new").write_text("hand2.duckdb\n", encoding="ascii")
        pointer.with_suffix(".new").replace(pointer)
        assert int(query("SELECT count(*) AS n FROM dim_task")["n"].iloc[0]) == 2
    assert current_build() == "hand2"
    assert int(query("SELECT count(*) AS n FROM dim_task")["n"].iloc[0]) == 1


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "CURRENT").write_bytes(b"\xff\x00 torn"),
        lambda folder: (folder / "CURRENT").unlink(),
        lambda folder: (folder / "builds" / "new.duckdb").unlink(),
        lambda folder: (folder / "builds" / "new.duckdb").write_bytes(b"cut"),
        lambda folder: (folder / "builds" / "new.sha256").unlink(),
    ],
)
def test_a_torn_pointer_or_build_falls_back_to_the_last_good_one(store: Path, damage: object) -> None:
    folder = store / "warehouse"
    write_build(folder / "builds", "new", ROWS)
    (folder / "CURRENT").write_text("new.duckdb\n", encoding="ascii")
    damage(folder)  # type: ignore[operator]
    assert len(plan.status_by_group(JANUARY)) == 2
    assert build_problem() is not None
    assert current_build() in {"hand", "new"}


def test_an_empty_store_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COOP_HOME", str(tmp_path))
    assert build_problem() is None
    with pytest.raises(NoBuild, match="etl load"):
        query("SELECT 1")


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "ATTACH '/tmp/other.duckdb'",
        "COPY dim_task TO '/tmp/out.csv'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET threads = 8",
        "SET enable_external_access = true",
        "CREATE TABLE z (a INTEGER)",
        "DELETE FROM dim_task",
    ],
)
def test_the_reader_s_connection_is_locked_down(store: Path, sql: str) -> None:
    with pytest.raises(duckdb.Error):
        query(sql)
