"""Alerts on the overview: one quiet line that unfolds to all of them; nothing where there are none."""

from html import escape

import pandas as pd

from coop.exports.provenance import Provenance
from coop.format import number
from coop.notes.alerts import BrokenRules, Told, alerts_in, told
from coop.queries.scope import Scope
from coop.text import say
from coop.ui.answers import ask, known
from coop.ui.markup import element, text_element
from coop.ui.page import show_notices
from coop.ui.page_copy import note_folded
from coop.ui.sent_again import show_html


def show_alerts(scope: Scope, origin: Provenance) -> None:
    """Draw what the scope's figures call out by the rules of `alert_rules.csv`, and note it for files."""
    try:
        lines = _told(scope)
    except BrokenRules as broken:
        show_notices([say("alerts.broken", why=broken)])
        return
    if not lines:
        return
    note_folded(origin.titled(say("alerts.table")), lambda: alert_table(lines))
    show_html(_folded(lines))


@known
def _told(scope: Scope) -> list[Told]:
    return told(ask(alerts_in, scope))


def alert_table(lines: list[Told]) -> pd.DataFrame:
    """One row per alert under readers' titles: the sentence, its rule, where the threshold comes from."""
    titles = [say(f"alerts.column_{name}") for name in ("alert", "rule", "source", "confidence")]
    rows = [(line.sentence, line.rule, line.source, line.confidence) for line in lines]
    return pd.DataFrame(rows, columns=titles)


def _folded(lines: list[Told]) -> str:
    """All alerts under their number and the first of them; a browser folds and unfolds it by itself."""
    count = say("alerts.count", n=number(len(lines)))
    first = text_element("span", f": {lines[0].sentence}", css="first")
    head = element("summary", escape(count) + first)
    listed = "".join(element("li", escape(line.sentence), title=line.rule) for line in lines)
    proposed = text_element("p", say("alerts.proposed"), css="chart-line")
    return element("details", head + element("ul", listed) + proposed, css="alerts")
