"""What was read from the archive as rows of the build's tables: returns, report lines, cooperatives, logs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC
from typing import Any

from coop.clock import in_vietnam
from coop.reference import Reference
from etl.returns.archive import Archive, Delivery
from etl.returns.read import ReturnRead, Row
from etl.warehouse.communes import CommuneFinder, commune_finder

Rows = Iterator[Mapping[str, Any]]
TASK_STATUS = "task_status"
CLASSIFICATION = "classification"


@dataclass(frozen=True)
class Received:
    """One delivery of the archive with what reading it gave."""

    delivery: Delivery
    read: ReturnRead

    @property
    def is_accepted(self) -> bool:
        """Whether at least one of its rows counts."""
        return self.read.refused is None and bool(self.read.rows)


def return_rows(received: Sequence[Received], reference: Reference) -> Iterator[tuple[str, Rows]]:
    """Table name and rows, for every table that returns alone fill; log_return first."""
    yield "log_return", (_log(one) for one in received)
    yield "fact_report_line", (row for one in _of_form(received, TASK_STATUS) for row in _lines(one))
    commune_code = commune_finder(reference)
    coops = _of_form(received, CLASSIFICATION)
    yield "incoming_coop", (_coop(one, row, commune_code) for one in coops for row in one.read.rows)
    yield "log_column", (column for one in received for column in _columns(one))
    yield "log_reject", (_cell(one, reject) for one in received for reject in one.read.rejects)
    yield "log_warning", (_cell(one, warning) for one in received for warning in one.read.warnings)
    yield (
        "log_change",
        (
            {"return_id": one.delivery.return_id, **asdict(change)}
            for one in received
            for change in one.read.changes
        ),
    )


def set_aside_rows(archive: Archive) -> Rows:
    """The files of the archive that do not count, and why."""
    held = archive.asides()
    for delivery in archive.deliveries():
        decision = held.get(delivery.sha256)
        if decision is None:
            continue
        yield {
            "return_id": delivery.return_id,
            "file_name": delivery.file_name,
            "received_on": delivery.received_on,
            "reason": decision.reason,
            "agreed_by": decision.agreed_by,
            "decided_on": in_vietnam(decision.decided_at).date(),
        }


def _of_form(received: Sequence[Received], form_code: str) -> list[Received]:
    return [one for one in received if one.is_accepted and one.read.form_code == form_code]


def _log(one: Received) -> dict[str, Any]:
    delivery, read = one.delivery, one.read
    return {
        "return_id": delivery.return_id,
        "sha256": delivery.sha256,
        "file_name": delivery.file_name,
        "form_code": read.form_code,
        "unit_code": read.unit_code,
        "report_year": read.report_year,
        "reported_on": read.reported_on,
        "received_on": delivery.received_on,
        "received_by": delivery.received_by,
        "loaded_at": delivery.loaded_at.astimezone(UTC).replace(tzinfo=None),
        "load_order": delivery.load_order,
        "read_count": read.read_count,
        "accepted_count": read.accepted_count,
        "rejected_count": read.rejected_count,
        "refused": read.refused,
        "is_illustrative": read.is_illustrative,
    }


def _place(one: Received, row: Row) -> dict[str, Any]:
    return {"return_id": one.delivery.return_id, "sheet": row.sheet, "row_number": row.row_number}


def _lines(one: Received) -> Rows:
    for number, row in enumerate(one.read.rows, start=1):
        yield {**row.values, **_place(one, row), "line_order": number, "cell": row.cells["duty_state"]}


def _coop(one: Received, row: Row, commune_code: CommuneFinder) -> dict[str, Any]:
    district, year = one.read.unit_code, one.read.report_year
    assert district is not None
    assert year is not None
    return {
        **row.values,
        **_place(one, row),
        "coop_cell": row.cells["coop_code"],
        "assessment_year": year,
        "district_code": district,
        "commune_code": commune_code(district, row.values.get("commune"), year),
    }


def _columns(one: Received) -> Rows:
    """Where each column of the form stands, from the first row of each sheet."""
    seen: set[str] = set()
    for row in one.read.rows:
        if row.sheet not in seen:
            seen.add(row.sheet)
            for name, letters in row.letters.items():
                place = {
                    "return_id": one.delivery.return_id,
                    "unit_code": one.read.unit_code,
                    "sheet": row.sheet,
                }
                yield {**place, "column_name": name, "letters": letters}


def _cell(one: Received, finding: Any) -> dict[str, Any]:
    facts = asdict(finding)
    return {"return_id": one.delivery.return_id, **facts, "column_name": facts["column"]}
