"""The units of `deploy/systemd`: they start what there is, as nobody special, and systemd takes them."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from etl.__main__ import VERBS
from tests.house.source import PROJECT

FOLDER = PROJECT / "deploy" / "systemd"
WORKER, NIGHT, TIMER = "coop@.service", "coop-night.service", "coop-night.timer"
Unit = dict[str, list[str]]


def unit(name: str) -> Unit:
    """Every setting of a unit file, with its values in order."""
    found: Unit = {}
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if match := re.fullmatch(r"([A-Za-z]+)=(.*)", line):
            found.setdefault(match[1], []).append(match[2])
    return found


def test_a_worker_serves_this_machine_alone_on_the_port_it_is_named_for() -> None:
    [command] = unit(WORKER)["ExecStart"]
    program, rest = command.split(" ", 1)
    assert program == "/opt/htx/.venv/bin/python"
    assert rest == "-m streamlit run app.py --server.address 127.0.0.1 --server.port %i"
    assert (PROJECT / "app.py").is_file()


def test_the_night_is_a_verb_that_there_is_and_runs_once_a_day_by_vietnamese_time() -> None:
    [command] = unit(NIGHT)["ExecStart"]
    assert command.split(" -m etl ")[1] in VERBS
    assert unit(NIGHT)["Type"] == ["oneshot"]
    assert unit(TIMER)["OnCalendar"] == ["*-*-* 01:30:00 Asia/Ho_Chi_Minh"]
    assert unit(TIMER)["Persistent"] == ["yes"]


@pytest.mark.parametrize("name", [WORKER, NIGHT])
def test_what_runs_may_write_the_store_and_gains_no_rights(name: str) -> None:
    facts = unit(name)
    assert facts["User"] == ["coop"]
    assert facts["CapabilityBoundingSet"] == [""]
    assert facts["NoNewPrivileges"] == facts["ProtectHome"] == facts["PrivateTmp"] == ["yes"]
    assert facts["ProtectSystem"] == ["strict"]
    home = facts["Environment"][0].split()[0].removeprefix("COOP_HOME=")
    assert facts["ReadWritePaths"][0].split()[0] == home


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not on this machine")
def test_systemd_takes_the_units_and_finds_little_that_they_leave_open(tmp_path: Path) -> None:
    # The program need not be installed where a unit is looked at.
    for name, copy in ((WORKER, "coop@8501.service"), (NIGHT, NIGHT), (TIMER, TIMER)):
        text = (FOLDER / name).read_text(encoding="utf-8")
        (tmp_path / copy).write_text(text.replace("/opt/htx/.venv/bin/python", "/bin/true"), encoding="utf-8")
    files = sorted(str(file) for file in tmp_path.iterdir())
    verified = subprocess.run(
        ["systemd-analyze", "verify", *files], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    ours = [line for line in verified.stderr.splitlines() if str(tmp_path) in line or "coop" in line]
    assert (verified.returncode, ours) == (0, [])
    for file in (one for one in files if one.endswith(".service")):
        asked = ["systemd-analyze", "security", "--offline=true", "--no-pager", file]
        told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
        level = re.search(r"exposure level for \S+: ([\d.]+)", told)
        assert level is not None
        assert float(level[1]) < 2.0, file
