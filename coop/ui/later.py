"""What is made only once a reader asks for it: as this reader reads now, whoever makes it and whenever.

Streamlit makes a file that a button offers in a thread of its own, which knows neither reader nor build, and
makes it for whoever holds the button's number. So it is here that a file is refused to who may no longer have
it, and written down in the audit log where it is given.
"""

from collections.abc import Callable
from typing import TypeVar

from coop import audit
from coop.access import Account, NotAllowed, Rights, account_now, acting_as, demand, holding, rights_now
from coop.text import language, say, speaking
from coop.ui.access import follow_account, page_shown, where, written_as
from coop.warehouse import current_build, pinned

Made = TypeVar("Made")


def made_later(make: Callable[[], Made], needs: str = "export") -> Callable[[], Made]:
    """Return `make` bound to the reader, their rights, the language and the build of the page as it is now.

    Called, it raises `NotAllowed` where the reader is no longer signed in, has other rights than when the
    page was drawn, or has not the capability that it `needs`.
    """
    spoken, build = language(), current_build()
    account, rights, page, address = account_now(), rights_now(), page_shown(), where()

    def made() -> Made:
        with speaking(spoken), acting_as(account):
            try:
                _check(rights, needs)
            except NotAllowed:
                _note(account, address, page, "refused")
                raise
            follow_account(account)
            with pinned(build), holding(rights):
                content = make()
            _note(account, address, page, "ok")
            return content

    return made


def _check(rights: Rights, needs: str) -> None:
    if demand(needs) != rights:
        raise NotAllowed(say("access.changed"))


def _note(account: Account | None, address: str, page: str, result: str) -> None:
    with written_as(account, address):
        audit.note("export", page, result)
