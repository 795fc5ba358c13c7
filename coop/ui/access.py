"""The reader of this moment: who signed in, what they may open, and what becomes of it in the audit log.

Imported, it tells `coop.access` how this server knows its readers: Streamlit's own sign-in (`st.login`,
`st.user`) where `secrets.toml` has `[auth]`, nobody where it has not. `follow_rights()` begins every run of
a fragment: what was drawn under other rights is drawn anew.
"""

import time
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.navigation.page import Page
from streamlit.runtime.scriptrunner import get_script_run_ctx

from coop import audit
from coop.access import (
    Account,
    BrokenAccess,
    Rights,
    access,
    account_now,
    account_of,
    ask_server,
    note_action,
    rights_now,
    standing_now,
)

FIRST_PAGE = "overview"  # the one whose address is empty
_SHOWN, _BY_ITSELF, _PAGE = "rights_shown", "rerun_by_itself", "page_shown"
_LOOK_SECONDS = 5.0


@dataclass
class _Secrets:
    """What was last seen of the secrets: looking for a file that is not there costs 50 µs."""

    seen: Any = None
    served: bool = False
    until: float = 0.0


_secrets = _Secrets()


def is_served() -> bool:
    """Whether sign-in is configured; once it is, it stays so until the server is started anew."""
    if _secrets.seen is not st.secrets or (not _secrets.served and time.monotonic() > _secrets.until):
        _secrets.served = "auth" in sign_in_settings(("auth",))
        _secrets.seen, _secrets.until = st.secrets, time.monotonic() + _LOOK_SECONDS
    return _secrets.served


def sign_in_settings(names: tuple[str, ...] = ()) -> Mapping[str, Any]:
    """The table `[auth]` of the secrets, or with `names` those of them that there are; empty without."""
    if not st.secrets.load_if_toml_exists():
        return {}
    if names:
        return {name: True for name in names if name in st.secrets}
    return dict(st.secrets.get("auth", {}))


def claims_account(claims: Mapping[str, Any]) -> Account | None:
    """The account that claims speak of, under the names that `access.toml` gives them."""
    try:
        return account_of(claims, access())
    except BrokenAccess:
        return account_of(claims)


def _account() -> Account | None:
    context = get_script_run_ctx(suppress_warning=True)
    return claims_account(context.user_info) if context is not None else None


ask_server(is_served, _account)


def may(capability: str) -> bool:
    """Whether the reader of this moment has a capability; raises `NotAllowed` where they have no rights."""
    return rights_now().allows(capability)


def may_open(page: Page) -> bool:
    """Whether the reader may open a page; one that `access.toml` does not name is opened by nobody."""
    return not is_served() or may(access().pages.get(page.url_path or FIRST_PAGE, ""))


def begin_run(rights: Rights, page: Page) -> None:
    """Remember what this run is drawn for, and that the reader has just done something."""
    st.session_state[_SHOWN], st.session_state[_PAGE] = rights, page.url_path or FIRST_PAGE
    if not st.session_state.pop(_BY_ITSELF, False):
        follow_account(account_now())


def follow_rights(*, by_reader: bool = True) -> None:
    """Draw the page anew if the reader's rights are no longer those that it was drawn for."""
    if not is_served():
        return
    if standing_now().rights != st.session_state.get(_SHOWN):
        rerun_by_itself()
    if by_reader:
        follow_account(account_now())


def rerun_by_itself() -> None:
    """Draw the page anew without the reader having done anything."""
    st.session_state[_BY_ITSELF] = True
    st.rerun()


def follow_account(account: Account | None) -> None:
    """Remember that an account has just done something; its first action is the sign-in."""
    if account is not None and note_action(account):
        note("sign_in", account=account)


def note(action: str, subject: str = "", result: str = "ok", account: Account | None = None) -> None:
    """Write down in the audit log what the reader of this moment has just done."""
    with written_as(account or account_now(), where()):
        audit.note(action, subject, result)


def written_as(account: Account | None, address: str) -> AbstractContextManager[None]:
    """Inside, the audit log names the account; where nobody signs in, whoever runs the server."""
    return audit.acting(account.email or account.name, address) if account else nullcontext()


def where() -> str:
    """The address from which the reader of this moment asks."""
    known = get_script_run_ctx(suppress_warning=True) is not None
    address = st.context.ip_address if known else None  # None from this machine itself
    return address if isinstance(address, str) else "localhost"


def page_shown() -> str:
    """The name of the page that is open; '' before any was."""
    known = get_script_run_ctx(suppress_warning=True) is not None
    return str(st.session_state.get(_PAGE, "")) if known else ""


def own_codes() -> tuple[str, ...] | None:
    """The codes of the units that the reader is limited to; None where there is no limit."""
    return rights_now().units
