"""Build the warehouse anew from the archive, the plan, the reference data and the laws.

A build is a new file that is never written again. The same archive gives the same tables (only
`meta_build` differs), since nothing in it depends on the clock once a return is there.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb

from coop import paths
from coop.clock import today
from coop.duties.periods import Period
from coop.reference import Reference, reference
from coop.schema import schema_version
from etl.indicators import opens_on
from etl.plan import Plan, duties_of_year, plan_in_use, read_plan
from etl.returns.archive import Archive
from etl.returns.corrections import read_corrections
from etl.returns.rejects import Reject
from etl.warehouse import publish, schema
from etl.warehouse.checks import run_checks
from etl.warehouse.coops import make_incoming
from etl.warehouse.derive import derive, forget_incoming
from etl.warehouse.indicator_rows import fill_indicators
from etl.warehouse.means import means
from etl.warehouse.parquet import is_wanted, write_parquet
from etl.warehouse.progress import tell
from etl.warehouse.questions import questions
from etl.warehouse.reference_rows import described_columns, plan_rows, reference_rows
from etl.warehouse.return_rows import CLASSIFICATION, TASK_STATUS, Received, return_rows, set_aside_rows

_UNITS_OF = {CLASSIFICATION: ("district",), TASK_STATUS: ("agency", "district")}


@dataclass(frozen=True)
class BuildResult:
    """A build that passed its checks and is published."""

    build_id: str
    return_count: int
    read_count: int
    accepted_count: int
    rejected_count: int
    check_count: int
    questions: Mapping[str, Sequence[Reject]]  # by return: what other returns make doubtful


def build_from(received: Sequence[Received], home: Path | None = None) -> BuildResult:
    """Build from what was read, check and publish; the caller holds the archive's lock.

    Raises BrokenReference, PlanRefused, FailedCheck, UnknownSetting or duckdb.Error; nothing is published.
    """
    publish.kept_count()  # settings that cannot be read are told before the work, not after it
    paths.builds(home).mkdir(parents=True, exist_ok=True)
    publish.clear_partial(home)
    built_at = datetime.now(UTC)
    partial = paths.builds(home) / f"{built_at:%Y%m%dT%H%M%S_%f}Z{publish.PARTIAL}"
    try:
        with (
            means(partial.parent, partial.stem) as config,
            duckdb.connect(str(partial), config=config) as connection,
        ):
            result = _build(connection, received, partial.stem, built_at, home)
            # Closing would write the file too, but keeps to itself that the disk was full.
            connection.execute("CHECKPOINT")
        if is_wanted():
            write_parquet(partial, partial.stem, home)
    except BaseException:
        publish.clear_partial(home)
        raise
    publish.publish(publish.finish(partial), home)
    return result


def trial(received: Sequence[Received], home: Path | None = None) -> None:
    """Build and check in memory only; raises what `build_from` raises, leaves nothing behind."""
    paths.builds(home).mkdir(parents=True, exist_ok=True)
    with means(paths.builds(home), "trial") as config, duckdb.connect(config=config) as connection:
        _build(connection, received, "trial", datetime.now(UTC), home)


def _build(
    connection: duckdb.DuckDBPyConnection,
    received: Sequence[Received],
    build_id: str,
    built_at: datetime,
    home: Path | None,
) -> BuildResult:
    known = reference()
    plan = read_plan(plan_in_use(), known)
    connection.execute("SET enable_external_access = false; BEGIN")
    tables = schema.Tables(connection)
    tell("warehouse.filling", 0, 2)
    asked = _fill(tables, received, plan, known)
    tables.insert("log_correction", map(asdict, read_corrections(home)))
    tables.insert("log_set_aside", set_aside_rows(Archive(home)))
    facts = _write_meta(tables, build_id, built_at, known)
    tell("warehouse.checking", 1, 2)
    # What is committed need not be held in memory while it is checked; nobody reads the file yet.
    connection.execute("COMMIT")
    checks = run_checks(connection)
    return BuildResult(check_count=checks, questions=asked, **facts)


def _fill(
    tables: schema.Tables, received: Sequence[Received], plan: Plan, known: Reference
) -> Mapping[str, Sequence[Reject]]:
    laws = list(known.rule_sets.values())
    make_incoming(tables, laws)
    for table, rows in (*reference_rows(known), *plan_rows(plan, known), *return_rows(received, known)):
        tables.insert(table, rows)
    years = plan_years(received, plan)
    duties = [vars(duty) for year in years for duty in duties_of_year(plan, year, known)]
    tables.insert("dim_duty", duties)
    tables.insert("log_expected_return", _expected(years, duties, known))
    fill_indicators(tables, received, years, known)
    derive(tables, laws)
    asked = _ask(tables)
    forget_incoming(tables)
    return asked


def plan_years(received: Sequence[Received], plan: Plan) -> list[int]:
    """Every year from the plan's (or the first reported) to the last reported or, if real, received.

    An empty store goes up to the current year (Vietnam time), the only use of the clock.
    """
    accepted = [one for one in received if one.is_accepted]
    reported = {one.read.report_year for one in accepted if one.read.report_year is not None}
    arrived = {one.delivery.received_on.year for one in accepted if not one.read.is_illustrative}
    last = max(reported | arrived, default=today().year)
    return list(range(min(reported | {plan.day.year}), last + 1))


def _expected(
    years: Sequence[int], duties: Sequence[dict[str, Any]], known: Reference
) -> Iterator[dict[str, Any]]:
    """Task status from every unit with duties of the year, classification from every district of the day."""
    for year in years:
        owing = {duty["unit_code"] for duty in duties if duty["plan_year"] == year}
        for form_code, kinds in _UNITS_OF.items():
            for kind in kinds:
                due = known.due(kind, form_code, year)
                for unit in known.units_on(due.due_on) if due else ():
                    if unit.unit_kind == kind and (form_code == CLASSIFICATION or unit.unit_code in owing):
                        assert due is not None
                        yield {
                            "form_code": form_code,
                            "unit_code": unit.unit_code,
                            "unit_kind": kind,
                            "report_year": year,
                            "opens_on": _opens_on(form_code, kind, year),
                            "due_on": due.due_on,
                            "due_source": due.document,
                        }


def _opens_on(form_code: str, kind: str, year: int) -> date | None:
    """Task status is also sent during the year; the year's own return cannot come before its period opens."""
    return None if form_code == CLASSIFICATION else opens_on(kind, Period(year, 1, "year"))


def _ask(tables: schema.Tables) -> Mapping[str, Sequence[Reject]]:
    """Log what other returns make doubtful; gives it by return."""
    asked: dict[str, list[Reject]] = {}
    for return_id, question in questions(tables):
        asked.setdefault(return_id, []).append(question)
    tables.insert(
        "log_warning",
        (
            {"return_id": return_id, **asdict(question), "column_name": question.column}
            for return_id, own in asked.items()
            for question in own
        ),
    )
    return asked


def _write_meta(tables: schema.Tables, build_id: str, built_at: datetime, known: Reference) -> dict[str, Any]:
    tables.insert("meta_column", [*tables.dictionary(), *described_columns(known)])
    row = tables.connection.execute(
        "SELECT count(*) FILTER (WHERE refused IS NULL), coalesce(sum(read_count), 0), "
        "coalesce(sum(accepted_count), 0), coalesce(sum(rejected_count), 0), "
        "coalesce(bool_or(is_illustrative AND accepted_count > 0), FALSE) FROM log_return"
    ).fetchone()
    assert row is not None
    facts = dict(
        zip(
            ("return_count", "read_count", "accepted_count", "rejected_count"), map(int, row[:4]), strict=True
        )
    )
    meta = {
        **facts,
        "build_id": build_id,
        "built_at": built_at.replace(tzinfo=None),
        "schema_version": schema_version(),
        "is_illustrative": bool(row[4]),
    }
    tables.insert("meta_build", [meta])
    return {"build_id": build_id, **facts}


def table_hashes(file: Path) -> dict[str, str]:
    """Row count and a sum over the rows' digests for every table of a build, whatever the order of rows."""
    hashes: dict[str, str] = {}
    with duckdb.connect(str(file), read_only=True) as connection:
        for table in schema.table_columns(connection):
            row = connection.execute(
                f"SELECT count(*), sum(md5_number_lower(CAST(t AS VARCHAR))) FROM {table} AS t"
            ).fetchone()
            hashes[table] = str(row)
    return hashes
