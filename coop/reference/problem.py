"""What is wrong with a reference table, as one error that names file, row and column.

The sentences a reader sees stand in `data/reference/problems.csv`, always the project's own: a broken
copy of the data can still be told what is broken.
"""

import csv
from functools import cache
from pathlib import Path

from coop.paths import REFERENCE


@cache
def _sentences() -> dict[str, str]:
    with (REFERENCE / "problems.csv").open(encoding="utf-8", newline="") as file:
        return {row["problem_code"]: row["sentence"] for row in csv.DictReader(file)}


@cache
def _sentence_of_place() -> tuple[str, str, str]:
    words = _sentences()
    return words["in_file"], words["in_row"], words["in_column"]


class BrokenReference(Exception):
    """A reference or rule table that cannot be used; nothing is built from it.

    `file` is the path, `row` the row as Excel numbers it (1 = titles) or None for the whole file,
    `column` the column's name or None, `problem` a code of `problems.csv`, `message` its sentence.
    """

    def __init__(
        self, file: Path, row: int | None, column: str | None, problem: str, **values: object
    ) -> None:
        self.file = file
        self.row = row
        self.column = column
        self.problem = problem
        self.message = _sentences()[problem].format_map(values)
        in_file, in_row, in_column = _sentence_of_place()
        place = in_file.format(value=_short(file))
        place += in_row.format(value=row) if row is not None else ""
        place += in_column.format(value=column) if column is not None else ""
        super().__init__(f"{place}: {self.message}")


def _short(file: Path) -> str:
    """The last three parts of the path: enough to find the file, the same on every machine."""
    return "/".join(file.parts[-3:])
