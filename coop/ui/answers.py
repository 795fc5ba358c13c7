"""Answers of `coop.queries`, kept so that readers of like rights who ask the same of one build share them.

A page asks some eighty questions, most of them known already. Streamlit's own cache would take half a
millisecond for each (it hashes the arguments and unpickles a copy), a page's whole allowance. What a page
works out of answers alone is a question too: marked `known`, it is worked out once.
"""

import copy
import hashlib
import pickle
from collections.abc import Callable, Hashable
from datetime import date
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

import pandas as pd

from coop.access import holding, rights_now
from coop.text import language
from coop.ui.kept import Kept
from coop.ui.turns import out_of_turn
from coop.warehouse import current_build

Parameters = ParamSpec("Parameters")
Answer = TypeVar("Answer")
_UNCHANGING = (str, int, float, date, type(None))
_answers: Kept[Any] = Kept(4000)  # of a few kB each
_LENT_BETWEEN_RENEWALS = 32


class _Table:
    """A table as it is kept, with what its content comes to: days without news have tables alike.

    Every copy whose data or labels are shared leaves a dead reference in the table it was made of, and pandas
    lets 500 of them gather per block: 1.7 MB a minute with ten readers. So the data are copied, which takes
    no longer, and the labels are renewed now and then.
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame
        self._digest = b""
        self._lent = 0

    def own(self) -> "Known":
        """A copy for one page."""
        self._lent += 1
        if self._lent % _LENT_BETWEEN_RENEWALS == 0:
            renewed = self.frame.copy()
            renewed.index, renewed.columns = map(_renewed, renewed.axes)
            self.frame = renewed
        own = self.frame.copy()
        own.__class__ = Known  # a third of the time that making one of the other takes
        object.__setattr__(own, "kept", self)
        return cast("Known", own)

    def digest(self) -> bytes:
        """A short form of all its labels and cells, worked out when it is first asked for."""
        self._digest = self._digest or digest_of(self.frame)
        return self._digest


def _renewed(axis: pd.Index) -> pd.Index:
    if isinstance(axis, pd.RangeIndex):  # its copies share what it refers to
        return pd.RangeIndex(axis.start, axis.stop, axis.step, name=axis.name)
    return axis.copy(deep=True)


class Known(pd.DataFrame):
    """A table as it was answered, whose digest is known: what is made of it can be kept as well.

    Whatever pandas makes of it is a plain table that nobody knows again, and so is what is written into it.
    """

    @property
    def _constructor(self) -> Callable[..., pd.DataFrame]:
        return pd.DataFrame

    def __setitem__(self, key: Any, value: Any) -> None:
        """Write into it; it is then no longer what was answered."""
        object.__setattr__(self, "kept", None)
        super().__setitem__(key, value)


def known_digest(frame: pd.DataFrame) -> bytes | None:
    """The digest of an answered table; None where the page has made the table, which is not known then."""
    kept: _Table | None = frame.__dict__.get("kept")
    return kept.digest() if kept is not None else None


def digest_of(frame: pd.DataFrame) -> bytes:
    """A short form of all labels and cells of a table; takes some tenths of a millisecond."""
    return hashlib.blake2b(pickle.dumps(frame, pickle.HIGHEST_PROTOCOL), digest_size=20).digest()


def ask(
    question: Callable[Parameters, Answer], *arguments: Parameters.args, **named: Parameters.kwargs
) -> Answer:
    """Return `question(*arguments, **named)`, from memory if this build has been asked the same before.

    Arguments must be plain values, a `Scope`, or answered tables. The answer is the caller's own
    copy. Errors are those of the question, and are not kept.
    """
    name, rights = f"{question.__module__}.{question.__qualname__}", rights_now()
    told = tuple(map(_plain, arguments)), tuple((key, _plain(value)) for key, value in sorted(named.items()))
    key = (current_build(), rights, language(), name, *told)

    def answer() -> Any:
        with holding(rights):
            return _kept(question(*arguments, **named))

    if key in _answers:
        return cast("Answer", _own(_answers.get(key, answer)))
    with out_of_turn():
        found = _answers.get(key, answer)
    return cast("Answer", _own(found))


def known(question: Callable[Parameters, Answer]) -> Callable[Parameters, Answer]:
    """Decorator for what follows from its arguments and from answers alone: `ask` answers it.

    Not for what looks at the clock, at the address or at the session. Where an argument cannot be known
    again, as a table that was made by the page itself, it is worked out each time.
    """

    @wraps(question)
    def answered(*arguments: Parameters.args, **named: Parameters.kwargs) -> Answer:
        for argument in (*arguments, *named.values()):
            if isinstance(argument, pd.DataFrame) and known_digest(argument) is None:
                return question(*arguments, **named)
        return ask(question, *arguments, **named)

    return answered


def forget_answers() -> None:
    """Forget all answers, as if nobody had asked anything yet."""
    _answers.clear()


def _plain(argument: Any) -> Hashable:
    """What stands for an argument in a key."""
    if isinstance(argument, pd.DataFrame):
        return known_digest(argument)
    if isinstance(argument, dict):
        return tuple(argument.items())
    return cast("Hashable", argument)


def _kept(answer: Any) -> Any:
    """The answer as it is kept: its tables in a form that knows their digest."""
    if isinstance(answer, pd.DataFrame):
        return _Table(answer)
    return type(answer)(map(_kept, answer)) if type(answer) in (tuple, list) else answer


def _own(answer: Any) -> Any:
    """A copy that its owner may change."""
    if isinstance(answer, _Table):
        return answer.own()
    if isinstance(answer, _UNCHANGING) or _is_frozen(answer):
        return answer
    if type(answer) in (tuple, list):
        return type(answer)(map(_own, answer))
    if type(answer) is dict and all(isinstance(part, _UNCHANGING) for part in answer.values()):
        return dict(answer)
    if type(answer) is dict:
        return {name: _own(part) for name, part in answer.items()}
    return copy.deepcopy(answer)


def _is_frozen(answer: Any) -> bool:
    """Whether it is an instance of a dataclass that cannot be written into."""
    shape = getattr(type(answer), "__dataclass_params__", None)
    return shape is not None and bool(shape.frozen)
