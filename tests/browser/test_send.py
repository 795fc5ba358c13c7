"""An officer in a real browser: drops a file, sees what is wrong, accepts, and the figure has changed."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from coop.clock import today
from coop.text import say
from etl.returns.blank import blank_bytes
from tests.browser.conftest import PROJECT, free_port, wait_until_healthy
from tests.browser.reader import open_page, save, settle

DONE = {"duty_state": "completed", "completed_on": date(2024, 11, 5), "evidence": "12/BC-UBND"}
BAD = {"task_code": "2.3", "duty_state": "completed", "evidence": "12/BC-UBND"}


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[str]:
    """The dashboard on a store of this test's own, with one return in it."""
    home = tmp_path / "home"
    first = tmp_path / "first.xlsx"
    row = {"task_code": "1.1", "duty_state": "in_progress"}
    first.write_bytes(blank_bytes("task_status", "444", 2024, [row], reported_on=date(2024, 12, 1)))
    environment = os.environ | {"COOP_HOME": str(home)}
    command = [sys.executable, "-m", "etl", "load", str(first)]
    subprocess.run(command, cwd=PROJECT, env=environment, check=True, capture_output=True)
    port, log = free_port(), tmp_path / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)],
            cwd=PROJECT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until_healthy(f"http://localhost:{port}", process, log)
            yield f"http://localhost:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)
    assert "Traceback" not in log.read_text(encoding="utf-8", errors="replace")


def test_a_dropped_file_is_understood_accepted_and_changes_the_figure(
    page: Page, own_server: str, tmp_path: Path
) -> None:
    open_page(page, own_server, year=2024)
    figure = page.locator(".headlines .value").first
    before = figure.inner_text()
    assert before.startswith("0")

    rows = [{"task_code": "1.1", **DONE}, BAD]
    content = blank_bytes("task_status", "444", 2024, rows, reported_on=date(2024, 12, 15))
    open_page(page, own_server, "send", year=2024)
    page.locator('input[type="file"]').set_input_files(
        {"name": "huong khe.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    )
    expect(page.get_by_role("button", name=say("send.accept", n=1))).to_be_visible()
    settle(page)
    expect(page.locator("table", has_text="E14").first).to_be_visible()

    _, marked = save(page, say("send.save_marked"), tmp_path)
    (tmp_path / "marked.xlsx").write_bytes(marked)
    assert openpyxl.load_workbook(tmp_path / "marked.xlsx")["Nhiệm vụ"]["E14"].comment is not None

    page.get_by_role("button", name=say("send.accept", n=1)).click()
    expect(page.get_by_role("status").filter(has_text="huong khe.xlsx")).to_be_visible()
    open_page(page, own_server, year=2024, as_of=_today())
    expect(figure).to_contain_text("1")
    assert figure.inner_text() == before.replace("0", "1", 1)

    open_page(page, own_server, "send", year=2024)
    page.locator('input[type="file"]').set_input_files(
        {"name": "again.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    )
    known = say("send.known", day="")[:20]
    expect(page.locator(".sent-state").filter(has_text=known)).to_be_visible()
    expect(page.get_by_role("button", name=say("send.accept", n=1))).to_have_count(0)


def _today() -> str:
    return today().isoformat()
