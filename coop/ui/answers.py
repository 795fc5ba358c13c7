"""Answers of `coop.queries`, kept so that readers who ask the same of the same build share them."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

import streamlit as st

from coop.warehouse import current_build

Parameters = ParamSpec("Parameters")
Answer = TypeVar("Answer")
_KEPT = 600  # answers of a few kB each


def ask(
    question: Callable[Parameters, Answer], *arguments: Parameters.args, **named: Parameters.kwargs
) -> Answer:
    """Return `question(*arguments, **named)`, from memory if this build has been asked the same before.

    Arguments must be plain values or a `Scope`. The answer is the caller's own copy. Errors are those
    of the question, and are not kept.
    """
    name = f"{question.__module__}.{question.__qualname__}"
    kept = _answer(current_build(), name, arguments, tuple(sorted(named.items())), question)
    return cast("Answer", kept)


@st.cache_data(max_entries=_KEPT, show_spinner=False)
def _answer(
    build: str,
    name: str,
    arguments: tuple[Any, ...],
    named: tuple[tuple[str, Any], ...],
    _question: Callable[..., Any],
) -> Any:
    return _question(*arguments, **dict(named))
