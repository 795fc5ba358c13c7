"""Two returns whose right reading is known: the rows as they must arrive in the store.

Every way of being ugly starts from one of these and must end there again. The words are chosen so that
each way has something to bite on: marks of every kind, zeros, losses, codes with leading zeros.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Answer:
    """What a file says when it is read right; a row lacks the columns that are blank."""

    form_code: str
    unit_code: str
    unit_name: str
    year: int
    reported_on: date
    rows: tuple[Values, ...]


def answer_of(form_code: str) -> Answer:
    """The known answer of a form; raises KeyError."""
    return {"task_status": _task_status, "classification": _classification}[form_code]()


def _task_status() -> Answer:
    rows: list[dict[str, Any]] = [
        {
            "task_code": "1.1",
            "duty_state": "completed",
            "completed_on": date(2024, 11, 20),
            "evidence": "125/BC-UBND",
            "proposals": "Đề nghị mở thêm lớp tập huấn",
        },
        {
            "task_code": "2.3",
            "duty_state": "in_progress",
            "difficulties": "Thiếu vốn đối ứng, chưa hòa lưới điện",
        },
        {"task_code": "3.1", "item_no": 1, "duty_state": "not_started", "difficulties": "Hồ sơ phức tạp"},
        {
            "task_code": "3.1",
            "item_no": 2,
            "duty_state": "completed",
            "completed_on": date(2024, 3, 5),
            "evidence": "Quyết định số 40/QĐ-UBND",
        },
        {"task_code": "3.2", "duty_state": "not_applicable", "proposals": "Giữ ổn định tổ chức thủy lợi"},
        {
            "task_code": "4.1",
            "item_no": 1,
            "duty_state": "completed",
            "completed_on": date(2024, 12, 9),
            "evidence": "77/TB-UBND",
            "difficulties": "Cán bộ kiêm nhiệm",
        },
        {"task_code": "4.1", "item_no": 3, "duty_state": "in_progress"},
        {"task_code": "5.1", "duty_state": "not_started", "proposals": "Phối hợp Mặt trận và đoàn thể"},
    ]
    return Answer("task_status", "444", "UBND huyện Hương Khê", 2024, date(2024, 12, 15), tuple(rows))


# Points by criterion, in the order of the form: they sum to the total beside them.
_POINTS = (
    "1a 1b 2a 2b 3a 3b 3c 4a 4b 4c 5 6 7a 7b 7c 8 9 10 11 12 13 14 15",
    (
        ("5.5 1 4 1 4 3 3.5 2 2 1 8 6 2 1.5 1 5 3.5 7 6.5 7 6 5.5 3", "89", "good"),
        ("4 0.5 3.5 0 3 2 2.5 1 1 1 7 5 1 1 1 4.5 2 6 5 6 5 5 2.5", "69.5", "fair"),
        ("3 0 3 1 2 1.5 2 1 1 0 6 4 1 1 0 3 1 5 4.5 5 4 4 2", "55", "average"),
        ("2 0 2 0 1.5 1 1 0 1 0 5 3 0 1 0 2 1 3 3 3.5 3 2 1", "36", "weak"),
        ("5 1 4.5 1 3.5 2.5 3 2 1.5 1 8 5.5 2 1 1 5 3 6.5 6 7 6 5 2.5", "83.5", "good"),
    ),
)


def _scored(row: int) -> dict[str, Any]:
    codes, sets = _POINTS
    points, total, rating = sets[row]
    given = {f"points_{code}": Decimal(p) for code, p in zip(codes.split(), points.split(), strict=True)}
    return {**given, "declared_points": Decimal(total), "declared_rating": rating}


def _coop(number: int, code: str, name: str, commune: str, founded_on: date, **more: Any) -> dict[str, Any]:
    money = ("capital", "revenue", "profit", "indivisible_assets")
    amounts = {f"{m}_million_vnd": Decimal(a) for m, a in zip(money, more.pop("money").split(), strict=True)}
    kinds = dict(zip(("legal_kind", "sector_code", "service"), more.pop("kinds").split(), strict=True))
    basis = {"ordinal": number, "coop_code": code, "name": name, "commune": commune, "founded_on": founded_on}
    return {**basis, **kinds, "operating_state": "operating", **amounts, **more}


def _classification() -> Answer:
    a_farm, a_market = "coop A production", "coop G consumption"
    rows = (
        _coop(1, "0042700001", "HTX Nông nghiệp Phúc Trạch", "Xã Phúc Trạch", date(2003, 5, 17), kinds=a_farm,
              member_count=1250, money="12345.5 2580.25 311.5 1530", **_scored(0)),
        _coop(2, "0042700012", "HTX Dịch vụ điện Hòa Hải", "Xã Hòa Hải", date(2011, 12, 1), kinds=a_market,
              member_count=75, money="4875.25 1999.5 0 640.5", **_scored(1)),
        _coop(3, "0042700123", "HTX Bưởi Hương Trạch", "Xã Hương Trạch", date(2018, 2, 28), kinds=a_farm,
              member_count=48, money="950.75 1220.5 -35.5 0", **_scored(2)),
        _coop(4, "0042701234", "HTX Thủy lợi Hương Thủy", "Xã Hương Thủy", date(1998, 9, 9), kinds=a_farm,
              member_count=312, money="1000.5 480.25 -120.25 210.5", **_scored(3)),
        _coop(5, "0042712345", "Liên hiệp HTX Đường Hồ Chí Minh", "Thị trấn Hương Khê", date(2020, 7, 30),
              kinds="coop_union H mixed", member_count=6, money="50250.5 61000.75 4200.5 8000", **_scored(4)),
        _coop(6, "0042799001", "Quỹ tín dụng nhân dân Gia Phố", "Xã Gia Phố", date(1996, 4, 22),
              kinds="credit_fund K jobs", member_count=2210, money="98765.5 8800.5 1210.75 5000"),
    )  # fmt: skip
    stopped = {
        "ordinal": 7, "coop_code": "0042700777", "name": "HTX Mây tre đan Phú Gia", "commune": "Xã Phú Gia",
        "founded_on": date(2009, 10, 10), "legal_kind": "coop", "sector_code": "C", "service": "jobs",
        "operating_state": "stopped", "member_count": 0, "capital_million_vnd": Decimal("120.5"),
    }  # fmt: skip
    day = date(2024, 12, 14)
    return Answer("classification", "444", "UBND huyện Hương Khê", 2024, day, (*rows, stopped))
