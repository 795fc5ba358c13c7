"""The table under a chart of statuses: the seven counts, what applies, what is completed."""

import pandas as pd

from coop.charts.labels import table_range, table_share
from coop.duties.status import STATUSES
from coop.text import say


def status_table(frame: pd.DataFrame, first: dict[str, str]) -> pd.DataFrame:
    """Return `frame`'s counts under readable titles, after the columns that `first` maps to titles.

    The seven statuses sum to the column of duties; the share is of a hundred, missing where fewer than
    ten duties apply.
    """
    table = pd.DataFrame({title: frame[column] for column, title in first.items()})
    for status in STATUSES:
        table[say(f"charts.status_{status}")] = frame[status].astype("int64")
    for column, key in (
        ("duty_count", "duties"),
        ("applicable_count", "applicable"),
        ("completed_count", "completed"),
    ):
        table[say(f"charts.column_{key}")] = frame[column].astype("int64")
    table[say("charts.column_completion")] = pd.Series(
        [
            table_share(int(done), int(total))
            for done, total in zip(frame["completed_count"], frame["applicable_count"], strict=True)
        ],
        index=frame.index,
        dtype="float64",
    )
    return table.reset_index(drop=True)


def on_time_table(frame: pd.DataFrame) -> pd.DataFrame:
    """Return what was due, what was on time, the share and its 95 % interval (of a hundred) per unit.

    Share and interval are missing where fewer than ten duties were due or nothing was reported.
    """
    pairs = [
        (int(on_time), int(due)) if known else (0, 0)
        for on_time, due, known in zip(
            frame["due_on_time_count"], frame["due_count"], frame["has_reported"], strict=True
        )
    ]
    shares = {
        "on_time_share": [table_share(*pair) for pair in pairs],
        "low": [table_range(*pair)[0] for pair in pairs],
        "high": [table_range(*pair)[1] for pair in pairs],
    }
    return pd.DataFrame(
        {
            say("charts.column_unit"): frame["title"],
            say("charts.column_has_reported"): frame["has_reported"].astype(bool),
            say("charts.column_due"): frame["due_count"].astype("int64"),
            say("charts.column_on_time"): frame["due_on_time_count"].astype("int64"),
            **{
                say(f"charts.column_{name}"): pd.Series(values, index=frame.index, dtype="float64")
                for name, values in shares.items()
            },
        }
    ).reset_index(drop=True)
