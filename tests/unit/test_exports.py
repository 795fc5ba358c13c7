"""Exported files: typed, disarmed, with their origin inside, and the same numbers as the table."""

import csv
import io
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from coop.exports.cells import FORMULA_STARTS
from coop.exports.csv import csv_bytes
from coop.exports.file_name import file_name
from coop.exports.picture import picture_words
from coop.exports.provenance import Provenance
from coop.exports.workbook import workbook_bytes
from coop.text import say
from tests.unit.every_file import ORIGIN as EVERY_ORIGIN

ORIGIN = replace(
    EVERY_ORIGIN,
    filters=(("Năm kế hoạch", "2024"), ("Huyện", "Đức Thọ, Kỳ Anh")),
    rule_set="Thông tư 01/2020/TT-BKHĐT",
    corrections=(0, 0),
)
TABLE = pd.DataFrame(
    {
        "Tên": ["Đức Thọ", "=1+1", "-5", None],
        "Số": [1234, -5, 0, 7],
        "Điểm": [Decimal("80.5"), Decimal("-1.25"), None, Decimal(3)],
        "Tỷ lệ (%)": [62.9, None, 100.0, 0.1],
        "Ngày": [date(2024, 12, 18), None, date(2023, 1, 2), date(2022, 2, 3)],
        "Lúc": pd.to_datetime(
            ["2024-12-18 07:05", None, "2024-01-02 00:00", "2023-03-04 23:59"], format="mixed"
        ),
        "Đạt": [True, False, True, False],
        "Năm": [2022, 2023, 2024, 2024],
    }
)


def lines_of(content: bytes) -> list[list[str]]:
    """Read a CSV file back as Vietnamese Excel splits it."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def rows_below_origin(content: bytes) -> list[list[str]]:
    """Return titles and rows: what follows the first empty line."""
    lines = lines_of(content)
    return lines[lines.index([]) + 1 :]


def sheets_of(content: bytes) -> tuple[Worksheet, Worksheet]:
    """Read a workbook back: its origin and its data."""
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == [say("exports.sheet_origin"), say("exports.sheet_data")]
    return book.worksheets[0], book.worksheets[1]


def test_a_csv_file_is_what_vietnamese_excel_expects() -> None:
    content = csv_bytes(TABLE, ORIGIN)
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in content
    assert content.count(b"\n") == content.count(b"\r\n")
    titles, first, second, *_ = rows_below_origin(content)
    assert titles == list(TABLE.columns)
    assert first == ["Đức Thọ", "1234", "80,5", "62,9", "18/12/2024", "18/12/2024 07:05", "Có", "2022"]
    assert second == ["'=1+1", "-5", "-1,25", "", "", "", "Không", "2023"]


def test_a_csv_file_begins_with_its_origin_and_the_mark_first() -> None:
    lines = lines_of(csv_bytes(TABLE, ORIGIN))
    assert lines[0] == [say("exports.label_mark"), say("exports.illustrative")]
    origin = dict(lines[: lines.index([])])  # type: ignore[arg-type]
    assert origin[say("exports.label_as_of")] == "23/11/2024"
    assert origin[say("exports.label_loaded_at")] == "23/11/2024 01:40"
    assert origin[say("exports.label_filter", label="Huyện")] == "Đức Thọ, Kỳ Anh"
    assert origin[say("exports.label_coverage")] == "11/13 huyện"


def test_real_data_carries_no_mark() -> None:
    real = Provenance(**{**ORIGIN.__dict__, "is_illustrative": False})
    assert say("exports.illustrative") not in csv_bytes(TABLE, real).decode()
    origin, _ = sheets_of(workbook_bytes(TABLE, real))
    assert say("exports.illustrative") not in [cell.value for cell in origin["B"]]
    assert picture_words("x", "T", "S", real).mark == ""


def test_a_workbook_holds_typed_cells_with_vietnamese_formats() -> None:
    _, data = sheets_of(workbook_bytes(TABLE, ORIGIN))
    first = [(cell.value, cell.number_format) for cell in data[2]]
    assert first == [
        ("Đức Thọ", "General"),
        (1234, "#,##0"),
        (80.5, "#,##0.0##"),
        (62.9, "#,##0.0##"),
        (datetime.fromisoformat("2024-12-18"), "dd/mm/yyyy"),
        (datetime.fromisoformat("2024-12-18 07:05"), "dd/mm/yyyy hh:mm"),
        ("Có", "General"),
        (2022, "0"),
    ]
    assert data["B3"].value == -5
    assert data["B3"].data_type == "n"
    assert data["A5"].value is None
    assert data.freeze_panes == "A2"


def test_a_workbook_says_first_where_its_figures_come_from() -> None:
    origin, _ = sheets_of(workbook_bytes(TABLE, ORIGIN))
    said = {row[0].value: row[1].value for row in origin.iter_rows()}
    assert next(iter(said)) == say("exports.label_mark")
    assert said[say("exports.label_title")] == ORIGIN.title
    assert said[say("exports.label_filter", label="Năm kế hoạch")] == "2024"
    assert said[say("exports.label_as_of")] == datetime.fromisoformat("2024-11-23")
    assert said[say("exports.label_loaded_at")] == datetime.fromisoformat("2024-11-23 01:40")
    assert said[say("exports.label_rule_set")] == ORIGIN.rule_set
    assert said[say("exports.label_source")] == ORIGIN.source
    assert said[say("exports.label_rows")] == len(TABLE)


@pytest.mark.parametrize("start", FORMULA_STARTS)
@pytest.mark.parametrize("before", ["", " ", "\u00a0"])
def test_text_that_could_run_stays_text_in_both_files(start: str, before: str) -> None:
    text = f"{before}{start}cmd|' /C calc'!A0"
    table = pd.DataFrame({text: [text]})
    _, data = sheets_of(workbook_bytes(table, ORIGIN.titled(text)))
    for cell in (data["A1"], data["A2"]):
        assert cell.data_type == "s"
        assert cell.quotePrefix
    content = csv_bytes(table, ORIGIN.titled(text)).decode("utf-8-sig")
    written = [cell for line in csv.reader(io.StringIO(content, newline=""), delimiter=";") for cell in line]
    assert written.count("'" + text) == 3
    assert text not in written


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20),
            st.integers(-(10**12), 10**12),
            st.floats(-1e9, 1e9).map(lambda value: round(value, 3)),
        ),
        max_size=8,
    )
)
def test_both_files_hold_the_numbers_of_the_table(rows: list[tuple[str, int, float]]) -> None:
    table = pd.DataFrame(rows, columns=["t", "i", "f"]).astype({"i": "int64", "f": "float64"})
    below = rows_below_origin(csv_bytes(table, ORIGIN))[1:]
    assert [int(row[1]) for row in below] == table["i"].tolist()
    assert [float(row[2].replace(",", ".")) for row in below] == pytest.approx(table["f"].tolist())
    _, data = sheets_of(workbook_bytes(table, ORIGIN))
    cells = list(data.iter_rows(min_row=2, max_row=len(table) + 1, values_only=True)) if len(table) else []
    assert [row[1] for row in cells] == table["i"].tolist()
    assert [row[2] for row in cells] == pytest.approx(table["f"].tolist())


def test_infinity_and_missing_values_are_empty_cells() -> None:
    table = pd.DataFrame({"a": [float("inf"), float("nan")], "b": pd.array([None, 3], dtype="Int64")})
    assert rows_below_origin(csv_bytes(table, ORIGIN))[1:] == [["", ""], ["", "3"]]
    _, data = sheets_of(workbook_bytes(table, ORIGIN))
    assert [cell.value for row in data["A2:B3"] for cell in row] == [None, None, None, 3]


def test_an_empty_table_still_says_where_it_comes_from() -> None:
    nothing = TABLE.iloc[:0]
    assert rows_below_origin(csv_bytes(nothing, ORIGIN)) == [list(TABLE.columns)]
    origin, data = sheets_of(workbook_bytes(nothing, ORIGIN))
    assert data.max_row == 1
    assert origin["A1"].value == say("exports.label_mark")


def test_file_names_are_ascii_and_tell_place_period_and_day() -> None:
    name = file_name("qua-han-theo-huyen", ["2024", "Đức Thọ, Kỳ Anh"], date(2024, 11, 23), "xlsx")
    assert name == "qua-han-theo-huyen_2024_duc-tho-ky-anh_2024-11-23.xlsx"


@given(st.text(max_size=300), st.lists(st.text(max_size=300), max_size=5))
def test_any_words_give_a_file_name_that_every_system_takes(name: str, parts: list[str]) -> None:
    made = file_name(name, parts, date(2024, 1, 2), "csv")
    assert made.isascii()
    assert len(made) < 200
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_.")
    assert made.endswith("2024-01-02.csv")


def test_a_pictures_words_carry_all_that_must_travel() -> None:
    words = picture_words("qua-han", "Quá hạn (số nhiệm vụ)", "Cách đọc", ORIGIN)
    said = " ".join(words.lines).replace("\u00a0", " ")
    for part in ("2024", "Đức Thọ, Kỳ Anh", "23/11/2024", "23/11/2024 01:40", ORIGIN.coverage, ORIGIN.source):
        assert part in said
    assert ORIGIN.rule_set in said
    assert words.mark == say("exports.illustrative")
    assert words.stem == "qua-han_2024_duc-tho-ky-anh_2024-11-23"


def test_both_files_say_how_many_cells_were_put_right_and_where_they_are_listed() -> None:
    corrected = Provenance(**{**ORIGIN.__dict__, "corrections": (3, 0)})
    label = say("exports.label_corrections")
    assert "Từ điển" in label
    assert (label, "3") in corrected.lines()
    assert [label, "3"] in lines_of(csv_bytes(TABLE, corrected))
    assert label not in dict(ORIGIN.lines())
    later = Provenance(**{**ORIGIN.__dict__, "corrections": (3, 2)})
    assert dict(later.lines())[label] == "3, trong đó 2 ô đính chính sau ngày này"
