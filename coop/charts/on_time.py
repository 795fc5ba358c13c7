"""Who is on time: dots with intervals where most units bear a share, else counts of the few that were due."""

from dataclasses import replace

import pandas as pd
import plotly.graph_objects as go

from coop.charts.describe import largest, names, sentences
from coop.charts.dots import Dot, interval_dots
from coop.charts.labels import counted, share_text
from coop.charts.pick import mark_of
from coop.charts.small_bars import Cell, small_bars
from coop.charts.theme import Palette
from coop.format import ratio
from coop.text import say


def on_time_figure(rows: pd.DataFrame, palette: Palette) -> tuple[go.Figure, bool]:
    """Draw the ordered units and tell whether as shares; one duty of six is a count, not 16,7 %."""
    dots = _dots(rows)
    if sum(dot.share is not None for dot in dots) * 2 >= len(dots):
        return interval_dots(dots, _overall(rows), palette), True
    cells = [
        Cell(
            place,
            0,
            int(row["due_on_time_count"]),
            int(row["due_count"]),
            bool(row["has_reported"]),
            str(row["title"]),
            say("charts.column_on_time"),
            mark_of(unit=row["unit_code"]),
        )
        for place, row in enumerate(rows.to_dict("records"))
    ]
    return small_bars(rows["short_title"].tolist(), [""], cells, palette), False


def years_of(rows: pd.DataFrame) -> str:
    """Say which years the counts add up, where the frame tells; else nothing."""
    if "first_year" not in rows or rows.empty:
        return ""
    first, last = int(rows["first_year"].iloc[0]), int(rows["last_year"].iloc[0])
    return say("charts.on_time_years", years=str(first) if first == last else f"{first}–{last}")


def on_time_summary(rows: pd.DataFrame) -> str:
    """Say how many were on time in all, and where most were not."""
    reported = _reported(rows)
    due, on_time = int(reported["due_count"].sum()), int(reported["due_on_time_count"].sum())
    missed = reported.assign(missed=reported["due_count"] - reported["due_on_time_count"])
    worst = largest(missed, "missed")
    return sentences(
        say("charts.on_time_all", counted=counted(on_time, due)),
        say("charts.on_time_missed", worst=names(worst)) if worst else "",
    )


def _reported(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["has_reported"].astype(bool)]


def _overall(rows: pd.DataFrame) -> float | None:
    reported = _reported(rows)
    due, on_time = int(reported["due_count"].sum()), int(reported["due_on_time_count"].sum())
    return on_time / due if share_text(on_time, due) else None


def _dots(rows: pd.DataFrame) -> list[Dot]:
    """Return one dot per unit; why a run of units has no share is said once, at its first."""
    dots: list[Dot] = []
    said = ""
    for row in rows.to_dict("records"):
        on_time, due = int(row["due_on_time_count"]), int(row["due_count"])
        if not row["has_reported"]:
            silent = say("charts.not_reported_note")
            dots.append(Dot(str(row["short_title"]), "", 0, 0, silent, mark_of(unit=row["unit_code"])))
            continue
        remark = say("charts.on_time_too_few") if due else say("charts.on_time_nothing_due")
        mark = mark_of(unit=row["unit_code"])
        dot = Dot(str(row["short_title"]), ratio(on_time, due) if due else "", on_time, due, remark, mark)
        if dot.share is None:
            dot, said = replace(dot, remark="" if remark == said else remark), remark
        dots.append(dot)
    return dots
