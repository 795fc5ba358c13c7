"""Answers of `coop.queries`, kept so that readers of like rights who ask the same of one build share them.

A page asks some eighty questions, most of them known already. Streamlit's own cache would take half a
millisecond for each (it hashes the arguments and unpickles a copy), a page's whole allowance. What a page
works out of answers alone is a question too: marked `known`, it is worked out once.
"""

import copy
from collections.abc import Callable, Hashable
from datetime import date
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

import numpy as np
import pandas as pd

from coop.access import holding, rights_now
from coop.text import language
from coop.ui.kept import Kept
from coop.warehouse import current_build

Parameters = ParamSpec("Parameters")
Answer = TypeVar("Answer")
_UNCHANGING = (str, int, float, date, np.generic, type(None))
# Answers of a few kB each, every one with an object of its own to know it by.
_answers: Kept[tuple[Any, object]] = Kept(4000)


class Known(pd.DataFrame):
    """A table as it was answered: `asked` stands for it, so that what is made of it can be kept as well.

    Whatever pandas makes of it is a plain table that nobody knows again, and so is what is written into it.
    """

    @property
    def _constructor(self) -> Callable[..., pd.DataFrame]:
        return pd.DataFrame

    def __setitem__(self, key: Any, value: Any) -> None:
        """Write into it; it is then no longer what was answered."""
        _stand_for(self, None)
        super().__setitem__(key, value)


def asked(frame: pd.DataFrame) -> Hashable:
    """What stands for exactly this table; None where it is the page's own and is not known."""
    return cast("Hashable", frame.__dict__.get("asked"))


def ask(
    question: Callable[Parameters, Answer], *arguments: Parameters.args, **named: Parameters.kwargs
) -> Answer:
    """Return `question(*arguments, **named)`, from memory if this build has been asked the same before.

    Arguments must be plain values, a `Scope`, or tables that `asked` knows. The answer is the caller's own
    copy. Errors are those of the question, and are not kept.
    """
    name, rights = f"{question.__module__}.{question.__qualname__}", rights_now()
    told = tuple(map(_plain, arguments)), tuple((key, _plain(value)) for key, value in sorted(named.items()))
    key = (current_build(), rights, language(), name, *told)

    def answer() -> tuple[Answer, object]:
        with holding(rights):
            return question(*arguments, **named), object()

    return cast("Answer", _own(*_answers.get(key, answer)))


def known(question: Callable[Parameters, Answer]) -> Callable[Parameters, Answer]:
    """Decorator for what follows from its arguments and from answers alone: `ask` answers it.

    Not for what looks at the clock, at the address or at the session. Where an argument cannot be known
    again, as a table that was made by the page itself, it is worked out each time.
    """

    @wraps(question)
    def answered(*arguments: Parameters.args, **named: Parameters.kwargs) -> Answer:
        for argument in (*arguments, *named.values()):
            if isinstance(argument, pd.DataFrame) and asked(argument) is None:
                return question(*arguments, **named)
        return ask(question, *arguments, **named)

    return answered


def forget_answers() -> None:
    """Forget all answers, as if nobody had asked anything yet."""
    _answers.clear()


def _plain(argument: Any) -> Hashable:
    """What stands for an argument in a key."""
    if isinstance(argument, pd.DataFrame):
        return asked(argument)
    if isinstance(argument, dict):
        return tuple(argument.items())
    return cast("Hashable", argument)


def _own(answer: Any, token: object) -> Any:
    """A copy that its owner may change; a table is copied only where and when it is changed."""
    if isinstance(answer, pd.DataFrame):
        own = Known(answer)
        _stand_for(own, token)
        return own
    if isinstance(answer, _UNCHANGING) or _is_frozen(answer):
        return answer
    if type(answer) in (tuple, list):
        return type(answer)(_own(part, (token, place)) for place, part in enumerate(answer))
    if type(answer) is dict and all(isinstance(part, _UNCHANGING) for part in answer.values()):
        return dict(answer)
    return copy.deepcopy(answer)


def _is_frozen(answer: Any) -> bool:
    """Whether it is an instance of a dataclass that cannot be written into."""
    shape = getattr(type(answer), "__dataclass_params__", None)
    return shape is not None and bool(shape.frozen)


def _stand_for(frame: Known, token: Hashable) -> None:
    object.__setattr__(frame, "asked", token)
