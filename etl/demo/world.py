"""The numbers and words that the illustrative world is made of: `data/demo/*.toml`, read and typed."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from coop.paths import DATA
from coop.reference import Reference
from etl.demo.chance import split

FOLDER = DATA / "demo"
RATINGS = ("good", "fair", "average", "weak")
CREDIT_FUND, FARMING = "sector_credit_fund", "sector_farming"


@dataclass(frozen=True)
class Sector:
    """One sector of the published figures and what its cooperatives are like."""

    letters: dict[str, float]
    label: str
    services: dict[str, float]
    members: float  # medians
    capital: float  # million VND
    turnover: float  # yearly revenue as a share of capital


@dataclass(frozen=True)
class District:
    """One district: how many cooperatives, how good, and how late its office is."""

    weight: int
    quality: float
    lag: int  # days


@dataclass(frozen=True)
class Work:
    """How the work of a year runs; days are counted from the due day."""

    finish_mean: float
    finish_spread: float
    early_share: float
    early_least: int
    early_most: int
    duration_least: int
    duration_most: int
    improves_by: float
    never_share: float
    not_applicable_share: float
    by_item_share: float
    silent_share: float
    difficulty_share: float
    claims_too_early_share: float
    plan_begins: date


@dataclass(frozen=True)
class Returns:
    """When returns come, and which units send none (`missing`: year → form → unit codes)."""

    interim_day: tuple[int, int]
    interim_share: float
    autumn_day: tuple[int, int]
    autumn_share: float
    interim_from: int
    early_days: int
    late_share: float
    late_days: int
    supplement_share: float
    supplement_from: tuple[int, int]
    supplement_days: int
    faulty_first_share: float
    forgotten_share: float
    revised_share: float
    missing: dict[str, dict[str, list[str]]]


@dataclass(frozen=True)
class Points:
    """What self-assessments look like."""

    half_point_share: float
    wrong_rating_share: float
    wrong_total_share: float
    blank_capital_share: float
    share_of_cap: dict[str, int]
    ease: dict[str, float]


@dataclass(frozen=True)
class World:
    """Everything the illustrative world is made of."""

    outcomes: dict[int, dict[str, int]]  # year → outcome → cooperatives; credit funds are out of scope
    sectors: dict[str, Sector]
    sector_counts: dict[str, int]  # of the first year
    names: dict[str, Any]
    districts: dict[str, District]
    agency_lags: dict[str, int]
    task_lags: dict[str, int]
    work: Work
    returns: Returns
    points: Points
    evidence: dict[str, Any]
    files: dict[str, Any]
    texts: dict[str, dict[str, list[str]]]


def read_world(reference: Reference, folder: Path = FOLDER) -> World:
    """Read the world; its yearly totals come from the published figures that it names."""
    facts = tomllib.loads((folder / "world.toml").read_text(encoding="utf-8"))
    mix = _published(reference, facts["sector_mix"]["published_for"])
    sector_counts = {name: mix[name, "total"] for name in facts["sectors"]}
    return World(
        outcomes={
            int(year): _outcomes(reference, stated, sector_counts[CREDIT_FUND])
            for year, stated in facts["years"].items()
        },
        sectors={name: Sector(**sector) for name, sector in facts["sectors"].items()},
        sector_counts=sector_counts,
        names=facts["names"],
        districts={code: District(**district) for code, district in facts["districts"].items()},
        agency_lags=facts["agencies"],
        task_lags=facts["tasks"],
        work=Work(**facts["work"]),
        returns=Returns(**facts["returns"]),
        points=Points(**facts["points"]),
        evidence=facts["evidence"],
        files=facts["files"],
        texts=tomllib.loads((folder / "texts.toml").read_text(encoding="utf-8")),
    )


def _published(reference: Reference, day: date) -> dict[tuple[str, str], int]:
    """Published figures of one day by scope and measure."""
    rows = (row for row in reference.table("published_figures") if row["published_for"] == day)
    return {(row["scope"], row["measure"]): row["value"] for row in rows}


def _outcomes(reference: Reference, stated: dict[str, Any], credit_funds: int) -> dict[str, int]:
    """Outcomes of one year that add up to its published total, credit funds among them.

    Published ratings cover credit funds too, which the circular puts out of scope: they are taken from
    the four ratings in proportion, so that the total and the not assessed stay as published.
    """
    counts: dict[str, int] = dict(stated.get("outcomes", {}))
    if "published_for" in stated:
        figures = _published(reference, stated["published_for"])
        counts = {measure: n for (scope, measure), n in figures.items() if scope == "all"}
        counts.pop("total")
    ratings = {rating: counts[rating] for rating in RATINGS}
    rated = split(sum(ratings.values()) - credit_funds, ratings)
    return {**counts, **rated, "out_of_scope": credit_funds}
