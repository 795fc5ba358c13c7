"""The changelog: whoever changes a figure names the figure and the periods, and says what changed and why."""

import re

import pytest

from coop.reference import reference
from coop.text import catalogue
from tests.house.source import PROJECT

HEADING = "### Figures that changed"
PERIOD = re.compile(r"\b(19|20)\d\d\b")


def rows_of(changelog: str) -> list[list[str]]:
    """The rows of every table of changed figures: figure, periods, what changed, why."""
    found: list[list[str]] = []
    for section in changelog.split(HEADING + "\n")[1:]:
        table = [line for line in section.split("\n#")[0].splitlines() if line.startswith("|")]
        found += [[cell.strip() for cell in line.strip("|").split("|")] for line in table[2:]]
    return found


def wrong_in(row: list[str]) -> str:
    """What is wrong with a row, in a word; '' for a good one."""
    figures = re.findall(r"`([^`]+)`", row[0])
    if len(row) != 4 or not all(row):
        return "cells"
    if not figures or set(figures) - known_figures():
        return "figure"
    return "" if PERIOD.search(row[1]) else "periods"


def known_figures() -> set[str]:
    """Measures, indicators, and sentences of pages."""
    known = reference()
    measures = {str(row["measure_code"]) for row in known.table("measures")}
    return measures | {str(row["indicator_code"]) for row in known.table("indicators")} | set(catalogue("vi"))


def test_a_changed_figure_is_named_with_its_periods_what_changed_and_why() -> None:
    rows = rows_of((PROJECT / "CHANGELOG.md").read_text(encoding="utf-8"))
    assert rows
    assert [row for row in rows if wrong_in(row)] == []


def test_a_measure_of_a_later_version_stands_among_the_changed_figures() -> None:
    named = " ".join(row[0] for row in rows_of((PROJECT / "CHANGELOG.md").read_text(encoding="utf-8")))
    later = [row["measure_code"] for row in reference().table("measures") if str(row["version"]) != "1"]
    assert [code for code in later if f"`{code}`" not in named] == []


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        (["`completion`", "2024", "16 more", "a task was left out"], ""),
        (["`completion`", "all years", "16 more", "a task was left out"], "periods"),
        (["`compleshun`", "2024", "16 more", "a task was left out"], "figure"),
        (["completion", "2024", "16 more", "a task was left out"], "figure"),
        (["`completion`", "2024", "16 more", ""], "cells"),
    ],
)
def test_a_row_that_leaves_something_out_is_found(row: list[str], wrong: str) -> None:
    assert wrong_in(row) == wrong
