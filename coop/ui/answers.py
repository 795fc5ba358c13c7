"""Answers of `coop.queries`, kept so that readers who ask the same of the same build share them.

A page asks some eighty questions, most of them known already. Streamlit's own cache would take half a
millisecond for each (it hashes the arguments and unpickles a copy), a page's whole allowance.
"""

import copy
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

import pandas as pd

from coop.warehouse import current_build

Parameters = ParamSpec("Parameters")
Answer = TypeVar("Answer")
_Key = tuple[Any, ...]
_KEPT = 2000  # answers of a few kB each
_answers: OrderedDict[_Key, Any] = OrderedDict()
_turns: dict[_Key, threading.Lock] = {}  # of questions that somebody is asking right now
_lock = threading.Lock()


def ask(
    question: Callable[Parameters, Answer], *arguments: Parameters.args, **named: Parameters.kwargs
) -> Answer:
    """Return `question(*arguments, **named)`, from memory if this build has been asked the same before.

    Arguments must be plain values or a `Scope`. The answer is the caller's own copy. Errors are those
    of the question, and are not kept. Who asks what another is just asking waits for that answer.
    """
    name = f"{question.__module__}.{question.__qualname__}"
    key = (current_build(), name, arguments, tuple(sorted(named.items())))
    with _lock:
        if key in _answers:
            return cast("Answer", _own(_take(key)))
        turn = _turns.setdefault(key, threading.Lock())
    with turn:
        with _lock:
            if key in _answers:
                return cast("Answer", _own(_take(key)))
        try:
            answer = question(*arguments, **named)
        finally:
            with _lock:
                _turns.pop(key, None)
        with _lock:
            _answers[key] = answer
            while len(_answers) > _KEPT:
                _answers.popitem(last=False)
    return cast("Answer", _own(answer))


def forget_answers() -> None:
    """Forget all answers, as if nobody had asked anything yet."""
    with _lock:
        _answers.clear()


def _take(key: _Key) -> Any:
    _answers.move_to_end(key)
    return _answers[key]


def _own(answer: Any) -> Any:
    """A copy that its owner may change; a table is copied only where and when it is changed."""
    return answer.copy(deep=False) if isinstance(answer, pd.DataFrame) else copy.deepcopy(answer)
