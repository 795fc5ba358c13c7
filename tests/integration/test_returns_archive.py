"""The archive: files as received under their checksum, and a list that survives anything."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from filelock import Timeout

from etl.returns.archive import MANIFEST, AlreadyThere, Archive, BrokenManifest, Delivery

DAY = date(2024, 12, 15)


def added(archive: Archive, content: bytes, name: str = "b.xlsx") -> Delivery:
    delivery = archive.add(content, name, DAY, "clock")
    assert isinstance(delivery, Delivery)
    return delivery


def test_a_file_is_kept_under_its_checksum_and_listed(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    assert archive.deliveries() == ()
    before = datetime.now(UTC)
    delivery = added(archive, b"one", "Báo cáo.XLSX")
    sha256 = hashlib.sha256(b"one").hexdigest()
    assert (delivery.sha256, delivery.return_id, delivery.load_order) == (sha256, sha256[:16], 1)
    assert archive.path(delivery) == tmp_path / "archive" / f"{sha256}.xlsx"
    assert archive.content(delivery) == b"one"
    assert before <= delivery.loaded_at <= datetime.now(UTC)
    assert Archive(tmp_path).deliveries() == (delivery,)


def test_a_manifest_line_says_what_the_architecture_promises(tmp_path: Path) -> None:
    added(Archive(tmp_path), b"one")
    line = json.loads((tmp_path / "archive" / MANIFEST).read_text(encoding="utf-8"))
    assert {"sha256", "file_name", "received_on", "received_by", "loaded_at", "load_order"} <= set(line)


def test_the_same_content_again_changes_nothing_and_names_the_first(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    first = added(archive, b"one")
    assert archive.add(b"one", "other name.xlsx", date(2025, 1, 1), "stated") == AlreadyThere(first)
    assert archive.deliveries() == (first,)
    assert archive.find(b"one") == first
    assert archive.find(b"two") is None


def test_a_file_on_disk_is_taken_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_bytes(b"a;b\r\n")
    delivery = Archive(tmp_path).add(tmp_path / "b.csv", "b.csv", DAY, "form")
    assert isinstance(delivery, Delivery)
    assert Archive(tmp_path).path(delivery).read_bytes() == b"a;b\r\n"


@pytest.mark.parametrize(
    "name",
    [
        "../../a.xlsx",
        "con.xlsx",
        "NUL",
        "x" * 300 + ".xlsx",
        "a\u202excod.xlsx",
        "a\x00.xlsx",
        "",
        "/etc/passwd",
    ],
)
def test_no_name_leads_out_of_the_archive(name: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    delivery = added(Archive(home), name.encode() + b"1", name)
    assert Archive(home).path(delivery).parent == home / "archive"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["home"]
    assert delivery.file_name.isprintable()
    assert len(delivery.file_name) <= 120


def test_a_torn_last_line_is_forgotten_and_written_over(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    first = added(archive, b"one")
    manifest = tmp_path / "archive" / MANIFEST
    with manifest.open("ab") as file:
        file.write(b'{"sha256": "abc", "file')
    assert archive.deliveries() == (first,)
    second = added(archive, b"two")
    assert archive.deliveries() == (first, second)
    assert [d.load_order for d in archive.deliveries()] == [1, 2]


def test_a_broken_line_in_the_middle_is_never_skipped(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    added(archive, b"one")
    manifest = tmp_path / "archive" / MANIFEST
    manifest.write_bytes(b"{}\n" + manifest.read_bytes())
    with pytest.raises(BrokenManifest) as problem:
        archive.deliveries()
    assert problem.value.line == 1


def test_a_kept_file_that_was_altered_is_noticed(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    delivery = added(archive, b"one")
    archive.path(delivery).write_bytes(b"0ne")
    with pytest.raises(BrokenManifest):
        archive.content(delivery)


def test_the_lock_is_held_by_one_and_can_be_taken_twice_by_it(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    with archive.lock():
        added(archive, b"one")
        with pytest.raises(Timeout), Archive(tmp_path).lock(timeout=0.05):
            pass
    with Archive(tmp_path).lock(timeout=0.05):
        pass


ADD = """
import sys
from datetime import date
from pathlib import Path
from etl.returns.archive import Archive
archive = Archive(Path(sys.argv[1]))
for n in range(int(sys.argv[3])):
    delivery = archive.add(f"{sys.argv[2]}-{n % 40}".encode(), "b.xlsx", date(2024, 12, 15), "clock")
    print(f"{sys.argv[2]}-{n % 40}", flush=True)
"""


def adding(home: Path, name: str, count: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", ADD, str(home), name, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_four_at_once_lose_and_double_nothing(tmp_path: Path) -> None:
    runs = [adding(tmp_path, name, 25) for name in ("a", "b", "a", "c")]
    assert [run.wait(60) for run in runs] == [0] * 4
    for run in runs:
        assert run.stdout is not None
        run.stdout.close()
    deliveries = Archive(tmp_path).deliveries()
    expected = {hashlib.sha256(f"{name}-{n}".encode()).hexdigest() for name in "abc" for n in range(25)}
    assert {delivery.sha256 for delivery in deliveries} == expected
    assert [delivery.load_order for delivery in deliveries] == list(range(1, 76))


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a Unix matter")
def test_what_was_said_to_be_accepted_survives_a_kill(tmp_path: Path) -> None:
    said: set[str] = set()
    for attempt in range(8):
        run = adding(tmp_path, f"k{attempt}", 4000)
        assert run.stdout is not None
        said.add(run.stdout.readline().strip())
        time.sleep(0.01 * attempt)
        os.kill(run.pid, signal.SIGKILL)
        said.update(line.strip() for line in run.stdout if line.endswith("\n"))
        run.stdout.close()
        run.wait(10)
    archive = Archive(tmp_path)
    listed = {delivery.sha256 for delivery in archive.deliveries()}
    assert {hashlib.sha256(text.encode()).hexdigest() for text in said} <= listed
    assert all(archive.content(delivery) for delivery in archive.deliveries())
    orders = [delivery.load_order for delivery in archive.deliveries()]
    assert orders == list(range(1, len(orders) + 1))
