"""Frames like those of the queries, small enough to check by eye, for the tests of charts and exports."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from coop.duties.status import STATUSES

REFERENCE = Path(__file__).parents[2] / "data" / "reference"


def rows_of(name: str) -> list[dict[str, str]]:
    """Return the rows of a reference table."""
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def counts(
    on_time: int, late: int, doing: int, begun_not: int, overdue: int, silent: int, apart: int
) -> dict[str, int]:
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
    figures = [
        (41, 4, 9, 2, 5, 7, 0),
        (28, 5, 12, 1, 3, 4, 2),
        (38, 9, 14, 2, 12, 6, 0),
        (17, 6, 3, 0, 4, 2, 0),
        (22, 3, 7, 1, 2, 5, 1),
    ]
    return pd.DataFrame(
        [
            {
                "group_code": g["group_code"],
                "title": g["title"],
                "short_title": g["short_title"],
                **counts(*f),
            }
            for g, f in zip(rows_of("task_groups"), figures, strict=True)
        ]
    )


def by_district() -> pd.DataFrame:
    """Return status_by_unit of the 13 districts, two of which have sent nothing."""
    places = rows_of("places")
    seven = (
        "11 2 1 0 1 0 0 | 8 2 3 1 1 0 0 | 7 3 2 0 3 0 0 | 13 1 1 0 0 0 0 | 6 1 3 1 4 0 0 | 12 1 1 0 0 0 1 | "
        "9 3 1 0 2 0 0 | 5 2 2 0 6 0 0 | 10 2 2 0 1 0 0 | 12 2 1 0 0 0 0 | 8 3 2 0 2 0 0 | "
        "0 0 0 0 0 15 0 | 0 0 0 0 0 15 0"
    )
    figures = [[int(count) for count in row.split()] for row in seven.split("|")]
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
        [
            {"plan_year": 2022 + i, "as_of": date(2022 + i, 11, 23), **counts(*f)}
            for i, f in enumerate(figures)
        ]
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
