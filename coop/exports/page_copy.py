"""One page as it was drawn, to be written as one file: its finding, headlines, charts and tables."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from coop.exports.provenance import Provenance


@dataclass(frozen=True)
class PagePart:
    """A chart or a table of a page.

    `table` holds its numbers, typed, under readers' titles; `figure` is the Plotly figure of a chart, None
    for a table; `line` stands under the title; `alt` states a chart's finding.
    """

    title: str
    table: pd.DataFrame
    origin: Provenance
    figure: Any = None
    line: str = ""
    alt: str = ""


@dataclass(frozen=True)
class PageHeadline:
    """One headline figure in words: its label, the value with what it is out of, and notes."""

    label: str
    value: str
    notes: str = ""


@dataclass(frozen=True)
class PageCopy:
    """A whole page; `finding` is its title in words, `origin` where its figures come from."""

    finding: str
    origin: Provenance
    parts: tuple[PagePart, ...]
    headlines: tuple[PageHeadline, ...] = ()


Maker = Callable[[PageCopy], bytes]
