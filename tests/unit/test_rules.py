"""Properties of the law's functions under invented rule sets: no gap, no overlap, no silent clip."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.rules import Criterion, CriterionGroup, RatingBand, RuleSet, SizeBand
from coop.rules.assess import NOT_REPORTED, Assessment, assess, compare, is_new, months_after
from coop.rules.rate import contains, rate
from coop.rules.rule_set import SIZES
from coop.rules.score import score
from coop.rules.service import service_of
from coop.rules.size import size_by_capital, size_by_field, size_by_members

THRESHOLDS = [Decimal(10), Decimal(20), Decimal(30)]


def bands(attribute: str, field: str = "", unverified: tuple[str, ...] = ()) -> tuple[SizeBand, ...]:
    """Four sizes from 0, 10, 20 and 30 on."""
    edges = [None, *THRESHOLDS, None]
    return tuple(
        SizeBand(
            attribute,
            size,
            edges[i],
            True,
            edges[i + 1],
            False,
            "",
            "U" if size in unverified else "A",
            field,
        )
        for i, size in enumerate(SIZES)
    )


RULES = RuleSet(
    code="invented",
    version="1",
    title="",
    in_force_from=date(2020, 4, 1),
    in_force_to=date(2025, 9, 17),
    source="",
    confidence="A",
    minimum_months=12,
    out_of_scope_kinds=("credit_fund",),
    criterion_groups=(
        CriterionGroup("I", "", Decimal(10), "", "A", 1),
        CriterionGroup("II", "", Decimal(90), "", "A", 2),
    ),
    criteria=(
        Criterion("1", "I", None, "", Decimal(10), "", "A", 1),
        Criterion("1a", "I", "1", "", Decimal(6), "", "A", 2),
        Criterion("1b", "I", "1", "", Decimal(4), "", "A", 3),
        Criterion("2", "II", None, "", Decimal(50), "", "A", 4),
        Criterion("3", "II", None, "", None, "", "U", 5),
    ),
    rating_bands=(
        RatingBand("good", Decimal(80), True, Decimal(100), True, "", "A"),
        RatingBand("fair", Decimal(65), True, Decimal(80), False, "", "A"),
        RatingBand("weak", Decimal(0), True, Decimal(65), False, "", "A"),
    ),
    size_bands=bands("members") + bands("capital_million_vnd", unverified=("large",)),
)
DECREE = replace(
    RULES,
    size_bands=tuple(
        band
        for name in ("members", "revenue_million_vnd", "capital_million_vnd")
        for band in bands(name, "farm")[1:] + bands(name, "shop", SIZES)[1:]
    ),
)
amounts = st.decimals(0, 50, places=2)
points = st.none() | st.decimals(-5, 120, places=2)


@given(st.integers(0, 60), st.integers(0, 60))
def test_more_members_never_make_a_smaller_size(one: int, more: int) -> None:
    small, large = (size_by_members(n, RULES).size for n in sorted((one, more)))
    assert SIZES.index(small) <= SIZES.index(large)


@given(amounts)
def test_an_unverified_threshold_decides_nothing(capital: Decimal) -> None:
    answer = size_by_capital(capital, RULES)
    if capital < 20:
        assert answer.size in {"micro", "small"}
        assert not answer.missing
    else:
        assert answer.size == "undetermined"
        assert answer.candidates == ("medium", "large")
        assert [fact.key for fact in answer.missing] == ["capital_million_vnd/large"]


@given(st.none() | st.integers(0, 50), st.none() | amounts, st.none() | amounts)
def test_the_size_by_field_is_among_its_candidates_and_settles_within_them(
    members: int | None, revenue: Decimal | None, capital: Decimal | None
) -> None:
    answer = size_by_field("farm", members, revenue, capital, DECREE)
    settled = size_by_field("farm", members or 0, revenue or Decimal(0), capital or Decimal(0), DECREE)
    assert settled.size in answer.candidates
    assert (answer.size == "undetermined") == (len(answer.candidates) > 1) == bool(answer.missing)


@given(st.integers(0, 50), amounts, amounts)
def test_the_size_by_field_is_the_largest_whose_two_conditions_hold(
    members: int, revenue: Decimal, capital: Decimal
) -> None:
    expected = "micro"
    for size, threshold in zip(SIZES[1:], THRESHOLDS, strict=True):
        if members >= threshold and (revenue >= threshold or capital >= threshold):
            expected = size
    assert size_by_field("farm", members, revenue, capital, DECREE).size == expected
    assert size_by_field("shop", members, revenue, capital, DECREE).candidates == SIZES


@given(st.decimals(0, 100, places=3))
def test_every_total_from_0_to_100_lies_in_exactly_one_band(total: Decimal) -> None:
    assert sum(contains(band, total) for band in RULES.rating_bands) == 1
    assert rate(total, RULES) is not None


@given(st.decimals(0, 100, places=3), st.decimals(0, 100, places=3))
def test_more_points_never_earn_a_worse_rating(one: Decimal, other: Decimal) -> None:
    order = [band.rating for band in RULES.rating_bands]
    low, high = (rate(total, RULES) for total in sorted((one, other)))
    assert low is not None
    assert high is not None
    assert order.index(high) <= order.index(low)


@given(st.fixed_dictionaries(dict.fromkeys(("1", "1a", "1b", "2", "3"), points)))
def test_a_score_is_the_plain_sum_and_every_trouble_is_named(given_points: dict[str, Decimal | None]) -> None:
    result = score(given_points, RULES)
    kinds = {finding.kind for finding in result.findings}
    parts = [given_points["1a"], given_points["1b"]]
    first = (
        given_points["1"]
        if parts == [None, None]
        else (None if None in parts else sum(p for p in parts if p is not None))
    )
    used = [first, given_points["2"], given_points["3"]]
    assert (result.total is None) == (None in used) == ("missing" in kinds)
    if result.total is not None:
        assert (
            result.total == sum(p for p in used if p is not None) == sum(g.points or 0 for g in result.groups)
        )
    maxima = {"1": 10, "1a": 6, "1b": 4, "2": 50}
    assert {f.code for f in result.findings if f.kind == "over_maximum"} == {
        code for code, maximum in maxima.items() if (given_points[code] or 0) > maximum
    }
    assert {f.code for f in result.findings if f.kind == "below_zero"} == {
        code for code, value in given_points.items() if value is not None and value < 0
    }


@given(
    st.sampled_from(["coop", "coop_union", "credit_fund"]),
    st.sampled_from(["operating", "stopped"]),
    st.none() | st.dates(date(2000, 1, 1), date(2026, 12, 31)),
    st.fixed_dictionaries(dict.fromkeys(("1a", "1b", "2", "3"), points)),
    st.integers(2018, 2027),
)
def test_every_cooperative_and_year_has_exactly_one_outcome(
    legal_kind: str, state: str, founded_on: date | None, given_points: dict[str, Decimal | None], year: int
) -> None:
    result = assess(
        legal_kind=legal_kind,
        operating_state=state,
        founded_on=founded_on,
        points=given_points,
        assessment_year=year,
        rule_set=RULES,
    )
    assert result.outcome in {
        "good",
        "fair",
        "weak",
        "not_assessed_new",
        "not_assessed_stopped",
        "out_of_scope",
        "not_reported",
    }
    is_rated = result.outcome in {"good", "fair", "weak"}
    assert not is_rated or (result.score is not None and result.score.is_valid)
    assert result.in_force == (2020 <= year <= 2024)


@given(st.dates(date(2000, 1, 1), date(2030, 12, 31)), st.integers(2000, 2030))
def test_new_means_founded_within_the_year(founded_on: date, year: int) -> None:
    assert is_new(founded_on, year, RULES) == (founded_on.year >= year)


def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month() -> None:
    assert months_after(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert months_after(date(2023, 12, 31), 2) == date(2024, 2, 29)
    assert months_after(date(9999, 12, 31), 12) == date.max


def test_a_law_holds_from_its_first_to_its_last_day() -> None:
    days = [date(2020, 3, 31), date(2020, 4, 1), date(2025, 9, 17), date(2025, 9, 18)]
    assert [RULES.in_force_on(day) for day in days] == [False, True, True, False]
    assert replace(RULES, in_force_to=None).in_force_for(2099)


def test_declared_and_recomputed_are_compared_only_where_both_are_there() -> None:
    whole = score({"1a": Decimal(6), "1b": Decimal(4), "2": Decimal(50), "3": Decimal(22)}, RULES)
    rated = Assessment("good", whole, True)
    assert compare(Decimal(82), "good", rated) == (True, True)
    assert compare(Decimal("81.5"), "fair", rated) == (False, False)
    assert compare(None, None, rated) == (None, None)
    assert compare(Decimal(82), "good", Assessment("not_assessed_stopped", None, True)) == (None, None)
    assert compare(Decimal(82), "good", Assessment(NOT_REPORTED, whole, True)) == (True, None)


def test_an_unknown_service_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown service"):
        service_of(["banking"])
