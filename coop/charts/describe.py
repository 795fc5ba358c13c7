"""Sentences of text alternatives: who is worst, who is missing, how much is done."""

import pandas as pd

from coop.charts.labels import integer
from coop.format import ratio
from coop.text import say

NAMED_AT_MOST = 3


def sentences(*parts: str) -> str:
    """Join the sentences that are not empty."""
    return " ".join(part for part in parts if part)


def names(titles: list[str], at_most: int = NAMED_AT_MOST) -> str:
    """Name the first titles and count the rest."""
    joined = say("charts.list_join").join(titles[:at_most])
    rest = len(titles) - at_most
    return say("charts.and_more", names=joined, count=integer(rest)) if rest > 0 else joined


def largest(frame: pd.DataFrame, column: str, title: str = "short_title") -> list[str]:
    """Return the titles, with their count, of the rows whose `column` is largest; none if that is zero."""
    top = frame[column].max() if len(frame) else 0
    if not top > 0:
        return []
    at_top = frame.loc[frame[column] == top, title]
    return [say("charts.summary_worst", title=text, count=integer(int(top))) for text in at_top]


def status_summary(frame: pd.DataFrame) -> str:
    """Say what is completed, what is overdue and where most, and what is not reported; needs COUNTS."""
    worst = largest(frame, "overdue")
    total = frame.sum(numeric_only=True)
    not_reported = int(total["not_reported"])
    return sentences(
        say(
            "charts.summary_completed",
            ratio=ratio(int(total["completed_count"]), int(total["applicable_count"])),
        ),
        say("charts.summary_overdue", count=integer(int(total["overdue"])), worst=names(worst))
        if worst
        else say("charts.summary_none_overdue"),
        say("charts.summary_not_reported", count=integer(not_reported)) if not_reported else "",
    )
