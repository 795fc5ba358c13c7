"""The calendar of periods on the page of returns: which kinds there are, and what each comes to."""

import pandas as pd

from coop.format import number
from coop.text import say
from coop.ui.choice import choose_one
from coop.ui.markup import text_element
from coop.ui.sent_again import show_html

KIND = "period_kind"
_ORDER = ("month", "quarter", "half_year", "year", "week")


def choose_kind(periods: pd.DataFrame) -> str | None:
    """Let the reader pick a kind of period that somebody owes; None where nobody owes any."""
    kinds = [kind for kind in _ORDER if (periods["period_kind"] == kind).any()]
    if not kinds:
        return None
    show_html(text_element("h2", say("indicators.calendar_heading"), css="chart-title"))
    kind = choose_one(
        say("indicators.calendar_kind"),
        kinds,
        lambda kind: say(f"indicators.frequency_{kind}").capitalize(),
        key=KIND,
    )
    own = periods[periods["period_kind"] == kind]
    counts = {state: number(int((own["state"] == state).sum())) for state in ("on_time", "late", "missing")}
    line = say(
        "indicators.calendar_line",
        kind=say(f"indicators.frequency_{kind}").capitalize(),
        corrected=number(int(own["is_corrected"].sum())),
        **counts,
    )
    show_html(text_element("p", line, css="chart-line"))
    return kind
