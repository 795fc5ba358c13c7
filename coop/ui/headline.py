"""The figures at the top of a page: value, n/N, and what puts it in proportion."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from coop.ui.markup import element, text_element
from coop.ui.page_copy import note_headlines
from coop.ui.sent_again import show_html


@dataclass(frozen=True)
class Headline:
    """One figure: its label, the value, what it is out of ("/275"), and a line of notes.

    All are words for the reader, formatted; `is_alert` marks a figure that wants attention.
    """

    label: str
    value: str
    out_of: str = ""
    notes: tuple[str, ...] = ()
    is_alert: bool = False


def show_headlines(headlines: Sequence[Headline]) -> None:
    """Draw up to four figures side by side (two by two on a phone)."""
    note_headlines([(one.label, one.value + one.out_of, " · ".join(one.notes)) for one in headlines])
    show_html(element("dl", "".join(_figure(headline) for headline in headlines), css="headlines"))


def _figure(headline: Headline) -> str:
    value = element(
        "span", escape(headline.value) + text_element("span", headline.out_of, css="of"), css="value"
    )
    notes = text_element("div", " · ".join(headline.notes), css="note") if headline.notes else ""
    figure = text_element("dt", headline.label) + element("dd", value + notes)
    return element("div", figure, css="alert" if headline.is_alert else "figure")
