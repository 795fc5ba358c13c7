"""Our SQL, written once in DuckDB's dialect, said in Spark's; each text once.

sqlglot knows most of both dialects. What it does not know, or takes for the same though it is not, is put
right here, one function for each difference, with the reason. Parameters stay bound: `$name` becomes `:name`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlglot
from sqlglot import exp

from coop.schema import own_unit_statements

_NUMBER = "row_of_values"
BASE = "build__"  # begins the views of all rows where a reader sees only some of them


@dataclass(frozen=True)
class Prepared:
    """One SELECT in Spark's dialect, the tables it reads, and the parameters it names."""

    text: str
    tables: tuple[str, ...]
    parameters: tuple[str, ...]


@cache
def prepared(sql: str) -> Prepared:
    """Return a SELECT of ours for Spark; raises sqlglot.errors.ParseError for what is no SQL."""
    return _prepared(sqlglot.parse_one(sql, read="duckdb"))


@cache
def own_views() -> dict[str, Prepared]:
    """What a reader limited to some units sees, by table: a SELECT over `BASE` tables and other own views."""
    views = {}
    for statement in own_unit_statements():
        made = sqlglot.parse_one(statement.replace("{file}", ""), read="duckdb")
        if isinstance(made, exp.Create):
            views[made.this.name] = _prepared(made.expression)
    return views


def view_statement(sql: str) -> tuple[str, Prepared]:
    """Return name and SELECT of a `CREATE … VIEW name AS SELECT …` of the build."""
    made = sqlglot.parse_one(sql, read="duckdb")
    return made.this.name, _prepared(made.expression)


def _prepared(tree: Any) -> Prepared:
    for rewrite in REWRITES:
        tree = tree.transform(rewrite)
    defined = {cte.alias for cte in tree.find_all(exp.CTE)}
    tables = {table.name for table in tree.find_all(exp.Table) if table.name} - defined
    named = {mark.name for mark in tree.find_all(exp.Placeholder)}
    # Everything quoted: a column called `before` or `row_number` is a column in every engine's grammar.
    text = tree.sql(dialect="spark", identify=True)
    return Prepared(text, tuple(sorted(tables)), tuple(sorted(named)))


def _bound(node: Any) -> Any:
    """`$name` is `:name` in Spark."""
    return exp.Placeholder(this=node.name) if isinstance(node, exp.Parameter) else node


def _list(node: Any) -> Any:
    """A list that is bound says nothing of its type where it is empty: ours hold text."""
    if isinstance(node, exp.ArrayContains) and isinstance(node.this, exp.Placeholder):
        node.set("this", exp.cast(node.this, "array<varchar>", dialect="spark"))
    return node


def _base(node: Any) -> Any:
    """`build.dim_task`, the attached file's table, is a view of another name."""
    if isinstance(node, exp.Table) and node.db:
        return exp.to_table(BASE + node.name, alias=node.alias or None)
    return node


def _double_division(node: Any) -> Any:
    """DuckDB divides as doubles; Spark would divide decimals as decimals, rounded."""
    if isinstance(node, exp.Div) and not node.meta.get("as_double"):
        divided = exp.Div(
            this=_double(node.this), expression=_double(node.expression), typed=False, safe=False
        )
        divided.meta["as_double"] = True
        return divided
    return node


def _mean(node: Any) -> Any:
    """DuckDB's mean of decimals is exact sum by count, as a double; Spark would round it to a decimal."""
    if isinstance(node, exp.Avg):
        counted = exp.Nullif(this=exp.Count(this=node.this.copy()), expression=exp.Literal.number(0))
        return _double_division(exp.Div(this=exp.Sum(this=node.this), expression=counted))
    return node


def _window_filter(node: Any) -> Any:
    """FILTER is known for groups, not for windows: there the filter moves into what is summed."""
    if not (isinstance(node, exp.Window) and isinstance(node.this, exp.Filter)):
        return node
    summed, condition = node.this.this, node.this.expression.this
    inner = exp.Literal.number(1) if isinstance(summed.this, exp.Star) else summed.this
    summed.set("this", exp.Case(ifs=[exp.If(this=condition, true=inner)]))
    node.set("this", summed)
    return node


def _summed_in_having(node: Any) -> Any:
    """HAVING sum(x) is of the column x for DuckDB and Spark; Sail would take what the SELECT calls x."""
    source = node.find(exp.From) if isinstance(node, exp.Select) and node.args.get("having") else None
    if source is not None and isinstance(source.this, exp.Table) and not node.args.get("joins"):
        for summed in node.args["having"].find_all(exp.AggFunc):
            for column in summed.find_all(exp.Column):
                if not column.table:
                    column.set("table", exp.to_identifier(source.this.alias_or_name))
    return node


def _last_by(node: Any) -> Any:
    """DuckDB's arg_max leaves out rows whose value is NULL, Spark's max_by does not."""
    if isinstance(node, exp.ArgMax | exp.ArgMin) and not node.meta.get("known_only"):
        known = exp.Not(this=exp.Is(this=node.this.copy(), expression=exp.Null()))
        only = exp.Case(ifs=[exp.If(this=known, true=node.expression)])
        node = type(node)(this=node.this, expression=only)
        node.meta["known_only"] = True
    return node


def _text_of_double(node: Any) -> Any:
    """DuckDB writes 12000000.0, Spark 1.2E7: the text is made of the decimal that the double came from."""
    if not (
        isinstance(node, exp.Cast) and node.is_type("text", "varchar") and isinstance(node.this, exp.Cast)
    ):
        return node
    if not node.this.is_type("double"):
        return node
    decimal = exp.cast(node.this.this, "decimal(38,6)")
    whole = exp.cast(decimal, "varchar")
    short = exp.func("REGEXP_REPLACE", whole, exp.Literal.string("0+$"), exp.Literal.string(""))
    return exp.func("REGEXP_REPLACE", short, exp.Literal.string("[.]$"), exp.Literal.string(".0"))


def _values_beside(node: Any) -> Any:
    """VALUES of columns of the row beside them: numbers there, and for each column a choice by number."""
    if not isinstance(node, exp.Select):
        return node
    for join in node.args.get("joins") or []:
        rows = join.this.this.this if isinstance(join.this, exp.Lateral) else None
        if not isinstance(rows, exp.Values):
            continue
        name, columns = join.this.alias, [column.name for column in join.this.args["alias"].columns]
        choices = [[row.expressions[place] for row in rows.expressions] for place in range(len(columns))]
        numbers = [exp.Tuple(expressions=[exp.Literal.number(n)]) for n in range(len(rows.expressions))]
        alias = exp.TableAlias(this=exp.to_identifier(name), columns=[exp.to_identifier(_NUMBER)])
        join.set("this", exp.Values(expressions=numbers, alias=alias))
        for column in list(node.find_all(exp.Column)):
            if column.table == name:
                choice = choices[columns.index(column.name)]
                asked = column.parent is node  # what stands in the list of columns keeps its name
                chosen = _chosen(name, choice)
                column.replace(exp.alias_(chosen, column.name) if asked else chosen)
    return node


def _chosen(name: str, values: list[Any]) -> Any:
    """The value of the row whose number is meant."""
    number = exp.column(_NUMBER, table=name)
    return exp.Case(
        this=number,
        ifs=[exp.If(this=exp.Literal.number(n), true=value.copy()) for n, value in enumerate(values)],
    )


def _years_later(node: Any) -> Any:
    """A day some years later: DuckDB multiplies an interval, which Sail does not."""
    if isinstance(node, exp.Add) and isinstance(node.expression, exp.Mul):
        years, interval = node.expression.this, node.expression.expression
        if isinstance(interval, exp.Interval) and interval.unit.name.upper() == "YEAR":
            months = exp.Mul(this=exp.Literal.number(12), expression=exp.paren(years))
            return exp.func("ADD_MONTHS", node.this, months)
    return node


def _percentile(node: Any) -> Any:
    """Spark's percentile takes its share as an argument."""
    if isinstance(node, exp.PercentileCont) and not isinstance(node.parent, exp.WithinGroup):
        return exp.func("PERCENTILE", node.this, node.expression)
    return node


def _double(node: Any) -> Any:
    return (
        node if isinstance(node, exp.Cast) and node.is_type("double") else exp.cast(exp.paren(node), "double")
    )


REWRITES: tuple[Callable[[Any], Any], ...] = (
    _bound,
    _list,
    _base,
    _mean,
    _double_division,
    _window_filter,
    _summed_in_having,
    _last_by,
    _text_of_double,
    _values_beside,
    _years_later,
    _percentile,
)
