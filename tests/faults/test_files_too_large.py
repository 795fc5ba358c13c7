"""Files that are far larger inside than outside: refused quickly, before any reader lays them out."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from etl.returns.read import read_return
from tests.faults.packing import (
    MAIN,
    first_sheet,
    good_workbook,
    opendocument,
    parts_of,
    refused,
    understated,
    with_cell,
    with_first_sheet,
    with_part,
)

MEGABYTE = 2**20


def test_sizes_are_counted_on_what_is_really_inflated(good: bytes) -> None:
    sheet = first_sheet(good).replace("</sheetData>", "</sheetData>" + " " * (101 * MEGABYTE)).encode()
    honest = with_part(good, "xl/worksheets/sheet1.xml", sheet)
    assert refused(honest).refused_rule == "too_inflated"
    liar = understated(good, "xl/worksheets/sheet1.xml", sheet, 4000)
    assert refused(liar).refused_rule in {"too_inflated", "too_compressed", "broken_file"}


def test_a_part_packed_more_than_a_hundred_times_is_refused(good: bytes) -> None:
    tight = with_part(good, "xl/media/a.xml", b" " * (20 * MEGABYTE))
    assert refused(tight).refused_rule == "too_compressed"


FAR = [
    ("XFD100000", 100000),
    ("A1048576", 1048576),
    ("XFD1", 1),
    ("ALL99999", 99999),
    ("CV60000", 60000),
]


@pytest.mark.parametrize(("cell", "row"), FAR)
def test_one_far_cell_is_refused_and_named(cell: str, row: int, good: bytes) -> None:
    far = with_cell(good, row, f'<c r="{cell}"><v>1</v></c>')
    answer = refused(far)
    assert answer.refused_rule == "far_cell"
    assert cell in (answer.refused or "")


def test_a_far_cell_in_a_row_that_says_otherwise_is_found(good: bytes) -> None:
    assert refused(with_cell(good, 900, '<c r="ALL99999"><v>1</v></c>')).refused_rule == "far_cell"


FAR_IN_DISGUISE = [
    '<c r="A100000" s="1"/><c r="ALM100000"><v>1</v></c>',
    '<c r="alm100000"><v>1</v></c>',
    '<c r="ALM000000100000"><v>1</v></c>',
    '<c   r = "ALM100000"><v>1</v></c>',
    "<c t='n' r='ALM100000'><v>1</v></c>",
    '<c t="&gt;>" r="ALM100000"><v>1</v></c>',
    '<c r="&#65;LM100000"><v>1</v></c>',
    f'<c r="ALM100000" x="{random.Random(1).randbytes(600_000).hex()}"><v>1</v></c>',
]


@pytest.mark.parametrize("cells", FAR_IN_DISGUISE, ids=range(len(FAR_IN_DISGUISE)))
def test_a_far_cell_is_found_however_its_address_is_written(cells: str, good: bytes) -> None:
    assert refused(with_cell(good, 100000, cells)).refused_rule == "far_cell"


def test_a_far_cell_is_found_in_a_sheet_of_any_name(good: bytes) -> None:
    sheet = first_sheet(with_cell(good, 100000, '<c r="ALM100000"><v>1</v></c>'))
    moved = with_part(good, "xl/other/sheet.dat", sheet.encode())
    for part in ("xl/_rels/workbook.xml.rels", "[Content_Types].xml"):
        text = parts_of(moved)[part].decode().replace("worksheets/sheet1.xml", "other/sheet.dat")
        moved = with_part(moved, part, text.encode())
    assert refused(moved).refused_rule == "far_cell"


def test_far_cells_without_addresses_are_found(good: bytes) -> None:
    sheet = f'<worksheet {MAIN}><sheetData><row r="1"><c><v>1</v></c></row>'
    sheet += '<row r="190000">' + "<c><v>1</v></c>" * 900 + "</row></sheetData></worksheet>"
    assert refused(with_first_sheet(good, sheet)).refused_rule == "far_cell"


def test_empty_formatted_cells_far_away_do_no_harm(good: bytes) -> None:
    styled = with_cell(good, 100000, '<c r="A100000" s="1"/><c r="XFD100000" s="1"/>')
    assert read_return(styled, "b.xlsx").refused is None


def test_a_long_narrow_sheet_with_a_note_at_its_side_is_read(tmp_path: Path) -> None:
    good = good_workbook(tmp_path)
    rows = "".join(
        f'<row r="{n}"><c r="G{n}" t="inlineStr"><is><t>{"x" * 60}</t></is></c></row>'
        for n in range(900, 40900)
    )
    rows += '<row r="41000"><c r="AH41000" t="inlineStr"><is><t>note</t></is></c></row></sheetData>'
    sheet = first_sheet(good).replace("</sheetData>", rows)
    answer = read_return(with_part(good, "xl/worksheets/sheet1.xml", sheet), "b.xlsx")
    assert answer.refused_rule != "far_cell"


CELL = '<table:table-cell office:value-type="string"{more}><text:p>a</text:p></table:table-cell>'


REPEATED = [
    '<table:table-row table:number-rows-repeated="99999"><table:table-cell/></table:table-row>'
    '<table:table-row><table:table-cell table:number-columns-repeated="16000"/>'
    + CELL.format(more="")
    + "</table:table-row>",
    '<table:table-row table:number-rows-repeated="60000">'
    + CELL.format(more=' table:number-columns-repeated="1000"')
    + "</table:table-row>",
]


@pytest.mark.parametrize("rows", REPEATED)
def test_repeated_cells_are_counted_as_often_as_they_are_repeated(rows: str) -> None:
    assert refused(opendocument(rows), "b.ods").refused_rule == "far_cell"


MEASURE = """
import resource, sys, time
from pathlib import Path
from etl.returns.read import read_return
content = Path(sys.argv[1]).read_bytes()
read_return(b"", "warm.xlsx")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.perf_counter()
answer = read_return(content, "b.xlsx")
spent = time.perf_counter() - start
grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
print(answer.refused_rule, f"{spent:.3f}", grown)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="peak memory is read the Unix way")
@pytest.mark.parametrize("which", ["far", "inflating"])
def test_the_far_cell_and_the_inflating_workbook_cost_under_a_second_and_50_mb(
    which: str, good: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "b.xlsx"
    if which == "far":
        path.write_bytes(with_cell(good, 100000, '<c r="XFD100000"><v>1</v></c>'))
    else:
        noise = os.urandom(20_000) * 21_400
        path.write_bytes(with_part(good, "xl/sharedStrings.xml", noise))
        assert len(noise) == 428_000_000
    run = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, check=True
    )
    rule, seconds, grown = run.stdout.split()
    assert rule in {"far_cell", "too_inflated"}
    assert float(seconds) < 1
    assert int(grown) < 50
