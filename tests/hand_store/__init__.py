"""A store made by hand, whose right answers fit on a page.

Two districts (436, 444) and one agency owe tasks 1.1 and 4.1 in 2023 and 2024; 444 corrects its 2024
return once; 436 sends no classification for 2024.
"""

import hashlib
from pathlib import Path

import duckdb

from coop.schema import schema_version
from etl.warehouse.derive import VIEWS
from etl.warehouse.schema import Tables

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
        f"('{duty}', '{duty.split('/')[1]}', '{return_id}', '{state}', {days[0]}, NULL, 'money', NULL, 'S', "
        f"'{cell}', {days[1]}, {days[2]})"
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
    "dim_place": [
        "('436', 'district', 'City', 'City', '42', DATE '2000-01-01', DATE '2025-06-30', NULL, 1, 1, "
        "NULL, 1)",
        "('444', 'district', 'Hill', 'Hill', '42', DATE '2000-01-01', DATE '2025-06-30', NULL, 2, 1, "
        "NULL, 2)",
    ],
    "dim_border_change": ["('436', DATE '2025-07-01', 'gone', 'A')"],
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
        "('circular_01_2020', '1', 'TT', DATE '2020-04-01', NULL, 12, ['credit_fund'], 's', 'A')",
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
        f"('{form}', '{unit}', '{kind}', {year}, {opens.format(year=year)}, "
        f"DATE '{year}-12-{18 if kind == 'district' else 19}', 'KH')"
        for year in (2023, 2024)
        for form, unit, kind, opens in (
            ("task_status", "436", "district", "DATE '{year}-11-30'"),
            ("task_status", "444", "district", "DATE '{year}-11-30'"),
            ("task_status", "SKHDT", "agency", "DATE '{year}-11-30'"),
            ("classification", "436", "district", "NULL"),
            ("classification", "444", "district", "NULL"),
        )
    ],
    "meta_build": [f"('hand', TIMESTAMP '2025-01-11 01:00:00', {schema_version()}, TRUE, 7, 14, 13, 2)"],
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
        f"{given['rating_agrees']}, {given['size']}, 'undetermined', NULL, NULL, NULL, "
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
        Tables(connection)
        for table, values in rows.items():
            connection.execute(f"INSERT INTO {table} VALUES {', '.join(values)}")
        connection.execute((VIEWS / "70_total.sql").read_text(encoding="utf-8"))
        connection.execute("INSERT INTO fact_duty_total BY NAME SELECT * FROM derived_duty_total")
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    file.with_suffix(".sha256").write_text(digest, encoding="ascii")
    return file


def make_store(home: Path, rows: dict[str, list[str]] | None = None) -> None:
    """A store with one published build, 'hand', of `ROWS` or of others."""
    write_build(home / "warehouse" / "builds", "hand", rows or ROWS)
    (home / "warehouse" / "CURRENT").write_text("hand.duckdb\n", encoding="ascii")
