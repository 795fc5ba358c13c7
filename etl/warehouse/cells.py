"""Where an amount lies between the thresholds of the laws.

Thresholds cut the line into cells; all amounts of one cell are classed alike, so the pure functions of
`coop.rules` need to be asked once per cell and not once per row.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Cuts:
    """The thresholds of one column, ascending; `(50, True)` is reached at 50, `(50, False)` above it."""

    column: str
    bounds: tuple[tuple[Decimal, bool], ...]

    @staticmethod
    def of(column: str, bounds: Iterable[tuple[Decimal | None, bool]]) -> "Cuts":
        """Cuts at every known bound, each once; at one value "from" comes before "above"."""
        known = {(value, inclusive) for value, inclusive in bounds if value is not None}
        return Cuts(column, tuple(sorted(known, key=lambda bound: (bound[0], not bound[1]))))

    def examples(self) -> list[Decimal | None]:
        """One amount of each cell from the lowest, then None: what the pure functions are asked with."""
        if not self.bounds:
            return [Decimal(0), None]
        found: list[Decimal | None] = [self.bounds[0][0] - 1]
        for place, (value, inclusive) in enumerate(self.bounds):
            above = [bound for bound, _ in self.bounds[place + 1 :] if bound > value]
            step = min(Decimal(1), (above[0] - value) / 2) if above else Decimal(1)
            found.append(value if inclusive else value + step)
        return [*found, None]

    def cell(self) -> str:
        """SQL: the number of the row's cell, as in `examples`."""
        reached = [f"CAST({self._reached(bound)} AS INTEGER)" for bound in self.bounds]
        return f"coalesce({' + '.join(reached) or '0'}, {len(self.bounds) + 1})"

    def case(self, results: Sequence[str]) -> str:
        """SQL: the result of the row's cell, `results` as in `examples`; alike neighbours share a branch.

        From the lowest cell up, since most amounts are small: who has found his cell is asked no more.
        """
        *known, missing = results
        branches = [
            f"WHEN {self._missed(bound)} THEN {result}"
            for bound, result, above in zip(self.bounds, known, known[1:], strict=False)
            if result != above
        ]
        told = [] if missing == known[-1] else [f"WHEN {self.column} IS NULL THEN {missing}"]
        cases = [*branches, *told]
        return f"CASE {' '.join(cases)} ELSE {known[-1]} END" if cases else known[-1]

    def between(self, low: Decimal, high: Decimal) -> "Cuts":
        """The same cuts where every amount is known to lie from `low` to `high`."""
        apart = (
            (v, i)
            for v, i in self.bounds
            if (v < high or (i and v == high)) and (v > low or (v == low and not i))
        )
        return Cuts(self.column, tuple(apart))

    def _reached(self, bound: tuple[Decimal, bool]) -> str:
        return f"{self.column} {'>=' if bound[1] else '>'} {bound[0]}"

    def _missed(self, bound: tuple[Decimal, bool]) -> str:
        return f"{self.column} {'<' if bound[1] else '<='} {bound[0]}"


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
