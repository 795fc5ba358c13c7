"""What a click on a chart does, without a mouse: a list of its marks in the box with its numbers.

Each mark is listed once, in the words that a mouse over it would show.
"""

import html
import re
from collections.abc import Callable
from typing import Any

import streamlit as st

from coop.text import say
from coop.ui.pick import code_of, note_pick

_TAG = re.compile(r"<[^>]+>")
_LINE, _PART = "<br>", ", "


def choose_mark(figure: Any, pick: Callable[[str], None], key: str) -> None:
    """Draw the list of a chart's marks; the one chosen is picked as if it had been clicked.

    `key` is the chart's; its box of numbers is closed so that the page that follows can be seen.
    """
    marks, name = marks_of(figure), f"mark-{key}"
    if not marks:
        return

    def chosen() -> None:
        mark = st.session_state[name]
        if mark in marks:
            pick(mark)
            note_pick()
            st.session_state[f"data-{key}"] = False
        st.session_state[name] = None

    st.selectbox(
        say("focus.choose"),
        list(marks),
        index=None,
        format_func=lambda mark: marks.get(mark, mark),
        placeholder=say("focus.choose_one", n=len(marks)),
        key=name,
        on_change=chosen,
    )


def marks_of(figure: Any) -> dict[str, str]:
    """Each mark of a Plotly figure that can be picked, in the order of drawing → its words.

    Marks without length are not drawn, and are left out.
    """
    words: dict[str, list[str]] = {}
    for trace in figure.data:
        if trace.customdata is None or not trace.hovertext:
            continue
        for given, said, x, y in zip(trace.customdata, trace.hovertext, trace.x, trace.y, strict=True):
            if (code := code_of(given)) and said and x is not None and y is not None:
                words.setdefault(code, []).append(str(said))
    return {code: _in_common(said) for code, said in words.items()}


def _in_common(said: list[str]) -> str:
    """What the marks of one meaning say alike: a unit's bars of several years are one choice."""
    lines = [[_plain(line) for line in words.split(_LINE)] for words in dict.fromkeys(said)]
    if len(lines) == 1:
        return ": ".join([lines[0][0], _PART.join(lines[0][1:])]) if lines[0][1:] else lines[0][0]
    heads = {words[0] for words in lines}
    owners = heads if len(heads) == 1 else {head.rpartition(_PART)[0] for head in heads}
    if len(owners) == 1 and "" not in owners:
        return owners.pop()
    return _PART.join(line for line in lines[0] if all(line in others for others in lines))


def _plain(text: str) -> str:
    return html.unescape(_TAG.sub("", text)).strip()
