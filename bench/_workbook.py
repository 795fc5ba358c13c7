"""A classification return of many rows the way Excel saves it: shared strings, days as styled serials.

Illustrative throughout: cooperatives are numbered, points and amounts are drawn at random within the law.
Some rows are as they should not be, so that finding and saying so is part of what is measured.
"""

import random
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from xml.sax.saxutils import escape

from coop.reference import reference
from coop.rules import RuleSet
from coop.rules.rate import rate
from etl.returns.forms import Form, form, reading, value_list
from etl.returns.limits import max_points
from etl.returns.sheets import letters

YEAR = 2024
UNSCORED = 0.15  # share of credit funds, stopped and new cooperatives: they send no points
TROUBLED = 100  # one row in so many declares a total that is not its sum
# Columns that nobody has to send are left out, so that the sheet stays within what may be inflated.
_LEFT_OUT = {"ordinal", "commune", "service", "profit_million_vnd", "indivisible_assets_million_vnd"}
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATIONS = f'<Relationships xmlns="{_PACKAGE}/relationships">'
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FIRST_DAY = date(1899, 12, 30)
_DAY_STYLE = 1


def workbook(rows: int) -> bytes:
    """The return as .xlsx."""
    book = _Book()
    asked = form("classification")
    lines = [*_head(asked), *_rows(asked, rows, reference().rule_set_for(YEAR))]
    sheet = "".join(book.row(number, line) for number, line in enumerate(lines, start=1))
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _frame(asked.sheet).items():
            archive.writestr(name, text)
        archive.writestr("xl/worksheets/sheet1.xml", _xml("worksheet", f"<sheetData>{sheet}</sheetData>"))
        archive.writestr("xl/sharedStrings.xml", _xml("sst", book.shared()))
    return buffer.getvalue()


class _Book:
    """Cells as Excel writes them; each text is kept once."""

    def __init__(self) -> None:
        self.texts: dict[str, int] = {}
        self.letters = [letters(at) for at in range(1, 60)]

    def row(self, number: int, cells: list[object]) -> str:
        """One row; None is no cell."""
        written = "".join(
            self._cell(f"{column}{number}", value)
            for column, value in zip(self.letters, cells, strict=False)
            if value is not None
        )
        return f'<row r="{number}">{written}</row>'

    def _cell(self, address: str, value: object) -> str:
        if isinstance(value, str):
            return f'<c r="{address}" t="s"><v>{self.texts.setdefault(value, len(self.texts))}</v></c>'
        if isinstance(value, date):
            return f'<c r="{address}" s="{_DAY_STYLE}"><v>{(value - _FIRST_DAY).days}</v></c>'
        return f'<c r="{address}"><v>{value}</v></c>'

    def shared(self) -> str:
        """The texts in the order of their numbers."""
        return "".join(f"<si><t>{escape(text)}</t></si>" for text in self.texts)


def _head(asked: Form) -> list[list[object]]:
    """The title, the labelled cells and the header."""
    unit = next(u for u in reference().units_on(date(YEAR, 12, 31)) if u.unit_kind == "district")
    values = {"unit": unit.title, "year": YEAR, "reported_on": date(YEAR, 12, 20)}
    lines: list[list[object]] = [[asked.title], [reading().illustrative_mark]]
    lines += [[cell.title, values[name]] for name, cell in asked.header.items() if name in values]
    return [*lines, [column.title for column in asked.columns if _is_sent(column.name, asked)]]


def _is_sent(name: str, asked: Form) -> bool:
    return asked.column(name).in_blank and name not in _LEFT_OUT


def _rows(asked: Form, count: int, law: RuleSet) -> Iterator[list[object]]:
    chance = random.Random(2024)
    lists = {
        name: list(value_list(name).titles.values())
        for name in ("legal_kind", "sector_code", "operating_state")
    }
    most = {leaf.criterion_code: int(max_points(leaf.criterion_code, law) or 0) for leaf in law.leaves()}
    for leaf in law.leaves():
        if leaf.max_points is None:  # nobody has verified it; the cap of the group is not broken with six
            most[leaf.criterion_code] = 6
    sent = [column for column in asked.columns if _is_sent(column.name, asked)]
    ratings = value_list("rating").titles
    for number in range(1, count + 1):
        scored = chance.random() >= UNSCORED
        points = {code: _points(chance, top) for code, top in most.items()} if scored else {}
        total = sum(map(Decimal, map(str, points.values())), Decimal(0))
        kind, state = (0, 0) if scored else chance.choice([(2, 0), (0, 1), (2, 1)])
        values: dict[str, object] = {
            "coop_code": f"42{number:08d}",
            "name": f"{lists['legal_kind'][kind]} {number}",
            "founded_on": date(1998, 1, 1) + timedelta(days=chance.randrange(9000)),
            "legal_kind": lists["legal_kind"][kind],
            "sector_code": chance.choice(lists["sector_code"]),
            "operating_state": lists["operating_state"][state],
            "member_count": chance.randrange(7, 900),
            "capital_million_vnd": chance.randrange(100, 90000) / 10,
            "revenue_million_vnd": chance.randrange(100, 90000) / 10,
        }
        if scored:
            declared = total - 1 if number % TROUBLED == 0 else total
            values |= {"declared_points": _number(declared)}
            values |= {"declared_rating": ratings[rate(total, law) or ""]}
        values |= {f"points_{code}": given for code, given in points.items()}
        yield [values.get(column.name) for column in sent]


def _points(chance: random.Random, top: int) -> int | float:
    """Mostly high, in halves."""
    half = max(chance.randrange(2 * top + 1), chance.randrange(2 * top + 1))
    return half // 2 if half % 2 == 0 else half / 2


def _number(total: Decimal) -> int | float:
    return int(total) if total == int(total) else float(total)


def _frame(sheet: str) -> dict[str, str]:
    """Every part but the cells and their texts."""
    parts = {
        "workbook": ("/xl/workbook.xml", "sheet.main"),
        "worksheet": ("/xl/worksheets/sheet1.xml", "worksheet"),
        "styles": ("/xl/styles.xml", "styles"),
        "sharedStrings": ("/xl/sharedStrings.xml", "sharedStrings"),
    }
    overrides = "".join(
        f'<Override PartName="{path}" ContentType="{_TYPE}.{kind}+xml"/>' for path, kind in parts.values()
    )
    inside = [name for name in parts if name != "workbook"]
    relations = "".join(
        f'<Relationship Id="rId{at}" Type="{_OFFICE}/{name}" Target="{parts[name][0]}"/>'
        for at, name in enumerate(inside, start=1)
    )
    root = f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    styles = '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
    default = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    )
    listed = f'<sheets><sheet name="{escape(sheet)}" sheetId="1" r:id="rId1"/></sheets>'
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">{default}{overrides}</Types>',
        "_rels/.rels": f"{_RELATIONS}{root}</Relationships>",
        "xl/_rels/workbook.xml.rels": f"{_RELATIONS}{relations}</Relationships>",
        "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_OFFICE}">{listed}</workbook>',
        "xl/styles.xml": _xml("styleSheet", styles),
    }


def _xml(name: str, inside: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<{name} {_MAIN}>{inside}</{name}>'
