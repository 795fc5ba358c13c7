"""The figures on the pages of cooperatives, returns and the dictionary equal plain SQL on the store."""

from datetime import UTC, date, datetime

import pytest

from coop.exports.provenance import Provenance
from coop.text import say
from coop.ui.ratings import published_origin
from tests.pages.conftest import Figures
from tests.pages.reader import as_of, finding, headlines, is_well, open_page, tables, text_of

KNOWN = """
FROM fact_coop_year WHERE assessment_year = 2024 AND known_from <= ?1
 AND (known_until IS NULL OR known_until > ?1)"""
ATTRIBUTES = ("size_by_members", "size_by_capital", "service", "sector_code", "legal_kind")
MOST_LISTED = 400  # rows on a page; a file holds all


def test_the_classification_counts_the_cooperatives_of_the_store(figures: Figures) -> None:
    app = open_page("classification")
    [(coops, rated)] = figures(
        f"SELECT count(*), count(*) FILTER (outcome IN ('good', 'fair', 'average', 'weak')) {KNOWN}",
        as_of(app),
    )
    assert is_well(app)
    assert coops > 500
    assert headlines(app)[say("classification.coops")] == f"{coops:,}".replace(",", ".")
    assert headlines(app)[say("classification.rated")] == f"{rated}/{coops}"


@pytest.mark.parametrize("attribute", ATTRIBUTES)
def test_each_attribute_crosses_with_districts_and_adds_up(figures: Figures, attribute: str) -> None:
    app = open_page("classification", {"attribute": say(f"classification.{attribute}")})
    rows = tables(app)[say("layouts.by_district")]
    expected = figures(
        f"SELECT coalesce({attribute}, 'undetermined'), count(*) {KNOWN} GROUP BY ALL", as_of(app)
    )
    totals = [sum(whole(row[column]) for row in rows[1:]) for column in range(1, len(rows[0]))]
    assert is_well(app)
    assert totals[0] == sum(totals[1:]) == sum(count for _, count in expected)
    assert sorted(totals[1:]) == sorted(count for _, count in expected)


def whole(text: str) -> int:
    """A count as written, or 0 for a district that has sent nothing."""
    return int(text.replace(".", "")) if text[:1].isdigit() else 0


def test_a_district_that_has_sent_nothing_is_named_and_has_no_zeros(figures: Figures) -> None:
    app = open_page("classification")
    [(silent,)] = figures(
        """SELECT count(*) FROM log_expected_return e
           WHERE form_code = 'classification' AND report_year = 2024 AND NOT EXISTS (
                 FROM log_return l WHERE l.form_code = e.form_code AND l.unit_code = e.unit_code
                  AND l.report_year = 2024 AND l.accepted_count > 0 AND l.received_on <= ?)""",
        as_of(app),
    )
    rows = tables(app)[say("layouts.by_district")][1:]
    unsent = [row for row in rows if row[1] == say("classification.not_sent")]
    assert len(unsent) == silent > 0
    assert not [cell for row in unsent for cell in row[2:] if cell]


def test_the_ratings_are_those_of_the_store_on_a_named_base(figures: Figures) -> None:
    app = open_page("ratings")
    counts = dict(figures(f"SELECT outcome, count(*) {KNOWN} GROUP BY ALL", as_of(app)))
    rated = sum(counts[outcome] for outcome in ("good", "fair", "average", "weak"))
    well = counts["good"] + counts["fair"]
    assert is_well(app)
    assert finding(app).startswith(f"{well}/{rated} ")
    assert headlines(app)[say("ratings.weak")].startswith(f"{counts['weak']}/{rated}")
    unrated = counts.get("not_assessed_new", 0) + counts.get("not_assessed_stopped", 0)
    assert headlines(app)[say("ratings.unrated")].startswith(f"{unrated}/")


def test_what_does_not_agree_is_listed_with_its_row(figures: Figures) -> None:
    app = open_page("ratings", None, disagreements=True)
    [(count,)] = figures(
        f"SELECT count(*) {KNOWN} AND (points_agree = FALSE OR rating_agrees = FALSE "
        "OR (outcome = 'not_reported' AND (declared_points IS NOT NULL OR declared_rating IS NOT NULL)))",
        as_of(app),
    )
    rows = tables(app)[say("ratings.disagreements", n=count)][1:]
    assert len(rows) == count > 0


def test_published_figures_are_never_marked_illustrative() -> None:
    invented = Provenance(
        "x", (("x", "2024"),), date(2024, 12, 31), datetime(2025, 1, 1, tzinfo=UTC), "11/13", "y", "z", True
    )
    origin = published_origin(invented)
    assert not origin.is_illustrative
    assert say("exports.illustrative") not in [value for _, value in origin.lines()]
    assert origin.source == say("ratings.published_source")


def test_the_state_of_returns_is_that_of_the_store(figures: Figures) -> None:
    app = open_page("status", None, expected__returns=True, files=True)
    day = as_of(app)
    owed = figures(
        """SELECT e.unit_code, e.form_code, e.due_on, min(l.received_on) FROM log_expected_return e
           LEFT JOIN log_return l ON l.form_code = e.form_code AND l.unit_code = e.unit_code
                AND l.report_year = e.report_year AND l.accepted_count > 0 AND l.received_on <= ?
                AND (e.opens_on IS NULL OR l.received_on >= e.opens_on)
           WHERE e.report_year = 2024 GROUP BY ALL""",
        day,
    )
    late = sum(received is not None and received > due for _, _, due, received in owed)
    missing = sum(received is None and due < day for _, _, due, received in owed)
    assert is_well(app)
    assert headlines(app)[say("returns_status.late")] == f"{late}/{len(owed)}"
    assert headlines(app)[say("returns_status.missing")] == f"{missing}/{len(owed)}"
    assert len(tables(app)[say("returns_status.expected")][1:]) == len(owed)
    [(files,)] = figures("SELECT count(*) FROM log_return WHERE report_year = 2024 AND received_on <= ?", day)
    listed = len(tables(app)[say("returns_status.files", n=files)][1:])
    assert listed == min(files, MOST_LISTED)
    assert listed == files or say("app.rows_shown", shown=listed, n=files) in text_of(app)


def test_a_row_set_aside_is_shown_with_its_cell_and_the_reason(figures: Figures) -> None:
    app = open_page("status")
    [(return_id, cell, message)] = figures(
        """SELECT r.return_id, r.cell, r.message FROM log_reject r JOIN log_return USING (return_id)
           WHERE report_year = 2024 AND refused IS NULL ORDER BY ALL LIMIT 1"""
    )
    app.selectbox(key="file").select(return_id).run()
    rows = tables(app)[say("returns_status.rejects")][1:]
    assert [row for row in rows if row[1] == cell and row[3] == message]


def test_the_dictionary_explains_every_measure_and_finds_words_without_marks(figures: Figures) -> None:
    [(count,)] = figures("SELECT count(*) FROM meta_measure")
    app = open_page("dictionary")
    assert len(tables(app)[say("dictionary.measures", n=count)][1:]) == count
    found = open_page("dictionary", {"find": "qua han"})
    assert is_well(found)
    measures = [rows for name, rows in tables(found).items() if name.startswith("Thước đo")]
    assert 0 < len(measures[0]) - 1 < count
    nothing = open_page("dictionary", {"find": "khongcotunay"})
    assert say("dictionary.nothing_found") in text_of(nothing)
