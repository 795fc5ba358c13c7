"""Whose rights hold at this moment: asked by queries, caches, pages, files and uploads alike.

A server registers how it knows its reader (`ask_server`). Where nobody has, in commands and tests, and
where no sign-in is configured, everything is allowed. What is made in another thread than the reader's is
made inside `acting_as(account)`. One page, and one answer that others will share, is made under one and the
same rights, `holding(rights)`, whatever a file says meanwhile.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from coop.access.reading import BrokenAccess, access
from coop.access.rights import EVERYTHING, Account, Rights, rights_of
from coop.access.sign_ins import why_over
from coop.text import say

NOBODY, UNKNOWN, BROKEN = "nobody", "unknown", "broken"
_ACTING: ContextVar[Account | None] = ContextVar("acting_account", default=None)
_HELD: ContextVar[Rights | None] = ContextVar("held_rights", default=None)


class NotAllowed(Exception):
    """The reader of this moment may not do what was asked; the message is a sentence for them."""


@dataclass(frozen=True)
class Standing:
    """What holds for a reader: their rights, or why there are none.

    `why` is 'nobody' (has not signed in), 'ended', 'idle' or 'old' (the sign-in no longer holds), 'unknown'
    (no line of `access.toml` names them) or 'broken' (it cannot be read).
    """

    account: Account | None
    rights: Rights | None
    why: str = ""

    @property
    def sentence(self) -> str:
        """Why there are no rights, in words for the reader; '' where there are."""
        who = self.account.email or self.account.name if self.account else ""
        return say(f"access.why_{self.why}", name=who) if self.why else ""


class _Server:
    """What a server knows of its readers."""

    is_served: Callable[[], bool] = staticmethod(lambda: False)
    account: Callable[[], Account | None] = staticmethod(lambda: None)


def ask_server(is_served: Callable[[], bool], account: Callable[[], Account | None]) -> None:
    """Let `is_served` say whether sign-in is configured and `account` who signed in; once per server."""
    _Server.is_served, _Server.account = staticmethod(is_served), staticmethod(account)


@contextmanager
def acting_as(account: Account | None) -> Iterator[None]:
    """Inside, `account` is the reader, in whichever thread; None changes nothing."""
    token = _ACTING.set(account) if account is not None else None
    try:
        yield
    finally:
        if token is not None:
            _ACTING.reset(token)


@contextmanager
def holding(rights: Rights) -> Iterator[None]:
    """Inside, `rights_now()` stays with these rights."""
    token = _HELD.set(rights)
    try:
        yield
    finally:
        _HELD.reset(token)


def account_now() -> Account | None:
    """The account of this moment; None where nobody has signed in, or nobody needs to."""
    return _ACTING.get() or (_Server.account() if _Server.is_served() else None)


def standing_now() -> Standing:
    """What holds for the reader of this moment, by what the files say now."""
    account = _ACTING.get()
    if account is None and not _Server.is_served():
        return Standing(None, EVERYTHING)
    return standing_of(account or _Server.account())


def standing_of(account: Account | None) -> Standing:
    """What holds for an account where sign-in is configured."""
    if account is None:
        return Standing(None, None, NOBODY)
    over = why_over(account)
    if over:
        return Standing(account, None, over)
    try:
        rights = rights_of(account, access())
    except BrokenAccess:
        return Standing(account, None, BROKEN)
    return Standing(account, rights, "" if rights else UNKNOWN)


def rights_now() -> Rights:
    """The rights of this moment; raises `NotAllowed` where there are none."""
    held = _HELD.get()
    if held is not None:
        return held
    standing = standing_now()
    if standing.rights is None:
        raise NotAllowed(standing.sentence)
    return standing.rights


def demand(capability: str) -> Rights:
    """The rights of this moment, if the capability is among them; raises `NotAllowed` if it is not."""
    rights = rights_now()
    if not rights.allows(capability):
        raise NotAllowed(say("access.not_allowed", what=say(f"access.may_{capability}")))
    return rights
