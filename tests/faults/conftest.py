"""What tests of faults measured is printed at their end, to be written into docs/reliability.md.

def test_…(measured: Measured) -> None:
    measured("200 kills: slowest opening", "0.21 s")
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.packing import good_workbook
from tests.faults.payloads import FORMULAS, MARKUP, poisoned_home
from tests.pages.conftest import copied_build, store

__all__ = ["copied_build", "store"]

Measured = Callable[[str, object], None]


@pytest.fixture
def measured(record_property: Callable[[str, object], None]) -> Measured:
    """Keep one figure of a test: what it is, and its value."""

    def keep(what: str, value: object) -> None:
        record_property("measured", f"{what}: {value}")

    return keep


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A workbook that is as it should be."""
    return good_workbook(tmp_path_factory.mktemp("good"))


@pytest.fixture(scope="session")
def poisoned(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo store with a payload before every text."""
    home = tmp_path_factory.mktemp("poisoned") / "home"
    assert len(poisoned_home(demo_home, home, (*MARKUP, *FORMULAS))) > 70
    return home


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print every figure that was kept, wherever the test ran."""
    reports = [one for name in ("passed", "failed") for one in terminalreporter.stats.get(name, [])]
    lines = [
        f"{report.nodeid.rpartition('::')[2]}: {value}"
        for report in reports
        for name, value in getattr(report, "user_properties", [])
        if name == "measured"
    ]
    if lines:
        terminalreporter.section("measured")
        for line in sorted(lines):
            terminalreporter.write_line(line)
