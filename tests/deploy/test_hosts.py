"""Two machines that only read, one that publishes, a shared folder between: each changes over in time."""

import json
import shutil
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.browser.conftest import serving
from tests.faults.sizes import tries
from tests.faults.test_publishing import KINDS, Publisher
from tests.hand_store import write_build

CHANGES_WITHIN = 5.0
PUBLISHINGS = tries(2, 20)
PATIENCE = 60.0  # of a full machine


def health(server: str) -> dict[str, str | None]:
    """What a server says of itself; a server that has no figures yet says so, too."""
    try:
        with urllib.request.urlopen(f"{server}/healthz", timeout=30) as answer:
            told: dict[str, str | None] = json.loads(answer.read())
    except urllib.error.HTTPError as failed:
        with failed:
            told = json.loads(failed.read())
    return told


def changed_after(server: str, build: str) -> float:
    """Seconds until a server serves a build."""
    begun = time.monotonic()
    while health(server)["build"] != build:
        assert time.monotonic() - begun < PATIENCE, health(server)
        time.sleep(0.05)
    return time.monotonic() - begun


def test_two_machines_change_over_to_what_a_third_publishes_and_outlast_its_folder(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
) -> None:
    shared = tmp_path / "shared"
    (shared / "builds").mkdir(parents=True)
    homes = {name: tmp_path / name for name in ("loads", "one", "two")}
    for name, home in homes.items():
        home.mkdir()
        line = "share_to" if name == "loads" else "read_from"
        (home / "settings.toml").write_text(f"[builds]\n{line} = '{shared}'\n", encoding="utf-8")
    monkeypatch.setenv("COOP_HOME", str(homes["loads"]))
    made = {kind: write_build(tmp_path / "made", kind, rows) for kind, rows in KINDS.items()}
    publisher, taken = Publisher(homes["loads"], made), []
    with ExitStack() as running:
        begun = [
            serving(homes[name], tmp_path / "refused.txt", tmp_path / f"{name}.log")
            for name in ("one", "two")
        ]
        servers = [running.enter_context(each) for each in begun]
        assert [health(server)["build"] for server in servers] == [None, None]
        for number in range(PUBLISHINGS):
            build = publisher.one(number, "AB"[number % 2])
            taken += [changed_after(server, build) for server in servers]
        shutil.rmtree(shared)
        time.sleep(1.5)  # both have looked in vain
        assert [health(server)["build"] for server in servers] == [build, build]
        assert [health(server)["status"] for server in servers] == ["ok", "ok"]
    assert not [home for home in homes.values() if (home / "archive").exists()]
    told = f"{PUBLISHINGS} publishings, two machines that follow: slowest change-over"
    record_property("measured", f"{told}: {max(taken):.1f} s")
    assert max(taken) <= (CHANGES_WITHIN if PUBLISHINGS > 2 else PATIENCE)
