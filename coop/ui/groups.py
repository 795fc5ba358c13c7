"""The plan's task groups under their exact titles, with counts and rates."""

import pandas as pd

from coop.exports.provenance import Provenance
from coop.format import ratio
from coop.text import say
from coop.ui.answers import known
from coop.ui.downloads import offer_files
from coop.ui.findings import interval_words, share_words
from coop.ui.markup import text_element
from coop.ui.sent_again import show_html
from coop.ui.table import Column, show_table, titled


def show_group_table(by_group: pd.DataFrame, origin: Provenance) -> None:
    """Draw one row per task group: exact title, n/N, both rates, what is overdue, what is not reported."""
    show_html(text_element("h2", say("groups.table"), css="chart-title"))
    columns = [
        Column("group_code", say("groups.column_code"), "code"),
        Column("title", say("groups.column_title")),
        Column("done", say("groups.column_done"), "ratio"),
        Column("share", say("groups.column_share"), "ratio"),
        Column("on_time", say("groups.column_on_time"), "ratio"),
        Column("interval", say("groups.column_interval"), "ratio"),
        Column("overdue", say("groups.column_overdue"), "count"),
        Column("not_reported", say("groups.column_unreported"), "count"),
    ]
    show_table(_written(by_group), columns, say("groups.table"))
    counted = [
        *columns[:2],
        Column("completed_count", say("groups.column_done")),
        Column("applicable_count", say("groups.column_applicable")),
        Column("due_on_time_count", say("groups.column_due_on_time")),
        Column("due_count", say("groups.column_due")),
        *columns[-2:],
    ]
    offer_files(titled(by_group, counted), origin.titled(say("groups.table")), "groups", "groups")


@known
def _written(by_group: pd.DataFrame) -> pd.DataFrame:
    """The same rows with their shares in words."""
    rows = by_group.to_dict("records")
    return by_group.assign(
        done=[ratio(row["completed_count"], row["applicable_count"]) for row in rows],
        share=[share_words(row["completed_count"], row["applicable_count"]) for row in rows],
        interval=[interval_words(row["due_on_time_count"], row["due_count"]) for row in rows],
        on_time=[ratio(row["due_on_time_count"], row["due_count"]) for row in rows],
    )
