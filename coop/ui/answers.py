"""Answers of `coop.queries`, kept so that readers of like rights who ask the same of one build share them.

A page asks some eighty questions, most of them known already. Streamlit's own cache would take half a
millisecond for each (it hashes the arguments and unpickles a copy), a page's whole allowance.
"""

import copy
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

import pandas as pd

from coop.access import holding, rights_now
from coop.ui.kept import Kept
from coop.warehouse import current_build

Parameters = ParamSpec("Parameters")
Answer = TypeVar("Answer")
_answers: Kept[Any] = Kept(2000)  # of a few kB each


def ask(
    question: Callable[Parameters, Answer], *arguments: Parameters.args, **named: Parameters.kwargs
) -> Answer:
    """Return `question(*arguments, **named)`, from memory if this build has been asked the same before.

    Arguments must be plain values or a `Scope`. The answer is the caller's own copy. Errors are those
    of the question, and are not kept.
    """
    name, rights = f"{question.__module__}.{question.__qualname__}", rights_now()
    key = (current_build(), rights, name, arguments, tuple(sorted(named.items())))

    def answer() -> Answer:
        with holding(rights):
            return question(*arguments, **named)

    return cast("Answer", _own(_answers.get(key, answer)))


def forget_answers() -> None:
    """Forget all answers, as if nobody had asked anything yet."""
    _answers.clear()


def _own(answer: Any) -> Any:
    """A copy that its owner may change; a table is copied only where and when it is changed."""
    return answer.copy(deep=False) if isinstance(answer, pd.DataFrame) else copy.deepcopy(answer)
