"""The page where one signs in, the words that say who one is, and the page that one may not open."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.navigation.page import Page

from coop.access import (
    Standing,
    access,
    account_now,
    end,
    holding,
    note_refusal,
    rights_now,
    standing_now,
)
from coop.text import say
from coop.ui.access import begin_run, is_served, note, page_shown, sign_in_settings, where, written_as
from coop.ui.markup import plain, text_element
from coop.ui.rights_log import note_changed_rights
from coop.ui.sent_again import show_html

_OVER = ("idle", "old")


@contextmanager
def guard_rights(page: Page) -> Iterator[bool]:
    """Yields whether the reader comes in: then one and the same rights hold for everything inside.

    If not, the page for signing in is drawn, with the reason.
    """
    if is_served():
        note_changed_rights()
    standing = standing_now()
    if standing.rights is None:
        _write_down(standing)
        _draw_sign_in(standing)
        yield False
        return
    begin_run(standing.rights, page)
    with holding(standing.rights), written_as(standing.account, where()):
        yield True


def draw_account() -> None:
    """Draw who the reader is and the way out; nothing where nobody signs in."""
    account = account_now()
    if account is None:
        return
    role = access().titles.get(rights_now().role, "")
    show_html(
        text_element("p", say("access.who", name=account.name or account.email, role=role), css="reader")
    )
    if st.button(say("access.sign_out"), type="tertiary", key="sign_out"):
        note("sign_out")
        end(account)
        st.logout()
        st.stop()


def refuse_page(page: Page) -> None:
    """Say that this page is not for the reader, and write it down."""
    needs = access().pages.get(page_shown(), "read")
    show_html(text_element("h1", say("access.page_refused", page=page.title), css="finding"))
    show_html(text_element("p", say("access.page_needs", what=say(f"access.may_{needs}")), css="banner"))
    note("access_refused", page_shown(), "refused")


def _draw_sign_in(standing: Standing) -> None:
    show_html(text_element("p", say("app.product"), css="product"))
    show_html(text_element("h1", say("access.title"), css="finding"))
    if standing.why == "nobody":
        show_html(text_element("p", say("access.welcome")))
    else:
        show_html(text_element("p", standing.sentence, css="banner", role="alert"))
    again = "access.other_account" if standing.why == "unknown" else "access.sign_in"
    names = providers()
    for name in names:
        label = say(again) if len(names) == 1 else say("access.sign_in_with", provider=name)
        if st.button(plain(label), type="primary", key=f"sign_in_{name}"):
            st.login(None if name == "default" else name)


def providers() -> list[str]:
    """The providers of identities that `[auth]` names; 'default' where it describes one itself."""
    settings = sign_in_settings()
    named = [name for name, value in settings.items() if hasattr(value, "keys") and "client_id" in value]
    return [*(["default"] if "client_id" in settings else []), *named]


def _write_down(standing: Standing) -> None:
    """Once for each sign-in and reason, in whichever tabs: somebody was not let in, a session has ended."""
    account = standing.account
    if account is None:
        return
    if standing.why in _OVER:
        if end(account, standing.why):
            note("session_end", standing.why, account=account)
    elif standing.why != "ended" and note_refusal(account, standing.why):
        note("access_refused", standing.why, "refused", account=account)
