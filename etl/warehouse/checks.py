"""The checks a build must pass before anyone sees it: each `checks/*.sql` must return no row."""

from pathlib import Path

import duckdb

from coop.text import say

CHECKS = Path(__file__).parent / "checks"
_SHOWN = 3


class FailedCheck(Exception):
    """A check found rows; `check` names it, `examples` are the first rows found."""

    def __init__(self, check: str, count: int, examples: list[tuple[object, ...]]) -> None:
        self.check = check
        self.count = count
        self.examples = examples
        shown = "; ".join(", ".join(map(str, row)) for row in examples)
        super().__init__(say("warehouse.check_failed", check=check, count=count, examples=shown))


def run_checks(connection: duckdb.DuckDBPyConnection) -> int:
    """Run every check and return how many there were; raises FailedCheck at the first that fails."""
    files = sorted(CHECKS.glob("*.sql"))
    for file in files:
        wrong = connection.execute(file.read_text(encoding="utf-8")).fetchall()
        if wrong:
            raise FailedCheck(file.stem, len(wrong), wrong[:_SHOWN])
    return len(files)
