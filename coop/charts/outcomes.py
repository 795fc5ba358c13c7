"""Rows, tables and marks of the charts of assessment outcomes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from coop.charts.breaks import Break, between_years
from coop.charts.labels import integer, table_share
from coop.charts.pick import UNPLACED, mark_of, mark_of_place
from coop.charts.stacked import Row, Segment
from coop.charts.theme import OUTCOMES, RATINGS, Palette, outcome_fill
from coop.format import ratio
from coop.text import say


@dataclass(frozen=True)
class YearMark:
    """What must be said beside one assessment year: how many districts it covers and by which rules."""

    reported: int
    owing: int
    rule_set: str
    in_force: bool

    @staticmethod
    def of(frame: pd.DataFrame) -> dict[int, "YearMark"]:
        """Return the marks of each assessment year of `outcomes_by_year`.

        A year holds several rule sets only where data is broken; the first then stands for it.
        """
        firsts = frame.drop_duplicates("assessment_year").to_dict("records")
        return {
            int(row["assessment_year"]): YearMark(
                int(row["district_reported_count"]),
                int(row["district_owing_count"]),
                "" if pd.isna(row["rule_set_code"]) else str(row["rule_set_code"]),
                pd.isna(row["rule_set_in_force"]) or bool(row["rule_set_in_force"]),
            )
            for row in firsts
        }


def wide(frame: pd.DataFrame, index: str) -> pd.DataFrame:
    """Return counts with one row per `index` and one column per outcome, in display order."""
    sums = frame.pivot_table(index=index, columns="outcome", values="coop_count", aggfunc="sum", fill_value=0)
    return sums.reindex(columns=list(OUTCOMES), fill_value=0).astype("int64")


def best_rated_first(frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row per district with its outcomes, by the share of good and fair, ties by code.

    Districts that have not reported stand after them, what has no place in the layout last.
    """
    units = frame.drop_duplicates("unit_code")[["unit_code", "short_title", "has_reported"]]
    rows = units.merge(wide(frame, "unit_code"), left_on="unit_code", right_index=True, how="left")
    total = rows[list(OUTCOMES)].sum(axis=1)
    share = (rows["good"] + rows["fair"]) / total.where(total > 0)
    ordered = rows.assign(
        _silent=~rows["has_reported"].astype(bool),
        _nowhere=rows["unit_code"] == UNPLACED,
        _share=share.fillna(-1.0),
    ).sort_values(
        ["_nowhere", "_silent", "_share", "unit_code"], ascending=[True, True, False, True], kind="stable"
    )
    return ordered.drop(columns=["_nowhere", "_silent", "_share"]).reset_index(drop=True)


def outcomes_on(base: str) -> tuple[str, ...]:
    """The outcomes that shares of a base add up: 'all' cooperatives known, or the 'rated' ones only."""
    return RATINGS if base == "rated" else OUTCOMES


def year_rows(
    counts: pd.DataFrame, marks: Mapping[int, YearMark], codes: tuple[str, ...] = OUTCOMES
) -> list[Row]:
    """Return one row per assessment year, with both bases, its coverage and whether its rules had lapsed."""
    rows = []
    for year, values in counts.to_dict("index").items():
        mark = marks[int(str(year))]
        note = say(
            "charts.outcome_years_note",
            count=integer(sum(values.values())),
            rated=integer(sum(values[code] for code in RATINGS)),
            coverage=ratio(mark.reported, mark.owing),
        )
        lapsed = "" if mark.in_force else say("charts.outcome_years_lapsed")
        rows.append(Row(str(year), note + lapsed, tuple(values[code] for code in codes)))
    return rows


def district_rows(rows: pd.DataFrame, codes: tuple[str, ...] = OUTCOMES, layout: str = "") -> list[Row]:
    """Return one row per place of the layout: rated of all its cooperatives known."""
    return [
        Row(
            str(row["short_title"]),
            ratio(sum(int(row[code]) for code in RATINGS), sum(int(row[code]) for code in OUTCOMES))
            if row["has_reported"]
            else say("charts.not_reported_note"),
            tuple(int(row[code]) for code in codes),
            mark_of_place(layout, str(row["unit_code"])),
        )
        for row in rows.to_dict("records")
    ]


def outcome_segments(palette: Palette, codes: tuple[str, ...] = OUTCOMES) -> list[Segment]:
    """Return the outcomes with title and fill, in display order."""
    return [
        Segment(say(f"charts.outcome_short_{code}"), outcome_fill(code, palette), mark_of(outcome=code))
        for code in codes
    ]


def outcome_table(counts: pd.DataFrame, marks: Mapping[int, YearMark] | None = None) -> pd.DataFrame:
    """Return the outcomes per row of `counts` (its index names the rows), with both bases named.

    Shares of good and fair are of the rated ones and of all, of a hundred; missing below ten of the base.
    """
    first = say("charts.column_year") if marks is not None else say("charts.column_district")
    table = pd.DataFrame({first: counts.index.astype(str)})
    for code in OUTCOMES:
        table[say(f"charts.outcome_{code}")] = counts[code].to_numpy()
    rated = counts[list(RATINGS)].sum(axis=1).to_numpy()
    table[say("charts.column_coops")] = counts.sum(axis=1).to_numpy()
    table[say("charts.column_rated")] = rated
    table[say("charts.column_good_share")] = pd.Series(
        [
            table_share(int(good), int(base))
            for good, base in zip(counts["good"] + counts["fair"], rated, strict=True)
        ],
        dtype="float64",
    )
    every = counts.sum(axis=1).to_numpy()
    table[say("charts_coops.column_good_share_all")] = pd.Series(
        [
            table_share(int(good), int(base))
            for good, base in zip(counts["good"] + counts["fair"], every, strict=True)
        ],
        dtype="float64",
    )
    if marks is not None:
        of_year = [marks[int(year)] for year in counts.index]
        table[say("charts.column_reported_districts")] = [mark.reported for mark in of_year]
        table[say("charts.column_owing_districts")] = [mark.owing for mark in of_year]
        table[say("charts.column_rule_set")] = [mark.rule_set for mark in of_year]
        table[say("charts.column_in_force")] = [mark.in_force for mark in of_year]
    return table


def with_breaks(
    rows: list[Row], marks: Mapping[int, YearMark], breaks: Sequence[Break]
) -> tuple[list[Row], list[int]]:
    """Return the rows of the years with one more wherever rules or borders changed, and where those stand.

    Such a row holds no bar, only the words that say why the series breaks there.
    """
    found, places = rows[:1], []
    for (one, two), row in zip(pairwise(marks), rows[1:], strict=True):
        before, after = marks[one].rule_set, marks[two].rule_set
        rules = say("charts.rule_break", before=before, after=after) if before != after else ""
        words = " · ".join(filter(None, (rules, between_years(breaks, one, two))))
        if words:
            places.append(len(found))
            found.append(Row("", words, (0,) * len(row.counts)))
        found.append(row)
    return found, places


def mark_breaks(drawing: go.Figure, places: Sequence[int], palette: Palette) -> None:
    """Draw a thin line across the rows that say why the series breaks."""
    line: dict[str, Any] = {"color": palette.muted, "width": 1, "dash": "dot"}
    for place in places:
        drawing.add_shape(type="line", xref="paper", x0=0, x1=1, y0=place + 0.1, y1=place + 0.1, line=line)
