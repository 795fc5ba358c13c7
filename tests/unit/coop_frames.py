"""Frames like those of the queries on cooperatives and returns, for the tests of charts and exports."""

from datetime import date
from typing import Any

import pandas as pd

from tests.unit.chart_frames import rows_of


def outcomes_by_year() -> pd.DataFrame:
    """Return outcomes_by_year of three years; in the last, two districts have not sent theirs."""
    figures = {
        2022: (123, 270, 359, 234, 34, 0, 32, 0),
        2023: (126, 276, 330, 190, 25, 60, 32, 0),
        2024: (110, 240, 262, 121, 17, 76, 30, 119),
    }
    outcomes = [row["class_code"] for row in rows_of("classes") if row["attribute"] == "outcome"]
    return pd.DataFrame(
        [
            {
                "assessment_year": year,
                "outcome": outcome,
                "coop_count": count,
                "district_reported_count": 11 if year == 2024 else 13,
                "district_owing_count": 13,
                "rule_set_code": "circular_01_2020",
                "rule_set_in_force": year < 2024,
            }
            for year, numbers in figures.items()
            for outcome, count in zip(outcomes, numbers, strict=True)
        ]
    )


def outcomes_by_district() -> pd.DataFrame:
    """Return outcomes_by_district: eleven sent in, one known from the year before, one not at all."""
    outcomes = [row["class_code"] for row in rows_of("classes") if row["attribute"] == "outcome"]
    rows: list[dict[str, Any]] = []
    for index, place in enumerate(rows_of("places")):
        silent = index >= 11
        good = 3 + (index * 5) % 13
        numbers = (good, 14 + index, 30 - index, 4 + (index * 7) % 9, index % 3, index % 5, 2, 0)
        for outcome, count in zip(outcomes, numbers, strict=True):
            if silent:
                count = 62 if outcome == "not_reported" and index == 11 else 0
            if count or (index == 12 and outcome == "not_reported"):
                rows.append(
                    {
                        "unit_code": place["place_code"],
                        "short_title": place["short_title"],
                        "has_reported": not silent,
                        "outcome": outcome,
                        "coop_count": count,
                    }
                )
    return pd.DataFrame(rows)


def classes(attribute: str) -> pd.DataFrame:
    """Return classes_by for an attribute."""
    figures: dict[str, list[tuple[str | None, str, int]]] = {
        "size_by_members": [
            ("micro", "Siêu nhỏ", 512),
            ("small", "Nhỏ", 301),
            ("undetermined", "Chưa xác định được", 21),
            ("medium", "Vừa", 98),
            ("large", "Lớn", 12),
        ],
        "sector_code": [
            ("A", "Nông nghiệp, lâm nghiệp và thủy sản", 590),
            ("E", "Cung cấp nước; hoạt động quản lý và xử lý rác thải, nước thải", 147),
            ("G", "Bán buôn và bán lẻ; sửa chữa ô tô, mô tô, xe máy và xe có động cơ khác", 129),
            ("C", "Công nghiệp chế biến, chế tạo", 89),
            (None, "Không ghi", 70),
            ("K", "Hoạt động tài chính, ngân hàng và bảo hiểm", 32),
        ],
    }
    return pd.DataFrame(figures[attribute], columns=["class_code", "title", "coop_count"])


def published() -> pd.DataFrame:
    """Return published_figures as in the reference data."""
    rows = rows_of("published_figures")
    frame = pd.DataFrame(rows)
    return frame.assign(
        published_for=[date.fromisoformat(row["published_for"]) for row in rows],
        value=[int(row["value"]) for row in rows],
    )


def expected_returns() -> pd.DataFrame:
    """Return expected_returns of districts (two forms) and a few agencies (one form)."""
    forms = {row["class_code"]: row["title"] for row in rows_of("classes") if row["attribute"] == "form"}
    states = ["on_time", "late", "missing", "not_due"]
    rows: list[dict[str, Any]] = []
    units = [(p["place_code"], "district", p["unit_title"]) for p in rows_of("places")]
    units += [(a["unit_code"], "agency", a["title"]) for a in rows_of("agencies")[:8]]
    for index, (code, kind, title) in enumerate(units):
        for form, form_title in forms.items():
            if form == "classification" and kind == "agency":
                continue
            state = states[0] if index % 3 else states[(index + len(form)) % 4]
            came = state in {"on_time", "late"}
            rows.append(
                {
                    "form_code": form,
                    "form_title": form_title,
                    "unit_code": code,
                    "unit_kind": kind,
                    "unit_title": title,
                    "report_year": 2024,
                    "due_on": date(2024, 12, 18 if kind == "district" else 19),
                    "state": state,
                    "received_on": date(2024, 12, 12 if state == "on_time" else 22) if came else None,
                    "interim_on": date(2024, 6, 28) if index % 5 == 0 else None,
                    "version_count": 1 if came else 0,
                    "accepted_count": 15 if came else 0,
                    "rejected_count": 0,
                    "file_name": f"{code}.xlsx" if came else None,
                    "return_id": f"{index:016x}" if came else None,
                }
            )
    return pd.DataFrame(rows)
