"""Summary: the tables that go to the province and the ministry, on the page and as a workbook to sign."""

from coop.queries.coops import coop_totals
from coop.queries.summary import summary_deadlines, summary_rows
from coop.text import say
from coop.ui.answers import ask
from coop.ui.coops import coop_coverage, coop_headlines
from coop.ui.findings import counts_of
from coop.ui.headline import show_headlines
from coop.ui.page import open_page
from coop.ui.scope import DISTRICTS, reader_scope
from coop.ui.summary import crossings_of, offer_summary, show_crossing_of, summary_finding, titled_rows

scope = reader_scope()
rows = ask(summary_rows, scope)
totals = counts_of(ask(coop_totals, scope))
origin = open_page(
    say("summary.name"),
    summary_finding(rows, scope.plan_year),
    coverage=coop_coverage(totals),
    rules=True,
    filters=(DISTRICTS,),
)
show_headlines(coop_headlines(totals))

if not rows.empty:
    named = titled_rows(rows)
    crossings = crossings_of(named)
    deadlines = ask(summary_deadlines, scope)
    offer_summary(named, crossings, origin, list(deadlines.itertuples(index=False, name=None)))
    for number, crossing in enumerate(crossings):
        show_crossing_of(named, crossing, origin, str(number))
