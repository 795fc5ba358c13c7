"""Stores k times as large, made fast: what was read of the demo store k times over, then the build's own SQL.

    python -m bench._grown grow NEW_HOME DEMO_HOME 100            # publishes a store of 100 provinces
    python -m bench._grown grow NEW_HOME DEMO_HOME 100 versions   # of one province that sends all 100 times

Of *provinces* every copy has its own units, places, cooperatives, returns and duties: copy 0 keeps the demo's
codes, copy 17 writes `P0017_` before each; its returns come `17 % 7` days later, as provinces do not all send
on the same days, and arrive mixed with everybody else's. Of *versions* every copy but the last is an earlier
version of the same return, received up to 30 days before. Plan, laws, indicators and periods stay as they are
(docs/decisions/0024). Illustrative, like the demo.
"""

import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from bench._store import build_file
from coop import paths
from coop.reference import reference
from coop.schema import schema_version
from etl.warehouse import publish
from etl.warehouse.checks import run_checks
from etl.warehouse.coops import COMPUTED, make_incoming
from etl.warehouse.derive import derive, forget_incoming
from etl.warehouse.indicator_rows import make_incoming_indicators
from etl.warehouse.means import means
from etl.warehouse.points import POINTS, criterion_codes
from etl.warehouse.questions import question_facts
from etl.warehouse.schema import Tables, table_columns

PROVINCES, VERSIONS = "provinces", "versions"
_DAYS = {PROVINCES: "s.received_on + c.n % 7", VERSIONS: "s.received_on - c.n % 30"}
_LAST = {PROVINCES: "c.n + 1", VERSIONS: "{times} - c.n"}  # of versions copy 0 comes last, and holds
# Tables of what units sent, and of what else each province has of its own.
SENT = (
    "log_return", "log_column", "log_reject", "log_warning", "log_change",
    "fact_report_line", "incoming_coop", "incoming_indicator",
)  # fmt: skip
OWN = (
    "dim_place", "dim_unit", "dim_duty", "dim_border_change", "log_expected_return", "log_expected_period",
    "log_expected_value",
)  # fmt: skip
OF_THE_NATION = (
    "dim_task_group", "dim_task", "dim_item", "dim_class", "dim_criterion", "dim_criterion_group",
    "dim_rule_set", "dim_light_rule", "dim_rating_band", "dim_size_band", "dim_sector_field", "dim_deadline",
    "dim_indicator", "dim_period", "fact_published", "meta_measure", "meta_column",
)  # fmt: skip
_CODES = (
    "unit_code", "district_code", "place_code", "successor_code", "commune_code", "coop_code", "parent_code",
)  # fmt: skip


def province(number: int) -> str:
    """What stands before every code of a copy; nothing before those of copy 0."""
    return f"P{number:04}_" if number else ""


def write_arrivals(small: Path, folder: Path, times: int, kind: str = PROVINCES) -> None:
    """Write what a store `times` as large is made of, one Parquet file a table, in the order of arrival."""
    folder.mkdir(parents=True, exist_ok=True)
    is_named = "n > 0" if kind == PROVINCES else "FALSE"
    with duckdb.connect() as connection:
        connection.execute(f"SET memory_limit = '3GB'; SET temp_directory = '{folder / 'tmp'}'")
        connection.execute(f"ATTACH '{small}' AS small (READ_ONLY); USE small")
        connection.execute(
            "CREATE TEMP TABLE copy AS SELECT CAST(n AS INTEGER) AS n, "
            f"CASE WHEN {is_named} THEN 'P' || lpad(CAST(n AS VARCHAR), 4, '0') || '_' ELSE '' END AS before "
            f"FROM range({times}) AS t(n)"
        )
        sources = {"incoming_coop": _coops_as_sent(), "incoming_indicator": _INDICATORS_AS_SENT}
        grown = SENT if kind == VERSIONS else (*SENT, *OWN)
        for table in (*OF_THE_NATION, *SENT, *OWN):
            source = sources.get(table, f"FROM {table}")
            if table in grown:
                names = [row[0] for row in connection.execute(f"DESCRIBE {source}").fetchall()]
                new = ", ".join(f'{sql} AS "{name}"' for name, sql in _new(names, times, kind).items())
                # Returns come mixed: of each thing sent, first everybody's, then the next thing.
                source = f"SELECT {new} FROM ({source}) AS s CROSS JOIN copy AS c"
            connection.execute(f"COPY ({source}) TO '{folder / table}.parquet'")


def _new(names: list[str], times: int, kind: str) -> Mapping[str, str]:
    """The columns of a copy, by name: codes, ids and days are its own, everything else is as it was."""
    made = {name: f's."{name}"' for name in names}
    made |= {name: f"c.before || s.{name}" for name in _CODES if name in made}
    if "duty_code" in made:
        made["duty_code"] = "s.task_code || '/' || c.before || s.unit_code || '/' || s.plan_year"
    if "return_id" in made:
        made["return_id"] = "CASE WHEN c.n = 0 THEN s.return_id ELSE left(md5(c.n || s.return_id), 16) END"
    if "received_on" in made:
        made["received_on"] = f"CAST({_DAYS[kind]} AS DATE)"
        made["sha256"] = "CASE WHEN c.n = 0 THEN s.sha256 ELSE md5(c.n || s.sha256) END"
        made["load_order"] = f"(s.load_order - 1) * {times} + {_LAST[kind].format(times=times)}"
    return made


_INDICATORS_AS_SENT = "SELECT * EXCLUDE (unit_code, known_from, known_until) FROM fact_indicator_value"


def _coops_as_sent() -> str:
    """Rows of `incoming_coop` out of a finished build: nothing that was computed, points by criterion."""
    codes = criterion_codes(list(reference().rule_sets.values()))
    points = ", ".join(
        f"max(points) FILTER (WHERE criterion_code = '{code}') AS \"{POINTS}{code}\"" for code in codes
    )
    return (
        f"SELECT c.* EXCLUDE ({', '.join(COMPUTED)}), k.letters || c.row_number AS coop_cell, "
        "p.* EXCLUDE (return_id, coop_code) FROM fact_coop_year AS c "
        "LEFT JOIN log_column AS k ON k.return_id = c.return_id AND k.sheet = c.sheet "
        "AND k.column_name = 'coop_code' "
        f"LEFT JOIN (SELECT return_id, coop_code, {points} FROM fact_coop_points GROUP BY ALL) AS p "
        "ON p.return_id = c.return_id AND p.coop_code = c.coop_code"
    )


def build_arrived(folder: Path, partial: Path, *, checked: bool = True) -> None:
    """Build from the files of `write_arrivals` as `etl.warehouse.build` does once rows are in its tables."""
    laws = list(reference().rule_sets.values())
    with (
        means(partial.parent, partial.stem) as config,
        duckdb.connect(str(partial), config=config) as connection,
    ):
        connection.execute("BEGIN")
        tables = Tables(connection)
        make_incoming(tables, laws)
        make_incoming_indicators(tables)
        for table in (*OF_THE_NATION, *OWN, *SENT):
            connection.execute(
                f"INSERT INTO {table} BY NAME SELECT * FROM read_parquet('{folder / table}.parquet')"
            )
        derive(tables, laws)
        for _ in question_facts(connection):
            pass  # in `log_warning` they are k times those of the demo already
        forget_incoming(tables)
        connection.execute(
            "INSERT INTO meta_build SELECT $build, $at, $version, TRUE, "
            "count(*) FILTER (WHERE refused IS NULL), sum(read_count), sum(accepted_count), "
            "sum(rejected_count) FROM log_return",
            {
                "build": partial.stem,
                "at": datetime.now(UTC).replace(tzinfo=None),
                "version": schema_version(),
            },
        )
        connection.execute("COMMIT")
        if checked:
            run_checks(connection)
        connection.execute("CHECKPOINT")


def grow(home: Path, small_home: Path, times: int, kind: str = PROVINCES) -> None:
    """Publish in `home` a store `times` as large as the one in `small_home`."""
    arrive(home, small_home, times, kind)
    build(home)


def arrive(home: Path, small_home: Path, times: int, kind: str = PROVINCES) -> None:
    """Put what was read into the folder `arrived` of `home`."""
    write_arrivals(build_file(small_home), home / "arrived", times, kind)


def build(home: Path) -> None:
    """Build and publish what has arrived."""
    builds = paths.builds(home)
    builds.mkdir(parents=True, exist_ok=True)
    partial = builds / f"{datetime.now(UTC):%Y%m%dT%H%M%S_%f}Z{publish.PARTIAL}"
    build_arrived(home / "arrived", partial)
    publish.publish(publish.finish(partial), home)


def unload(home: Path) -> None:
    """Write every table of the published build as Parquet, for `copy`."""
    folder = home / "unloaded"
    folder.mkdir(exist_ok=True)
    with duckdb.connect(str(build_file(home)), read_only=True) as connection:
        for table in table_columns(connection):
            connection.execute(f"COPY {table} TO '{folder / table}.parquet'")


def copy(home: Path) -> None:
    """The bare minimum: the same rows into the same tables of an empty file, with the same means."""
    file = home / "copied.duckdb"
    file.unlink(missing_ok=True)
    with means(home, "copied") as config, duckdb.connect(str(file), config=config) as connection:
        for table in Tables(connection, described=False).columns:
            connection.execute(f"COPY {table} FROM '{home / 'unloaded' / table}.parquet'")
        connection.execute("CHECKPOINT")


STEPS: dict[str, Callable[..., None]] = {
    step.__name__: step for step in (grow, arrive, build, unload, copy)
}  # each in a process of its own, so that its memory can be told

if __name__ == "__main__":
    _step, _home, *_more = sys.argv[1:]
    _given = [Path(_more[0]), int(_more[1]), *_more[2:]] if _more else []
    STEPS[_step](Path(_home), *_given)
