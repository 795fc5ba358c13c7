"""Two files for one period in one load: both are taken, the later holds, the earlier is told its cell."""

from datetime import date
from pathlib import Path

import pytest

from coop.queries.indicators import indicator_series
from coop.queries.returns import warnings_of
from coop.queries.scope import Scope
from coop.warehouse import query
from etl.returns.blank import write_blank
from etl.warehouse.load import load

PERIOD, DEBT, STOPPED = "2024-Q3", "CT3.1-1", "CT3.1-2"


def test_two_files_for_one_period_in_one_load_are_both_taken_and_each_cell_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, inbox = tmp_path / "home", tmp_path / "inbox"
    inbox.mkdir()
    monkeypatch.setenv("COOP_HOME", str(home))
    first = [
        {"period_code": PERIOD, "indicator_code": DEBT, "value": 100},
        {"period_code": PERIOD, "indicator_code": STOPPED, "value": 7},
    ]
    for name, rows in (("a.xlsx", first), ("b.xlsx", [{**first[0], "value": 250}])):
        write_blank("indicators", "444", 2024, inbox / name, rows=rows, reported_on=date(2024, 10, 5))
    load([inbox], home)
    taken = query(
        "SELECT file_name, read_count, accepted_count, refused, received_on, return_id FROM log_return", {}
    )
    counts = taken.set_index("file_name")[["read_count", "accepted_count"]]
    assert counts.loc["a.xlsx"].tolist() == [2, 2]
    assert counts.loc["b.xlsx"].tolist() == [1, 1]
    assert taken["refused"].isna().all()
    day = max(taken["received_on"]).date()
    series = indicator_series(Scope(2024, day, districts=("444",))).set_index(
        ["indicator_code", "period_code"]
    )
    assert float(series.loc[(DEBT, PERIOD), "value"]) == 250
    assert float(series.loc[(STOPPED, PERIOD), "value"]) == 7
    asked = {
        name: warnings_of(code) for name, code in zip(taken["file_name"], taken["return_id"], strict=True)
    }
    told = [
        (name, row["rule"], row["cell"]) for name, rows in asked.items() for row in rows.to_dict("records")
    ]
    assert ("a.xlsx", "same_day_twice", "D13") in told
    [sentence] = asked["a.xlsx"].loc[asked["a.xlsx"]["rule"] == "same_day_twice", "message"]
    assert "b.xlsx" in sentence
    assert DEBT in sentence
