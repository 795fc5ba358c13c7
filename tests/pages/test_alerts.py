"""Alerts on the overview: one line that unfolds, of the scope, and nothing where there is nothing to say."""

import re
from pathlib import Path

import pytest

from coop.notes import alerts
from coop.text import say
from tests.pages.reader import finding, is_well, open_page, plain, text_of


def unfolded(app: object) -> list[str]:
    """The alerts of a page as listed, without tags."""
    drawn = " ".join(str(element.value) for element in app.html)  # type: ignore[attr-defined]
    box = re.search(r'<details class="alerts">(.*?)</details>', drawn, re.DOTALL)
    return [plain(line) for line in re.findall(r"<li[^>]*>(.*?)</li>", box[1])] if box else []


@pytest.mark.usefixtures("store")
def test_the_overview_lists_what_its_scope_calls_out_under_one_line() -> None:
    app = open_page(address={"year": "2024", "as_of": "2025-01-31"})
    assert is_well(app)
    lines = unfolded(app)
    assert any(line.startswith("Có hơn 2 nhiệm vụ quá hạn: ") for line in lines)
    assert f"{len(lines)} cảnh báo" in text_of(app)
    assert say("alerts.proposed") in text_of(app)
    one = open_page(address={"year": "2024", "as_of": "2025-01-31", "districts": ["Can Lộc"]})
    assert is_well(one)
    assert not any("Lộc Hà" in line or "Hương Sơn" in line for line in unfolded(one))


@pytest.mark.usefixtures("store")
def test_the_overview_is_silent_where_nothing_is_called_out() -> None:
    app = open_page(address={"year": "2024", "as_of": "2024-03-15", "agencies": ["Sở Tài chính"]})
    assert is_well(app)
    assert unfolded(app) == []
    assert "cảnh báo" not in text_of(app)


@pytest.mark.usefixtures("store")
def test_broken_rules_cost_the_alerts_not_the_page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(alerts, "RULES", tmp_path / "alert_rules.csv")
    app = open_page(address={"year": "2024", "as_of": "2025-01-30"})
    assert is_well(app)
    assert finding(app).startswith("Còn ")
    assert "Không đọc được bảng quy tắc cảnh báo" in text_of(app)
