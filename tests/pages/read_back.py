"""Tables of files read back: CSV and XLSX as frames, those of Word and slides as rows of words."""

import csv
import io

import docx
import pandas as pd
import pptx
from openpyxl import load_workbook

from coop.text import say


def csv_table(content: bytes) -> pd.DataFrame:
    """A CSV file read back, its numbers as numbers."""
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    start = lines.index([]) + 1
    table = pd.DataFrame(lines[start + 1 :], columns=lines[start])
    return table.apply(lambda column: pd.to_numeric(column.str.replace(",", "."), errors="coerce"))


def xlsx_table(content: bytes) -> pd.DataFrame:
    """A workbook's data read back."""
    sheet = load_workbook(io.BytesIO(content), read_only=True)[say("exports.sheet_data")]
    titles, *rows = sheet.iter_rows(values_only=True)
    return pd.DataFrame(rows, columns=list(titles))


def tables_of(content: bytes, form: str) -> list[list[list[str]]]:
    """The rows of every table of a Word file or of slides."""
    if form == "docx":
        drawn = docx.Document(io.BytesIO(content)).tables
    else:
        shapes = (shape for slide in pptx.Presentation(io.BytesIO(content)).slides for shape in slide.shapes)
        drawn = [shape.table for shape in shapes if shape.has_table]
    return [[[cell.text.strip() for cell in row.cells] for row in table.rows] for table in drawn]
