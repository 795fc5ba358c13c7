"""A report over a chosen scope as content without form: what PDF and slides are written from."""

from dataclasses import dataclass

import pandas as pd

from coop.exports.bars import Bars
from coop.exports.dots import Dots
from coop.exports.page_copy import PageHeadline
from coop.exports.panels import Panels
from coop.exports.provenance import Provenance


@dataclass(frozen=True)
class Block:
    """One part: a heading, sentences, a chart and the table of its numbers (typed, readers' titles).

    `chart` is as it is drawn on the screen: stacked bars, dots with intervals, or small lines.
    """

    title: str
    paragraphs: tuple[str, ...] = ()
    chart: Bars | Dots | Panels | None = None
    table: pd.DataFrame | None = None


@dataclass(frozen=True)
class ScopeReport:
    """A whole report: `title` says of what, `finding` what it comes to, `blocks` in reading order."""

    title: str
    finding: str
    headlines: tuple[PageHeadline, ...]
    blocks: tuple[Block, ...]
    origin: Provenance
