"""Returns as if they had been read from the archive, so that a test of the build need not write workbooks."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb

from etl.returns.archive import Delivery
from etl.returns.read import ReturnRead, Row
from etl.warehouse.build import BuildResult, build_from
from etl.warehouse.return_rows import Received

COOP = {
    "name": "Coop",
    "commune": None,
    "legal_kind": "coop",
    "sector_code": "A",
    "service": "mixed",
    "operating_state": "operating",
    "member_count": 60,
    "founded_on": date(2015, 1, 1),
}


def received(
    form_code: str,
    unit_code: str,
    year: int,
    rows: Sequence[Mapping[str, Any]],
    received_on: date,
    order: int,
    **more: Any,
) -> Received:
    """One return in the archive with these accepted rows; `order` is its place in the archive."""
    sha256 = hashlib.sha256(f"{form_code}{unit_code}{year}{received_on}{order}".encode()).hexdigest()
    name = f"{form_code}_{unit_code}_{year}_{order}.xlsx"
    read = ReturnRead(
        file_name=name,
        form_code=form_code,
        unit_code=unit_code,
        report_year=year,
        reported_on=received_on,
        read_count=len(rows),
        rows=tuple(
            Row("Sheet", number, row, {"duty_state": "D", "coop_code": "B"})
            for number, row in enumerate(rows, start=5)
        ),
        **{"is_illustrative": True, **more},
    )
    loaded_at = datetime(2025, 1, 1, 0, 0, order % 60, tzinfo=UTC)
    return Received(Delivery(sha256, name, received_on, "form", loaded_at, order, ".xlsx"), read)


def line(task_code: str, duty_state: str, item_no: int | None = None, **more: Any) -> dict[str, Any]:
    """One line of a task-status return."""
    return {"task_code": task_code, "item_no": item_no, "duty_state": duty_state, **more}


def coop(coop_code: str, points: Mapping[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """One row of a classification return; `points` by criterion code."""
    scored = {f"points_{code}": value for code, value in (points or {}).items()}
    return {**COOP, "coop_code": coop_code, **scored, **more}


def build_of(home: Path, *returns: Received) -> tuple[BuildResult, Path]:
    """Build and publish these returns; gives the result and the build's file."""
    result = build_from(returns, home)
    return result, home / "warehouse" / "builds" / f"{result.build_id}.duckdb"


def ask(file: Path, sql: str) -> list[tuple[Any, ...]]:
    """Rows of a query on a build's file."""
    with duckdb.connect(str(file), read_only=True) as connection:
        return connection.execute(sql).fetchall()
