"""The four headline figures of the plan and the list of what is overdue."""

from typing import Any

import pandas as pd

from coop.duties.ages import AGE_BANDS
from coop.exports.provenance import Provenance
from coop.format import date_text, number, ratio
from coop.queries.duties import overdue_duties
from coop.queries.parts import COUNTS
from coop.queries.plan import reporting_units, status_by_unit, status_of_plan
from coop.queries.scope import Scope
from coop.text import say
from coop.ui.answers import ask, known
from coop.ui.duties import source_columns
from coop.ui.findings import Counts, counts_of, interval_words, share_words
from coop.ui.folded import show_folded
from coop.ui.headline import Headline, show_headlines
from coop.ui.markup import text_element
from coop.ui.page import unit_ratios
from coop.ui.sent_again import show_html
from coop.ui.table import Column, show_table


def show_plan_headlines(scope: Scope, kind: str | None = None) -> None:
    """Draw the headlines of the whole scope, or of its units of one kind, 'agency' or 'district'."""
    show_headlines(_headlines(scope, kind))


@known
def _headlines(scope: Scope, kind: str | None) -> list[Headline]:
    overdue, reporting = ask(overdue_duties, scope), ask(reporting_units, scope)
    if kind is None:
        now, before = (counts_of(ask(status_of_plan, day)) for day in (scope, scope.year_before()))
    else:
        now, before = (sums_of(ask(status_by_unit, day, kind)) for day in (scope, scope.year_before()))
        overdue, reporting = (rows[rows["unit_kind"] == kind] for rows in (overdue, reporting))
    return plan_headlines(now, before, overdue, reporting)


@known
def status_of_units(scope: Scope) -> pd.DataFrame:
    """`status_by_unit` of the districts and agencies in scope together."""
    return pd.concat([ask(status_by_unit, scope, kind) for kind in ("district", "agency")])


@known
def sums_of(by_unit: pd.DataFrame) -> Counts:
    """The counts of all units of the frame together."""
    return {name: int(by_unit[name].sum()) for name in COUNTS}


def plan_headlines(
    counts: Counts, before: Counts, overdue: pd.DataFrame, reporting: pd.DataFrame
) -> list[Headline]:
    """Completion, punctuality, what is overdue, who has reported; `before` is the same day a year ago."""
    return [
        _completion(counts, before),
        _punctuality(counts, before),
        _overdue(counts, before, overdue),
        _reporting(reporting),
    ]


def _completion(now: Counts, before: Counts) -> Headline:
    done, applicable, unreported = now["completed_count"], now["applicable_count"], now["not_reported"]
    notes = (
        share_words(done, applicable),
        say("overview.missing", n=number(applicable - done)) if applicable > done else "",
        say("overview.of_which_unreported", n=number(unreported)) if unreported else "",
        _year_before(before, "completed_count", "applicable_count"),
    )
    return Headline(
        say("overview.completed"), number(done), say("overview.of_all", n=number(applicable)), _kept(notes)
    )


def _punctuality(now: Counts, before: Counts) -> Headline:
    done, due = now["due_on_time_count"], now["due_count"]
    if not due:
        return Headline(say("overview.on_time"), number(None), "", (say("overview.none_due"),))
    share, interval = share_words(done, due), interval_words(done, due)
    notes = (
        f"{share} ({interval})" if share and interval else share,
        say("overview.late", n=number(now["completed_late"])) if now["completed_late"] else "",
        _year_before(before, "due_on_time_count", "due_count"),
    )
    return Headline(
        say("overview.on_time"), number(done), say("overview.of_due", n=number(due)), _kept(notes)
    )


def _overdue(now: Counts, before: Counts, overdue: pd.DataFrame) -> Headline:
    count = now["overdue"]
    notes = (
        _aged(overdue) if count else "",
        _oldest(overdue) if count else "",
        "" if count else say("overview.none_overdue"),
        _year_before(before, "overdue", "applicable_count"),
    )
    out_of = say("overview.of_all", n=number(now["applicable_count"]))
    return Headline(say("overview.overdue"), number(count), out_of, _kept(notes), is_alert=bool(count))


def _aged(overdue: pd.DataFrame) -> str:
    """How many are overdue for how long, where they are not all of one age."""
    counts = overdue["age_band"].value_counts()
    bands = [band for band in AGE_BANDS if counts.get(band, 0)]
    return ", ".join(say(f"overview.aged_{band}", n=number(int(counts[band]))) for band in bands)


def _oldest(overdue: pd.DataFrame) -> str:
    """Since when the oldest is overdue, and whose it is, or how many are as old."""
    oldest = overdue[overdue["days_overdue"] == overdue["days_overdue"].max()]
    one = oldest.iloc[0]
    days, since = number(int(one["days_overdue"])), date_text(pd.Timestamp(one["due_on"]).date())
    if len(oldest) == 1:
        return say("overview.oldest_one", days=days, unit=one["unit_title"], task=one["task_code"])
    return say("overview.oldest_many", days=days, n=number(len(oldest)), due=since)


def _reporting(reporting: pd.DataFrame) -> Headline:
    reported, owing = int(reporting["reported_count"].sum()), int(reporting["owing_count"].sum())
    missing = say("overview.missing", n=number(owing - reported)) if owing > reported else ""
    return Headline(
        say("overview.reported"),
        number(reported),
        say("overview.of_all", n=number(owing)),
        _kept((*unit_ratios(reporting), missing)),
    )


def _year_before(before: Counts, part: str, whole: str) -> str:
    if not before["duty_count"]:
        return ""
    return say("overview.year_before", share=ratio(before[part], before[whole]))


def _kept(notes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(note for note in notes if note)


def overdue_columns() -> list[Column]:
    """What a reader is told of an overdue duty: whose, since when, what was said, in which cell."""
    return [
        Column("task_code", say("app.column_code"), "code"),
        Column("unit_title", say("app.column_unit")),
        Column("task_short_title", say("app.column_task")),
        Column("difficulties", say("app.column_difficulties"), "quiet"),
        Column("due_on", say("app.column_due"), "day"),
        Column("days_overdue", say("overview.column_days"), "alert", write=_days),
    ]


def show_overdue(overdue: pd.DataFrame, origin: Provenance, *, first: int) -> None:
    """List what has been overdue longest; all of it, with file, sheet and cell, one click further."""
    if overdue.empty:
        return
    show_html(text_element("h2", say("overview.longest"), css="chart-title"))
    show_table(_first(overdue, first), overdue_columns(), say("overview.longest"))
    title = say("overview.see_all", n=number(len(overdue)))
    columns = [*overdue_columns(), *source_columns()]
    show_folded(title, lambda: overdue, columns, origin, "overdue", key="all-overdue")


@known
def _first(rows: pd.DataFrame, count: int) -> pd.DataFrame:
    return rows.head(count)


def _days(value: Any) -> str:
    return say("overview.days", n=number(int(value)))
