"""The table under a chart of statuses: the seven counts, what applies, what is completed."""

import pandas as pd

from coop.charts.labels import table_share
from coop.charts.theme import STATUSES
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
