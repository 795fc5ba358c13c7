"""Who is at work: whoever `acting` says, else the account and the machine that a command runs on.

with acting("lan@example.vn", "10.0.0.7"):
    note("load", subject=return_id)
"""

import getpass
import platform
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from coop.audit.log import Deed, record_all


@dataclass(frozen=True, slots=True)
class Actor:
    """Who, and from where."""

    who: str
    where: str


_ACTOR: ContextVar[Actor | None] = ContextVar("actor", default=None)


def actor() -> Actor:
    """Whose deeds are noted now."""
    return _ACTOR.get() or Actor(_account(), platform.node())


@contextmanager
def acting(who: str, where: str) -> Iterator[None]:
    """Inside, `note` writes down this person; a new thread has to be told again."""
    token = _ACTOR.set(Actor(who, where))
    try:
        yield
    finally:
        _ACTOR.reset(token)


def note(action: str, subject: str = "", result: str = "ok", home: Path | None = None) -> None:
    """Record one thing done by whoever is at work; raises what `record` raises."""
    note_all([(action, subject, result)], home)


def note_all(deeds: Sequence[tuple[str, str, str]], home: Path | None = None) -> None:
    """Record several (action, subject, result) at the cost of one; they stand together in the log."""
    now = actor()
    record_all([Deed(action, now.who, now.where, subject, result) for action, subject, result in deeds], home)


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name
        return "?"
