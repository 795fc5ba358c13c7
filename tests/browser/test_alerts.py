"""Alerts in a real browser: one line above the headlines, and the first chart still on the first screen."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reader import open_page

SCREEN = 768


@pytest.mark.parametrize("as_of", ["2024-12-20", "2025-01-31"])
def test_headlines_and_the_first_chart_stand_on_the_first_screen_below_the_alerts(
    page: Page, server: str, as_of: str
) -> None:
    open_page(page, server, year=2024, as_of=as_of)
    alerts = page.locator("details.alerts")
    line = alerts.locator("summary").bounding_box()
    headlines = page.locator("dl.headlines").bounding_box()
    chart = page.locator('[data-testid="stPlotlyChart"]').first.bounding_box()
    assert line is not None
    assert headlines is not None
    assert chart is not None
    assert line["y"] + line["height"] <= headlines["y"]
    assert line["height"] < 50, "two lines at most"
    assert chart["y"] > headlines["y"]
    assert chart["y"] + chart["height"] <= SCREEN

    expect(alerts.locator("li").first).to_be_hidden()
    alerts.locator("summary").press("Enter")
    expect(alerts.locator("li").first).to_be_visible()
    assert alerts.locator("li").count() >= 3
