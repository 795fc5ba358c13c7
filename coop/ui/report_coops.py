"""The parts of a report on cooperatives: what their assessment came to, by year and district, and size."""

from collections.abc import Iterator

from coop.exports.bars import bars_of
from coop.exports.dots import class_bars_of
from coop.exports.scope_report import Block
from coop.queries.by_place import outcomes_by_district
from coop.queries.coops import classes_by, outcomes_by_year
from coop.queries.scope import Scope
from coop.text import say
from coop.ui.answers import ask
from coop.ui.report_parts import Drawings, chart_block

_SIZE = "size_by_members"


def coop_blocks(scope: Scope, draw: Drawings) -> Iterator[Block]:
    """Nothing where only agencies are in scope, or where no cooperative is known."""
    if scope.agencies and not scope.districts:
        return
    by_year = ask(outcomes_by_year, scope)
    if len(by_year):
        chart = draw.outcomes(by_year)
        yield chart_block(say("take_away.part_coops"), bars_of(chart, draw.outcome_titles), chart.table)
    by_district = ask(outcomes_by_district, scope)
    if by_district["coop_count"].sum() and by_district["unit_code"].nunique() > 1:
        chart = draw.districts(by_district)
        bars = bars_of(chart, draw.outcome_titles)
        yield chart_block(say("take_away.part_coops_district"), bars, chart.table)
    by_size = ask(classes_by, scope, _SIZE)
    if by_size["coop_count"].sum():
        chart = draw.classes(by_size, _SIZE)
        yield chart_block(say("take_away.part_size"), class_bars_of(chart), chart.table)
