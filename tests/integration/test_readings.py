"""Kept readings: the same as reading again, and never trusted when they cannot be taken back whole."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from etl.returns.archive import Archive, Delivery
from etl.returns.blank import write_blank
from etl.warehouse.readings import Readings

COOP = {
    "coop_code": "K1",
    "name": "Hợp tác xã",
    "legal_kind": "coop",
    "operating_state": "operating",
    "capital_million_vnd": Decimal("12.5"),
    "founded_on": date(2015, 2, 3),
}


@pytest.fixture
def delivery(tmp_path: Path) -> Delivery:
    """A classification with one accepted and one rejected row, in the archive."""
    file = tmp_path / "a.xlsx"
    write_blank("classification", "444", 2024, file, [COOP, {**COOP, "coop_code": "K2", "legal_kind": "?"}])
    added = Archive(tmp_path).add(file, file.name, date(2024, 12, 1), "stated")
    assert isinstance(added, Delivery)
    return added


def test_a_kept_reading_is_the_reading(tmp_path: Path, delivery: Delivery) -> None:
    archive, readings = Archive(tmp_path), Readings(tmp_path)
    first = readings.read(archive, delivery)
    archive.path(delivery).unlink()
    assert readings.read(archive, delivery) == first
    assert (first.read_count, len(first.rows), bool(first.rejects)) == (2, 1, True)
    assert first.rows[0].values["capital_million_vnd"] == Decimal("12.5")


@pytest.mark.parametrize("torn", [b"", b"{", b"[]", b"{}", b'{"rows": [{}]}', b"\xff"])
def test_a_torn_reading_is_read_again(tmp_path: Path, delivery: Delivery, torn: bytes) -> None:
    archive, readings = Archive(tmp_path), Readings(tmp_path)
    first = readings.read(archive, delivery)
    kept = next(readings.folder.iterdir())
    kept.write_bytes(torn)
    assert readings.read(archive, delivery) == first


def test_readings_of_another_stamp_are_dropped(tmp_path: Path, delivery: Delivery) -> None:
    readings = Readings(tmp_path)
    old = readings.folder.parent / "old"
    old.mkdir(parents=True)
    readings.read(Archive(tmp_path), delivery)
    assert [folder.name for folder in readings.folder.parent.iterdir()] == [readings.folder.name]
