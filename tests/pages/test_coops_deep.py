"""Looking up a cooperative, the summary, movement, layouts and both laws: figures against plain SQL."""

from pathlib import Path

import pytest

from coop.format import number
from coop.text import say
from tests.pages.conftest import Figures
from tests.pages.reader import as_of, finding, headlines, is_well, open_page, tables, text_of

KNOWN = """
known AS (SELECT * FROM fact_coop_year WHERE known_from <= ?1 AND (known_until IS NULL OR known_until > ?1))
"""


def test_a_cooperative_is_found_without_accents_and_leads_to_its_cells(figures: Figures, store: Path) -> None:
    app = open_page(
        "register", {"q": "mh0003 nong nghiep"}, **{"coop-cells-2024": True, "coop-cells-2023": True}
    )
    [(name, points, members)] = figures(
        f"WITH {KNOWN} SELECT name, points, member_count FROM known WHERE coop_code = 'MH0003' "
        "AND assessment_year = 2024",
        as_of(app),
    )
    assert is_well(app)
    assert name in finding(app)
    assert number(float(points)) in finding(app)
    assert headlines(app)[say("register.member_count")] == number(members)
    shown = tables(app)
    [cells, before] = [rows[1:] for title, rows in shown.items() if title.startswith("Từng ô")]
    assert {line[2] for line in before} != {line[2] for line in cells}
    [(file, sheet, row)] = figures(
        f"WITH {KNOWN} SELECT file_name, sheet, row_number FROM known JOIN log_return USING (return_id) "
        "WHERE coop_code = 'MH0003' AND assessment_year = 2024",
        as_of(app),
    )
    assert len(cells) > 30
    assert {(line[2], line[3]) for line in cells} == {(file, sheet)}
    assert all(line[4].endswith(str(row)) for line in cells)


def test_every_table_of_the_summary_adds_up_to_the_cooperatives_of_the_year(figures: Figures) -> None:
    app = open_page("summary", {"year": "2023"})
    [(coops,)] = figures(f"WITH {KNOWN} SELECT count(*) FROM known WHERE assessment_year = 2023", as_of(app))
    assert is_well(app)
    assert coops == 975
    shown = tables(app)
    assert len(shown) == 7
    assert {rows[-1][-1] for rows in shown.values()} == {"975"}
    outcomes = dict(
        figures(
            f"WITH {KNOWN} SELECT k.title, count(*) FROM known JOIN dim_class k "
            "ON k.attribute = 'outcome' AND k.class_code = outcome WHERE assessment_year = 2023 GROUP BY 1",
            as_of(app),
        )
    )
    rows = shown[say("summary.table_unit")]
    assert {
        title: int(rows[-1][place]) for place, title in enumerate(rows[0]) if title in outcomes
    } == outcomes


def test_ratings_name_who_rose_and_what_todays_borders_cannot_place(figures: Figures) -> None:
    layout = say("layouts.today_communes", n=69)
    app = open_page("ratings", {"layout": layout}, moved=True, unplaced=True)
    [(rose,)] = figures(
        f"""WITH {KNOWN}, rated AS (
            SELECT coop_code, assessment_year,
                   list_position(['weak', 'average', 'fair', 'good'], outcome) AS rank
            FROM known WHERE assessment_year IN (2023, 2024))
        SELECT count(*) FROM rated b JOIN rated a USING (coop_code)
        WHERE b.assessment_year = 2023 AND a.assessment_year = 2024 AND a.rank > b.rank AND b.rank > 0""",
        as_of(app),
    )
    [(unplaced,)] = figures(
        f"""WITH {KNOWN} SELECT count(*) FROM known k LEFT JOIN dim_place p
            ON p.place_code = k.commune_code AND p.valid_to IS NOT NULL AND p.place_level = 'commune'
            WHERE assessment_year = 2024 AND (p.place_code IS NULL OR p.is_split)""",
        as_of(app),
    )
    assert is_well(app)
    lists = tables(app)
    assert unplaced > 0
    assert len(lists[say("layouts.unplaced", n=unplaced)]) == unplaced + 1
    moved = say("ratings.moved", move=say("charts_coops.move_rose").lower(), n=rose)
    assert len(lists[moved]) == rose + 1


@pytest.mark.parametrize("attribute", ["size_by_members", "size_by_capital"])
def test_who_changes_size_between_the_laws_is_counted_and_listed(figures: Figures, attribute: str) -> None:
    app = open_page("classification", {"size": say(f"classification.{attribute}")}, size__changes=True)
    [(changed,)] = figures(
        f"WITH {KNOWN} SELECT "
        f"count(*) FILTER ({attribute} <> size_by_decree OR {attribute} = 'undetermined') - "
        f"count(*) FILTER ({attribute} = 'undetermined' AND size_by_decree = 'undetermined') "
        "FROM known WHERE assessment_year = 2024",
        as_of(app),
    )
    assert is_well(app)
    assert say("classification.changes", n=number(changed)) in tables(app)
    assert say("classification.law_in_force", title="Nghị định 113/2024/NĐ-CP", version="1", year=2024)[
        :30
    ] in (text_of(app))
