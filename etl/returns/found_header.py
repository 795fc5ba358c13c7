"""A form's header as it was found in a sheet: where each column stands, and what stands above it."""

from dataclasses import dataclass

from etl.returns.forms import Form


@dataclass(frozen=True)
class Header:
    """A form's header in a sheet; rows and columns are positions in the sheet's rows."""

    form: Form
    top: int
    bottom: int
    columns: dict[str, int]
    marks: dict[str, dict[int, str]]  # list column spread over several: position → code
    repeated: tuple[tuple[str, int], ...]  # further positions of a column already found
    tiers: dict[int, tuple[str, ...]]  # what stands above each column of its own, from the top down
