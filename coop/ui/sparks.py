"""The list of indicators that stands in for their panels on narrow screens; the style sheet chooses."""

from collections.abc import Sequence
from typing import Protocol

import streamlit as st

from coop.text import say
from coop.ui.markup import element, text_element
from coop.ui.sent_again import show_html


class DrawnSpark(Protocol):
    """What `coop.charts.sparks` returns for each indicator."""

    @property
    def title(self) -> str:
        """The indicator."""

    @property
    def now(self) -> str:
        """Where it stands."""

    @property
    def moved(self) -> str:
        """Which way it has gone."""

    @property
    def is_worse(self) -> bool:
        """Whether that wants attention."""

    @property
    def picture(self) -> str:
        """Its line, as the address of an image."""


def show_sparks(sparks: Sequence[DrawnSpark]) -> None:
    """Draw the list, one under the other; wide screens show the panels instead."""
    items = "".join(element("li", _item(spark)) for spark in sparks)
    with st.container(key="sparks"):
        show_html(element("ul", items, css="sparks", aria_label=say("indicators.panels_title")))


def _item(spark: DrawnSpark) -> str:
    moved = text_element("span", spark.moved, css="worse" if spark.is_worse else "muted")
    words = text_element("b", spark.title) + text_element("span", spark.now) + moved
    return words + element("img", "", src=spark.picture, alt="")
