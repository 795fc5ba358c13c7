"""The rows behind figures of cooperatives: each with its classes, points and outcome, and where it stands."""

import pandas as pd

from coop.queries.criteria import criterion_rows
from coop.queries.movements import moved_coops
from coop.queries.ratings import coop_rows
from coop.queries.scope import Scope
from coop.text import say
from coop.ui.answers import ask
from coop.ui.duties import source_columns
from coop.ui.reference_only import signed_outcomes
from coop.ui.rows import Rows
from coop.ui.table import Column
from coop.ui.titles import titles_of

_NAMED = ("legal_kind", "outcome", "size_by_members", "size_by_capital", "size_by_decree", "service")
_AMOUNTS = ("member_count", "capital_million_vnd", "revenue_million_vnd", "profit_million_vnd")


def rows_of_coops(scope: Scope, *, every_year: bool = False, amounts: bool = False) -> Rows:
    """Every cooperative in scope of the year, or of every year up to it; `amounts` adds what is measured.

    Each row names its file, its sheet and the cell in which its code stands.
    """

    def frame() -> pd.DataFrame:
        found = ask(coop_rows, scope, every_year)
        titles = {name: titles_of("size" if name.startswith("size_") else name) for name in _NAMED}
        return signed_outcomes(found.assign(**{name: found[name].map(titles[name]) for name in _NAMED}))

    def columns() -> list[Column]:
        year = [Column("assessment_year", say("classification.column_year"), "code", write=str)]
        measured = [Column(n, say(f"classification.{n}"), "decimal") for n in _AMOUNTS]
        return [
            *(year if every_year else []),
            Column("coop_code", say("ratings.column_coop"), "coop"),
            Column("name", say("ratings.column_name")),
            Column("unit_title", say("app.column_unit")),
            Column("commune", say("register.column_commune"), "quiet"),
            *(Column(n, say(f"classification.{n}")) for n in _NAMED if n != "outcome"),
            *(measured if amounts else []),
            Column("points", say("ratings.column_points"), "decimal"),
            Column("outcome", say("ratings.column_outcome")),
            *source_columns(),
        ]

    return Rows("coops", frame, columns)


def rows_of_moves(scope: Scope, credit_funds: bool) -> Rows:
    """Every cooperative of the year or of the year before, with both outcomes and where it stands."""

    def frame() -> pd.DataFrame:
        found = ask(moved_coops, scope, "", credit_funds)
        titles = titles_of("outcome")
        moves = {move: say(f"charts_coops.move_{move}") for move in found["move"].unique()}
        worded = {name: found[name].map(titles) for name in ("before", "after")}
        return found.assign(**worded, move=found["move"].map(moves))

    def columns() -> list[Column]:
        return [
            Column("coop_code", say("ratings.column_coop"), "coop"),
            Column("name", say("ratings.column_name")),
            Column("unit_title", say("app.column_unit")),
            Column("before", say("ratings.column_before", year=scope.plan_year - 1)),
            Column("points_before", say("ratings.column_points"), "decimal"),
            Column("after", say("ratings.column_after", year=scope.plan_year)),
            Column("points", say("ratings.column_points_after"), "decimal"),
            Column("move", say("ratings.move")),
            *source_columns(),
        ]

    return Rows("moves", frame, columns)


def rows_of_points(scope: Scope) -> Rows:
    """Every figure of points of every rated cooperative, with its maximum and its cell."""

    def columns() -> list[Column]:
        return [
            Column("coop_code", say("ratings.column_coop"), "coop"),
            Column("name", say("ratings.column_name")),
            Column("unit_title", say("app.column_unit")),
            Column("criterion_title", say("charts_coops.column_criterion")),
            Column("points", say("charts_coops.column_points"), "decimal"),
            Column("max_points", say("charts_coops.column_maximum"), "decimal"),
            *source_columns(),
        ]

    return Rows("points", lambda: ask(criterion_rows, scope), columns)
