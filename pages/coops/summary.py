"""Summary: the tables that go to the province and the ministry, on the page and as a workbook to sign."""

from coop.queries.coops import coop_totals
from coop.queries.summary import summary_deadlines, summary_rows
from coop.text import say
from coop.ui.answers import ask
from coop.ui.coops import coop_coverage, coop_headlines
from coop.ui.findings import counts_of
from coop.ui.headline import show_headlines
from coop.ui.layouts import choose_layout, placed_origin, show_unplaced
from coop.ui.page import open_page
from coop.ui.reference_only import finding_of_year, mark_reference
from coop.ui.scope import DISTRICTS, reader_scope
from coop.ui.summary import crossings_of, offer_summary, show_crossing_of, summary_finding, titled_rows

scope = reader_scope()
totals = counts_of(ask(coop_totals, scope))
reported = ask(summary_rows, scope)
finding = finding_of_year(summary_finding(reported, scope.plan_year), scope.plan_year)
origin = open_page(
    say("summary.name"),
    finding,
    coverage=coop_coverage(totals),
    rules=True,
    filters=(DISTRICTS,),
    is_empty=reported.empty,
)
origin = mark_reference(origin, scope.plan_year, finding)
show_headlines(coop_headlines(totals))

layout = choose_layout()
rows = ask(summary_rows, scope, layout)
if not rows.empty:
    placed = placed_origin(origin, scope, layout)
    named = titled_rows(rows, layout)
    crossings = crossings_of(named)
    deadlines = ask(summary_deadlines, scope)
    offer_summary(named, crossings, placed, list(deadlines.itertuples(index=False, name=None)))
    show_unplaced(scope, layout, origin)
    for number, crossing in enumerate(crossings):
        show_crossing_of(named, crossing, placed, str(number))
