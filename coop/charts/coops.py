"""Charts of cooperatives: their classes, the outcomes of the yearly assessment, published series."""

import pandas as pd

from coop.charts.breaks import breaks_of
from coop.charts.chart import Chart
from coop.charts.class_bars import ClassRow, count_bars
from coop.charts.describe import largest, names, sentences
from coop.charts.empty import empty_chart
from coop.charts.labels import integer, table_share
from coop.charts.outcomes import (
    YearMark,
    best_rated_first,
    district_rows,
    mark_breaks,
    outcome_segments,
    outcome_table,
    outcomes_on,
    wide,
    with_breaks,
    year_rows,
)
from coop.charts.pick import UNDETERMINED, emphasise, mark_of
from coop.charts.published import published_figure, published_summary, published_table
from coop.charts.stacked import stacked_bars
from coop.charts.theme import OUTCOMES, RATINGS, palette_of
from coop.format import ratio
from coop.text import say

# Sizes have an order of their own; other classes stand by their count.
ORDERED = ("size_by_members", "size_by_capital")


def class_bars(frame: pd.DataFrame, attribute: str, chosen: str = "", *, dark: bool = False) -> Chart:
    """Show how many cooperatives each class of an attribute holds: `class_code, title, coop_count`.

    A class code that is missing, or says that it could not be told, is hatched and stands last. `chosen`
    is the mark that stands out, '' where none does (coop.charts.pick).
    """
    palette = palette_of(dark)
    title = say(f"charts.class_bars_title_{attribute}")
    rows = frame.assign(
        title=frame["title"].fillna(say("charts.class_missing")),
        _unknown=frame["class_code"].isna() | (frame["class_code"] == UNDETERMINED),
        _place=0 if attribute in ORDERED else -frame["coop_count"],
    ).sort_values(["_unknown", "_place"], kind="stable")
    total = int(rows["coop_count"].sum())
    table = pd.DataFrame(
        {
            say("charts.column_class"): rows["title"].astype("object"),
            say("charts.column_coops"): rows["coop_count"].astype("int64"),
            say("charts.column_share"): pd.Series(
                [table_share(int(count), total) for count in rows["coop_count"]],
                index=rows.index,
                dtype="float64",
            ),
        }
    ).reset_index(drop=True)
    name = say(f"charts.class_bars_name_{attribute}")
    if not total:
        return empty_chart(title, name, table, palette)
    bars = [
        ClassRow(
            str(row["title"]),
            int(row["coop_count"]),
            not row["_unknown"],
            mark_of(**{attribute: UNDETERMINED if pd.isna(row["class_code"]) else row["class_code"]}),
        )
        for row in rows.to_dict("records")
    ]
    return Chart(
        emphasise(count_bars(bars, palette), chosen, palette),
        title,
        say("charts.class_bars_subtitle", total=integer(total)),
        say(
            "charts.class_bars_alt",
            total=integer(total),
            worst=names(largest(rows, "coop_count", "title")),
        ),
        table,
        name,
    )


def outcome_bars_by_year(
    frame: pd.DataFrame, base: str = "all", breaks: str = "", chosen: str = "", *, dark: bool = False
) -> Chart:
    """Show how the outcomes moved over the assessment years, as shares of all known or of the rated.

    `frame`: `assessment_year, outcome, coop_count, district_reported_count, district_owing_count,
    rule_set_code, rule_set_in_force`. `base`: 'all' or 'rated'; `breaks` as in `coop.charts.breaks`;
    `chosen` is the mark that stands out.
    """
    palette, codes = palette_of(dark), outcomes_on(base)
    title, name = say("charts.outcome_years_title"), say("charts.outcome_years_name")
    marks = YearMark.of(frame)
    counts = wide(frame, "assessment_year").sort_index()
    table = outcome_table(counts, marks)
    if counts.empty:
        return empty_chart(title, name, table, palette)
    of_years = {year: marks[year] for year in counts.index}
    rows, places = with_breaks(year_rows(counts, marks, codes), of_years, breaks_of(breaks))
    drawing = stacked_bars(rows, outcome_segments(palette, codes), palette, shares=True, above=True)
    mark_breaks(emphasise(drawing, chosen, palette), places, palette)
    said = (
        say(
            "charts.outcome_years_sentence",
            year=year,
            parts=say("charts.list_join").join(
                say(
                    "charts.outcome_part",
                    title=say(f"charts.outcome_{code}").lower(),
                    count=integer(int(counts.loc[year, code])),
                )
                for code in RATINGS
            ),
            count=integer(int(counts.loc[year].sum())),
        )
        for year in counts.index
    )
    return Chart(
        drawing,
        title,
        say(f"charts_coops.outcome_years_{base}"),
        say("charts.outcome_years_alt", summary=sentences(*said)),
        table,
        name,
    )


def outcome_bars_by_district(
    frame: pd.DataFrame, base: str = "all", layout: str = "", chosen: str = "", *, dark: bool = False
) -> Chart:
    """Compare the districts' outcomes: `unit_code, short_title, has_reported, outcome, coop_count`.

    `base`: shares of 'all' cooperatives known or of the 'rated' ones; `layout`: of which the places are;
    `chosen` is the mark that stands out.
    """
    palette, codes = palette_of(dark), outcomes_on(base)
    title, name = say("charts.outcome_districts_title"), say("charts.outcome_districts_name")
    rows = best_rated_first(frame)
    table = outcome_table(rows.set_index("short_title")[list(OUTCOMES)])
    if rows.empty:
        return empty_chart(title, name, table, palette)
    missing = rows.loc[~rows["has_reported"].astype(bool), "short_title"].tolist()
    best = rows.to_dict("records")[0]
    good = int(best["good"] + best["fair"])
    alt = sentences(
        say(
            "charts.outcome_districts_best",
            best=best["short_title"],
            ratio=ratio(good, sum(int(best[code]) for code in OUTCOMES)),
        )
        if good
        else "",
        say("charts.outcome_districts_missing", names=names(missing, len(missing))) if missing else "",
    )
    bars = district_rows(rows, codes, layout)
    drawing = stacked_bars(bars, outcome_segments(palette, codes), palette, shares=True)
    return Chart(
        emphasise(drawing, chosen, palette),
        title,
        say(f"charts_coops.outcome_districts_{base}"),
        say("charts.outcome_districts_alt", summary=alt),
        table,
        name,
    )


def published_lines(frame: pd.DataFrame, breaks: str = "", *, dark: bool = False) -> Chart:
    """Show the figures that public sources give for the province; never mixed with returned ones.

    `frame`: `published_for, scope, measure, value, note, source_title, source_url, confidence`; drawn are
    totals and ratings of all cooperatives, the table holds every figure. `breaks`: changes of borders.
    """
    palette = palette_of(dark)
    title, name = say("charts.published_title"), say("charts.published_name")
    rows = frame.sort_values(["measure", "published_for"], kind="stable")
    drawn = rows[(rows["scope"] == "all") & rows["measure"].isin(["total", *RATINGS])]
    if drawn.empty:
        return empty_chart(title, name, published_table(rows), palette)
    return Chart(
        published_figure(drawn, palette, breaks),
        title,
        say("charts.published_subtitle"),
        say("charts.published_alt", summary=published_summary(drawn)),
        published_table(rows),
        name,
    )
