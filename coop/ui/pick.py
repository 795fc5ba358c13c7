"""Marks of a chart that can be picked: a click on one tells the page what it stands for.

The page keeps the choice where it keeps others, in the state of a widget that is bound to the address, so
that whoever does not click can choose there too.
"""

from collections.abc import Callable
from typing import Any

import streamlit as st

_PICKED = "a-mark-was-picked"


def follow_pick() -> None:
    """Draw the whole page anew where a mark of the chart was just picked, not only the chart's fragment."""
    if st.session_state.pop(_PICKED, False):
        st.rerun()


def note_pick() -> None:
    """Tell the page that a mark was picked, so that it is drawn anew."""
    st.session_state[_PICKED] = True


def plot_to_pick(
    figure: Any, pick: Callable[[str], None], *, config: dict[str, Any], alt: str, key: str
) -> None:
    """Draw the figure; `pick` is called with the `customdata` of the mark that was clicked."""

    def picked() -> None:
        codes = [
            code
            for point in st.session_state[key].selection.points
            if (code := code_of(point.get("customdata")))
        ]
        if codes:
            pick(codes[0])
            note_pick()

    st.plotly_chart(
        figure, theme=None, config=config, alt=alt, key=key, on_select=picked, selection_mode="points"
    )


def code_of(given: Any) -> str:
    """What a mark stands for; Plotly gives a mark's `customdata` alone or as the first of a list."""
    return str(given[0] if isinstance(given, (list, tuple)) else given or "")
