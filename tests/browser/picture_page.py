"""A small page with charts and their picture words, served by the tests of the picture tool."""

from datetime import UTC, date, datetime
from pathlib import Path

import streamlit as st

from coop.charts.plan import status_bars_by_group, status_bars_by_unit
from coop.charts.tile_map import overdue_tile_map
from coop.exports.provenance import Provenance
from coop.ui.picture import picture_buttons, picture_routes
from tests.unit.chart_frames import by_agency, by_district, by_group

ORIGIN = Provenance(
    title="",
    filters=(("Năm kế hoạch", "2024"), ("Huyện, thị xã, thành phố", "Đức Thọ, Hương Khê & TX Kỳ Anh <13>")),
    as_of=date(2024, 11, 23),
    loaded_at=datetime(2024, 11, 23, 0, 40, tzinfo=UTC),
    coverage="11/13 huyện, 20/21 sở, ngành",
    rule_set="Thông tư 01/2020/TT-BKHĐT",
    source="Biểu báo cáo của các đơn vị",
    is_illustrative=True,
)


def show_charts() -> None:
    """Draw a short chart, a long one and a map, in the reader's theme."""
    dark = st.context.theme.type == "dark"
    charts = {
        "chart-group": status_bars_by_group(by_group(), dark=dark),
        "chart-agency": status_bars_by_unit(by_agency(), "agency", dark=dark),
        "chart-map": overdue_tile_map(by_district(), dark=dark),
    }
    for key, chart in charts.items():
        picture_buttons(chart, ORIGIN, key)
        st.plotly_chart(chart.figure, theme=None, alt=chart.alt, key=key)


if __name__ == "__main__":
    show_charts()
else:
    app = st.App(Path(__file__), routes=picture_routes())
