"""A choice of one among a few, all in sight, kept in the page's address."""

from collections.abc import Callable, Sequence

import streamlit as st

from coop.ui.markup import inert


def choose_one(
    label: str,
    options: Sequence[str],
    title_of: Callable[[str], str],
    *,
    key: str,
    on_change: Callable[[], None] | None = None,
) -> str:
    """Draw the choice and return what is chosen; the first option where the address asks for no other."""
    chosen = st.segmented_control(
        label,
        options,
        default=options[0],
        required=True,
        format_func=lambda one: inert(title_of(one)),
        label_visibility="collapsed",
        key=key,
        on_change=on_change or "rerun",
        bind="query-params",
    )
    # An address may hold the name without a value, or words of another language.
    return str(chosen) if chosen in options else options[0]
