"""Why a size by field is undetermined: the facts that `coop.rules.size` names, found by cell.

The pure function is asked once for every combination of cells; a row finds its answer by a number.
"""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

from coop.rules import RuleSet
from coop.rules.size import size_by_sector
from etl.warehouse.cells import Cuts
from etl.warehouse.classify import cuts_of, sectors_by_fields
from etl.warehouse.codes import any_of
from etl.warehouse.rate import Span, spans

ATTRIBUTES = ("members", "revenue_million_vnd", "capital_million_vnd")


def missing_rows(laws: Sequence[RuleSet]) -> Iterator[dict[str, Any]]:
    """One row per combination of cells whose size is undetermined: size_key, missing (keys, spaced)."""
    key = 0
    for span in _sizing(laws):
        sectors = [codes[0] for codes in sectors_by_fields(span.law).values()]
        examples = product(*(cuts.examples() for cuts in _cuts(span.law)))
        for sector, (members, revenue, capital) in product([*sectors, None], list(examples)):
            whole = None if members is None else int(members)
            facts = size_by_sector(sector, whole, revenue, capital, span.law).missing
            if facts:
                yield {"size_key": key, "missing": " ".join(fact.key for fact in facts)}
            key += 1


def missing_sql(laws: Sequence[RuleSet], source: str) -> str:
    """One row per row of `source`: return_id, coop_code, size_key (that of its row in `missing_rows`)."""
    parts, before = [], 0
    for span in _sizing(laws):
        sectors = list(sectors_by_fields(span.law).values())
        cases = " ".join(
            f"WHEN {any_of('sector_code', codes)} THEN {place}" for place, codes in enumerate(sectors)
        )
        key, count = f"CASE {cases} ELSE {len(sectors)} END", len(sectors) + 1
        for cuts in _cuts(span.law):
            key = f"({key}) * {len(cuts.examples())} + {cuts.cell()}"
            count *= len(cuts.examples())
        parts.append(
            f"SELECT return_id, coop_code, {before} + {key} AS size_key FROM {source} WHERE {span.condition}"
        )
        before += count
    return " UNION ALL ".join(parts) or f"SELECT return_id, coop_code, -1 AS size_key FROM {source}"


def _sizing(laws: Sequence[RuleSet]) -> list[Span]:
    return spans([law for law in laws if law.sector_fields])


def _cuts(law: RuleSet) -> list[Cuts]:
    return [cuts_of([law], attribute) for attribute in ATTRIBUTES]
