"""Frames like those of the queries, small enough to check by eye, for the tests of charts and exports."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

REFERENCE = Path(__file__).parents[2] / "data" / "reference"
STATUSES = [
    "completed_on_time",
    "completed_late",
    "in_progress",
    "not_started",
    "overdue",
    "not_reported",
    "not_applicable",
]


def rows_of(name: str) -> list[dict[str, str]]:
    """Return the rows of a reference table."""
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def counts(on_time: int, late: int, doing: int, begun_not: int, overdue: int, silent: int, apart: int) -> dict[str, int]:
    """Return the columns COUNTS of one row from its seven statuses."""
    seven = dict(zip(STATUSES, (on_time, late, doing, begun_not, overdue, silent, apart), strict=True))
    total = sum(seven.values())
    return {
        **seven,
        "duty_count": total,
        "applicable_count": total - apart,
        "completed_count": on_time + late,
        "due_count": on_time + late + overdue + silent,
        "due_on_time_count": on_time,
    }


def by_group() -> pd.DataFrame:
    """Return status_by_group of a whole province."""
    figures = [(41, 4, 9, 2, 5, 7, 0), (28, 5, 12, 1, 3, 4, 2), (38, 9, 14, 2, 12, 6, 0), (17, 6, 3, 0, 4, 2, 0), (22, 3, 7, 1, 2, 5, 1)]
    return pd.DataFrame(
        [
            {"group_code": g["group_code"], "title": g["title"], "short_title": g["short_title"], **counts(*f)}
            for g, f in zip(rows_of("task_groups"), figures, strict=True)
        ]
    )


def by_district() -> pd.DataFrame:
    """Return status_by_unit of the 13 districts, two of which have sent nothing."""
    places = rows_of("places")
    figures = [
        (11, 2, 1, 0, 1, 0, 0), (8, 2, 3, 1, 1, 0, 0), (7, 3, 2, 0, 3, 0, 0), (13, 1, 1, 0, 0, 0, 0), (6, 1, 3, 1, 4, 0, 0),
        (12, 1, 1, 0, 0, 0, 1), (9, 3, 1, 0, 2, 0, 0), (5, 2, 2, 0, 6, 0, 0), (10, 2, 2, 0, 1, 0, 0), (12, 2, 1, 0, 0, 0, 0),
        (8, 3, 2, 0, 2, 0, 0), (0, 0, 0, 0, 0, 15, 0), (0, 0, 0, 0, 0, 15, 0),
    ]  # fmt: skip
    return pd.DataFrame(
        [
            {
                "unit_code": p["place_code"],
                "title": p["unit_title"],
                "short_title": p["short_title"],
                "has_reported": f[5] < 15,
                "tile_column": int(p["tile_column"]),
                "tile_row": int(p["tile_row"]),
                **counts(*f),
            }
            for p, f in zip(places, figures, strict=True)
        ]
    )


def by_agency() -> pd.DataFrame:
    """Return status_by_unit of the agencies of 2024: unequal loads, some with a single duty."""
    agencies = [a for a in rows_of("agencies") if a["valid_from"] < "2024" and a["unit_code"] != "NHNNKV8"]
    rows = []
    for index, agency in enumerate(agencies):
        load = 1 + (index * 7) % 23
        overdue = (index * 5) % 4 if load > 3 else 0
        late = min(index % 3, load - overdue)
        silent = load if index % 9 == 8 else 0
        done = 0 if silent else max(0, (load - overdue - late) * 2 // 3)
        rest = 0 if silent else load - overdue - late - done
        figures = (done, 0 if silent else late, rest, 0, 0 if silent else overdue, silent, 0)
        rows.append(
            {
                "unit_code": agency["unit_code"],
                "title": agency["title"],
                "short_title": agency["short_title"],
                "has_reported": not silent,
                **counts(*figures),
            }
        )
    return pd.DataFrame(rows)


def by_year() -> pd.DataFrame:
    """Return status_by_year of three plan years on 23/11."""
    figures = [(120, 20, 60, 30, 20, 22, 3), (130, 18, 55, 25, 24, 20, 3), (146, 27, 45, 6, 26, 24, 1)]
    return pd.DataFrame(
        [{"plan_year": 2022 + i, "as_of": date(2022 + i, 11, 23), **counts(*f)} for i, f in enumerate(figures)]
    )


def by_unit_and_year() -> pd.DataFrame:
    """Return status_by_unit_and_year of the districts, one of which was silent in 2023."""
    rows: list[dict[str, Any]] = []
    for index, place in enumerate(rows_of("places")):
        for step in range(3):
            silent = 15 if (index, step) in {(3, 1), (11, 2), (12, 2)} else 0
            done = 0 if silent else min(15, 4 + (index * 3) % 7 + 2 * step)
            rows.append(
                {
                    "unit_code": place["place_code"],
                    "short_title": place["short_title"],
                    "plan_year": 2022 + step,
                    "has_reported": not silent,
                    **counts(done, 0, 0 if silent else 15 - done, 0, 0, silent, 0),
                }
            )
    return pd.DataFrame(rows)


def by_district_and_group() -> pd.DataFrame:
    """Return status_by_district_and_group, two districts silent, one tile without applicable duties."""
    rows: list[dict[str, Any]] = []
    for index, place in enumerate(rows_of("places")):
        for group, load in (("1", 2), ("2", 3), ("3", 5), ("4", 3), ("5", 2)):
            silent = load if index >= 11 else 0
            overdue = 0 if silent else ((index * 3 + int(group)) % 5) // 2 if load > 2 else 0
            apart = load if (index, group) == (2, "5") else 0
            done = 0 if silent or apart else load - overdue - (index + int(group)) % 2
            rest = 0 if silent or apart else load - overdue - done
            rows.append(
                {
                    "unit_code": place["place_code"],
                    "short_title": place["short_title"],
                    "group_code": group,
                    "has_reported": not silent,
                    **counts(done, 0, rest, 0, 0 if apart else overdue, silent, apart),
                }
            )
    return pd.DataFrame(rows)


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
        "size_by_members": [("micro", "Siêu nhỏ", 512), ("small", "Nhỏ", 301), ("medium", "Vừa", 98), ("large", "Lớn", 12), ("undetermined", "Chưa xác định được", 21)],
        "sector_code": [("A", "Nông nghiệp, lâm nghiệp và thủy sản", 590), ("E", "Cung cấp nước; hoạt động quản lý và xử lý rác thải, nước thải", 147), ("G", "Bán buôn và bán lẻ; sửa chữa ô tô, mô tô, xe máy và xe có động cơ khác", 129), ("C", "Công nghiệp chế biến, chế tạo", 89), (None, "Không ghi", 7), ("K", "Hoạt động tài chính, ngân hàng và bảo hiểm", 32)],
    }  # fmt: skip
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
                    "version_count": 1 if came else 0,
                    "accepted_count": 15 if came else 0,
                    "rejected_count": 0,
                    "file_name": f"{code}.xlsx" if came else None,
                    "return_id": f"{index:016x}" if came else None,
                }
            )
    return pd.DataFrame(rows)
