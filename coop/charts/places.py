"""Places side by side: how many cooperatives, and the shares of good and fair with their 95 % interval."""

import pandas as pd

from coop.charts.chart import Chart
from coop.charts.describe import largest, names, sentences
from coop.charts.dots import Dot, interval_dots
from coop.charts.empty import empty_chart
from coop.charts.labels import table_range, table_share
from coop.charts.pick import UNPLACED, emphasise, mark_of_place
from coop.charts.small_bars import Cell, small_bars
from coop.charts.theme import palette_of
from coop.duties.small_numbers import PERCENT_FROM, funnel_limits
from coop.format import ratio
from coop.text import say

FEW = "charts_coops.places_few"


def place_bars(frame: pd.DataFrame, layout: str = "", chosen: str = "", *, dark: bool = False) -> Chart:
    """Show how many cooperatives each place holds, those the page follows out of all of them.

    `frame`: `unit_code, short_title, has_reported, coop_count, every_count`. `layout`: of which the places
    are; `chosen` is the mark that stands out, '' where none does (coop.charts.pick).
    """
    palette = palette_of(dark)
    title, name = say("charts_coops.place_bars_title"), say("charts_coops.place_bars_name")
    rows = frame.assign(
        _nowhere=frame["unit_code"] == UNPLACED, _silent=~frame["has_reported"].astype(bool)
    ).sort_values(
        ["_nowhere", "_silent", "coop_count", "unit_code"], ascending=[True, True, False, True], kind="stable"
    )
    table = pd.DataFrame(
        {
            say("charts_coops.column_place"): rows["short_title"].to_numpy(),
            say("charts_coops.column_shown"): rows["coop_count"].where(~rows["_silent"]).astype("Int64"),
            say("charts_coops.column_every"): rows["every_count"].where(~rows["_silent"]).astype("Int64"),
        }
    ).reset_index(drop=True)
    if not rows["every_count"].sum():
        return empty_chart(title, name, table, palette)
    cells = [
        Cell(
            place,
            0,
            int(row["coop_count"]),
            int(row["every_count"]),
            bool(row["has_reported"]),
            str(row["short_title"]),
            say("charts_coops.column_shown"),
            mark_of_place(layout, str(row["unit_code"])),
        )
        for place, row in enumerate(rows.to_dict("records"))
    ]
    silent = rows.loc[rows["_silent"], "short_title"].tolist()
    most = names(largest(rows, "coop_count", "short_title"))
    alt = sentences(
        say("charts_coops.place_bars_alt", names=most) if rows["coop_count"].sum() else "",
        say("charts.outcome_districts_missing", names=names(silent, len(silent))) if silent else "",
    )
    return Chart(
        emphasise(small_bars(rows["short_title"].tolist(), [""], cells, palette), chosen, palette),
        title,
        say("charts_coops.place_bars_subtitle"),
        alt,
        table,
        name,
    )


def well_rated_dots(frame: pd.DataFrame, layout: str = "", chosen: str = "", *, dark: bool = False) -> Chart:
    """Compare places by the share of good and fair among the rated: `ratings_by_place`'s columns.

    The note beside a name says where the share lies outside what chance alone allows at that number.
    `layout`: of which the places are; `chosen` is the mark that stands out.
    """
    palette = palette_of(dark)
    title, name = say("charts_coops.places_title"), say("charts_coops.places_name")
    rated, well = int(frame["rated_count"].sum()), int(frame["well_count"].sum())
    overall = well / rated if rated else None
    share = frame["well_count"] / frame["rated_count"].where(frame["rated_count"] > 0)
    ordered = frame.assign(
        _few=frame["rated_count"] < PERCENT_FROM, _share=share.astype("float64").fillna(-1.0)
    ).sort_values(["_few", "_share", "place_code"], ascending=[True, False, True])
    rows = ordered.to_dict("records")
    marks = [_mark(int(row["well_count"]), int(row["rated_count"]), overall) for row in rows]
    table = _table(ordered, marks)
    if not rated:
        return empty_chart(title, name, table, palette)
    dots = [
        Dot(
            str(row["short_title"]),
            " · ".join(filter(None, (ratio(row["well_count"], row["rated_count"]), mark))),
            int(row["well_count"]),
            int(row["rated_count"]),
            say(FEW) if row["rated_count"] < PERCENT_FROM else "",
            mark_of_place(layout, str(row["place_code"])),
        )
        for row, mark in zip(rows, marks, strict=True)
    ]
    outside = [str(row["short_title"]) for row, mark in zip(rows, marks, strict=True) if mark]
    listed = say("charts.list_join").join(outside)
    alt = say("charts_coops.places_alt", share=ratio(well, rated))
    return Chart(
        emphasise(interval_dots(dots, overall, palette), chosen, palette),
        title,
        say("charts_coops.places_subtitle", rated=rated),
        alt + (" " + say("charts_coops.places_outside", names=listed) if outside else ""),
        table,
        name,
    )


def _mark(count: int, total: int, overall: float | None) -> str:
    """Tell on which side of the funnel's 95 % or 99.8 % limits the share lies; nothing inside them."""
    limits = funnel_limits(overall, total) if overall is not None else None
    if limits is None or total < PERCENT_FROM:
        return ""
    share = count / total
    if limits.inner.low <= share <= limits.inner.high:
        return ""
    level = "inner" if limits.outer.low <= share <= limits.outer.high else "outer"
    side = "above" if share > limits.inner.high else "below"
    return say(f"charts_coops.places_{side}_{level}")


def _table(frame: pd.DataFrame, marks: list[str]) -> pd.DataFrame:
    pairs = [
        (int(well), int(rated)) for well, rated in zip(frame["well_count"], frame["rated_count"], strict=True)
    ]
    ranges = [table_range(*pair) for pair in pairs]
    return pd.DataFrame(
        {
            say("charts_coops.column_place"): frame["short_title"].to_numpy(),
            say("charts_coops.column_coops"): frame["coop_count"].astype("int64").to_numpy(),
            say("charts_coops.column_rated"): [rated for _, rated in pairs],
            say("charts_coops.column_well"): [well for well, _ in pairs],
            say("charts_coops.column_share"): pd.Series([table_share(*p) for p in pairs], dtype="float64"),
            say("charts_coops.column_low"): pd.Series([low for low, _ in ranges], dtype="float64"),
            say("charts_coops.column_high"): pd.Series([high for _, high in ranges], dtype="float64"),
            say("charts_coops.column_mark"): marks,
        }
    )
