"""The order of rows in charts: by value, ties by fixed code, what is unknown last."""

import pandas as pd

from coop.duties.small_numbers import PERCENT_FROM


def worst_first(frame: pd.DataFrame, code: str) -> pd.DataFrame:
    """Order rows by overdue duties, most first, then by completion, least first, then by code.

    Rows that no return speaks of come last: what is unknown is not worst.
    """
    share = frame["completed_count"] / frame["applicable_count"].where(frame["applicable_count"] > 0)
    unknown = (frame["applicable_count"] > 0) & (frame["not_reported"] == frame["applicable_count"])
    ordered = frame.assign(_unknown=unknown, _share=share.fillna(2.0)).sort_values(
        ["_unknown", "overdue", "_share", code], ascending=[True, False, True, True], kind="stable"
    )
    return ordered.drop(columns=["_unknown", "_share"]).reset_index(drop=True)


def punctual_first(frame: pd.DataFrame) -> pd.DataFrame:
    """Order units by their on-time share, highest first, then by code.

    Units whose few due duties bear no share follow, then those with none due, then the silent ones.
    """
    due = frame["due_count"].where(frame["has_reported"].astype(bool), -1)
    place = due.map(lambda count: 3 if count < 0 else 2 if count == 0 else 1 if count < PERCENT_FROM else 0)
    share = (frame["due_on_time_count"] / frame["due_count"].where(frame["due_count"] > 0)).fillna(-1.0)
    ordered = frame.assign(_place=place, _share=share).sort_values(
        ["_place", "_share", "unit_code"], ascending=[True, False, True], kind="stable"
    )
    return ordered.drop(columns=["_place", "_share"]).reset_index(drop=True)
