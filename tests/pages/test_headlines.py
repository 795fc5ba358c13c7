"""Each headline: value, n/N, the gap in units, the year before; what is overdue is aged, its oldest named."""

import unicodedata

import pandas as pd
import pytest

from coop.queries.build import units
from coop.text import say
from coop.ui.headline import Headline
from coop.ui.plan_figures import plan_headlines
from tests.pages.conftest import Figures
from tests.pages.reader import as_of, open_page, text_of
from tests.pages.test_figures import STATUS
from tests.pages.test_findings import counts

ALPHABET = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}


def overdue(*ages: tuple[str, int]) -> pd.DataFrame:
    """Duties overdue for so many days, each of a band of ages and of its own unit."""
    return pd.DataFrame(
        [
            {
                "age_band": band,
                "days_overdue": days,
                "due_on": pd.Timestamp("2025-01-31") - pd.Timedelta(days=days),
                "unit_title": f"Đơn vị {place}",
                "task_code": f"4.{place}",
            }
            for place, (band, days) in enumerate(ages)
        ]
    )


def of_overdue(rows: pd.DataFrame) -> Headline:
    """The headline of what is overdue."""
    silent = pd.DataFrame({"unit_kind": ["district"], "reported_count": [1], "owing_count": [1]})
    now = counts(overdue=len(rows), completed_on_time=4)
    return plan_headlines(now, counts(overdue=1, completed_on_time=2), rows, silent)[2]


def test_what_is_overdue_is_told_by_age_and_the_oldest_by_name() -> None:
    one = of_overdue(overdue(("1_30", 9), ("31_90", 44), ("over_90", 120), ("1_30", 2)))
    assert one.notes[0] == ", ".join(
        (
            say("overview.aged_1_30", n=2),
            say("overview.aged_31_90", n=1),
            say("overview.aged_over_90", n=1),
        )
    )
    assert one.notes[1] == say("overview.oldest_one", days=120, unit="Đơn vị 2", task="4.2")
    assert one.is_alert
    many = of_overdue(overdue(("31_90", 44), ("31_90", 44), ("1_30", 3)))
    assert say("overview.oldest_many", days=44, n=2, due="18/12/2024") in many.notes
    none = of_overdue(overdue(("1_30", 1)).head(0))
    assert say("overview.none_overdue") in none.notes
    assert not none.is_alert


@pytest.mark.parametrize("address", [{}, {"year": "2023", "districts": "Can Lộc"}])
def test_a_headline_says_how_many_are_missing_and_how_it_was_a_year_before(
    figures: Figures, address: dict[str, str]
) -> None:
    app = open_page("overview", address)
    year, day = int(address.get("year", "2024")), as_of(app)
    where = "short_title = 'Can Lộc'" if address else "TRUE"
    (done, applicable), (done_before, before) = (
        figures(
            f"{STATUS} SELECT count(*) FILTER (status IN ('on_time', 'late')), "
            f"count(*) FILTER (status <> 'none') FROM stated WHERE {where}".replace("$day", "?1").replace(
                "$year", "?2"
            ),
            then,
            one,
        )[0]
        for then, one in ((day, year), (day.replace(year=day.year - 1), year - 1))
    )
    words = text_of(app)
    assert before > 0
    if applicable > done:
        assert say("overview.missing", n=applicable - done) in words
    assert say("overview.year_before", share=f"{done_before}/{before}") in words


def in_alphabet(name: str) -> list[int]:
    """A name's letters by their place in the alphabet; tones count only between equal letters."""
    parts = unicodedata.normalize("NFD", name.lower().replace("đ", "\x00"))
    letters = unicodedata.normalize("NFC", "".join(part for part in parts if part not in TONES))
    return [ALPHABET.index(letter) for letter in letters.replace("\x00", "đ") if letter in ALPHABET]


@pytest.mark.usefixtures("store")
def test_names_stand_in_the_order_of_the_vietnamese_alphabet() -> None:
    options = open_page("overview").multiselect(key="districts").options
    districts = [name.removeprefix("TP ").removeprefix("TX ").removeprefix("H. ") for name in options]
    assert districts.index("Đức Thọ") == 2, "after C, before H"
    for names in (districts, units("agency", 2024)["title"].tolist()):
        assert names == sorted(names, key=in_alphabet)
