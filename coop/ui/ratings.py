"""What the page of ratings says: good and fair over the years on both bases, who is near a boundary."""

from dataclasses import replace

import pandas as pd

from coop.exports.provenance import Provenance
from coop.format import number, percent, ratio
from coop.text import say
from coop.ui.answers import known
from coop.ui.duties import source_columns
from coop.ui.findings import interval_words, share_words
from coop.ui.headline import Headline
from coop.ui.rating_lists import show_list, worded_outcomes
from coop.ui.table import Column

RATED = ("good", "fair", "average", "weak")
UNRATED = ("not_assessed_new", "not_assessed_stopped")
Outcomes = dict[str, int]


@known
def rating_finding(by_year: pd.DataFrame, year: int) -> str:
    """The share of good and fair among the rated, and how it has moved in a year."""
    now, before = outcomes_of(by_year, year), outcomes_of(by_year, year - 1)
    rated, rated_before = _rated(now), _rated(before)
    if not rated:
        return say("ratings.finding_none", year=year)
    words = say("ratings.finding", share=ratio(_well(now), rated), percent=percent(_well(now) / rated))
    if not rated_before:
        return words
    change = round((_well(now) / rated - _well(before) / rated_before) * 100, 1)
    if not change:
        return words + say("ratings.finding_same", year=year - 1)
    key = "ratings.finding_up" if change > 0 else "ratings.finding_down"
    return words + say(key, points=number(abs(change), 1), year=year - 1)


@known
def rating_headlines(by_year: pd.DataFrame, year: int) -> list[Headline]:
    """Good or fair and weak of the rated and of all, not assessed, not reported; each base is named."""
    now, before = outcomes_of(by_year, year), outcomes_of(by_year, year - 1)
    rated, every = _rated(now), sum(now.values())
    unrated = sum(now.get(outcome, 0) for outcome in UNRATED)
    silent, of_every = now.get("not_reported", 0), say("ratings.of_every", n=number(every))
    unrated_notes = (say("ratings.out_of_scope", n=number(now.get("out_of_scope", 0))),)
    return [
        _share_of_rated(
            say("ratings.well"), _well(now), rated, every, _before(_well(before), _rated(before))
        ),
        _share_of_rated(
            say("ratings.weak"),
            now.get("weak", 0),
            rated,
            every,
            _before(before.get("weak", 0), _rated(before)),
        ),
        Headline(say("ratings.unrated"), number(unrated), of_every, unrated_notes),
        Headline(say("ratings.not_reported"), number(silent), of_every, (say("ratings.not_reported_note"),)),
    ]


@known
def outcomes_of(by_year: pd.DataFrame, year: int) -> Outcomes:
    """Cooperatives of one year by outcome."""
    rows = by_year[by_year["assessment_year"] == year]
    return {str(code): int(count) for code, count in zip(rows["outcome"], rows["coop_count"], strict=True)}


def published_origin(origin: Provenance) -> Provenance:
    """The origin of the published series: they cover the province, and are never illustrative."""
    return replace(
        origin,
        filters=origin.filters[:1],
        coverage="",
        rule_set="",
        source=say("ratings.published_source"),
        is_illustrative=False,
    )


def show_near_boundary(rows: pd.DataFrame, origin: Provenance) -> None:
    """List the cooperatives that two points more or less would rate differently."""
    title = say("ratings.near", n=number(len(rows)))
    columns = [
        Column("coop_code", say("ratings.column_coop"), "coop"),
        Column("name", say("ratings.column_name")),
        Column("unit_title", say("app.column_unit")),
        Column("points", say("ratings.column_points"), "decimal"),
        Column("outcome", say("ratings.column_outcome")),
        Column("boundary", say("ratings.column_boundary"), "decimal"),
        Column("distance", say("ratings.column_distance"), "decimal"),
        *source_columns(),
    ]
    show_list(
        lambda: worded_outcomes(rows), columns, title, origin, "near-boundary", say("ratings.near_note")
    )


def _share_of_rated(label: str, count: int, rated: int, every: int, year_before: str) -> Headline:
    if not rated:
        return Headline(label, number(None))
    share, interval = share_words(count, rated), interval_words(count, rated)
    of_every = share_words(count, every)
    notes = (
        f"{share} ({interval})" if share and interval else share,
        say("ratings.share_of_every", share=of_every, n=number(every)) if of_every else "",
        year_before,
    )
    out_of = say("ratings.of_rated", n=number(rated))
    return Headline(label, number(count), out_of, tuple(note for note in notes if note))


def _before(count: int, rated: int) -> str:
    return say("ratings.year_before", share=ratio(count, rated)) if rated else ""


def _rated(outcomes: Outcomes) -> int:
    return sum(outcomes.get(outcome, 0) for outcome in RATED)


def _well(outcomes: Outcomes) -> int:
    return outcomes.get("good", 0) + outcomes.get("fair", 0)
