"""Open pages change over by themselves: the server looks for all of them and wakes those that have to.

A page that looks for itself costs a run of its script each time, and a hundred open pages that look every
few seconds a good part of a processor. So one task looks at what is published and at the rights of every
reader, and tells the browsers concerned to ask; what then runs is the page's own fragment, with all that its
reader has chosen. A page whose server was started anew in between looks for itself, now and then.

    async with watch_open_pages(app):              # for as long as the server runs
    note_shown(build, problem)                     # in the fragment that follows
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass

from streamlit import runtime
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState
from streamlit.runtime.session_manager import SessionClientDisconnectedError

from coop.access import Account, Rights, account_now, standing_now, standing_of
from coop.sharing import following_problem
from coop.text import language, speaking
from coop.ui.access import is_served
from coop.warehouse import NoBuild, build_problem, current_build

LOOK_SECONDS = 1.0
# Browsers that are woken together ask one after the other, so that not all pages are drawn at one moment.
_FIRST_ASK, _ASK_APART, _ASKING_TOGETHER = 0.5, 0.05, 30
_log = logging.getLogger("coop.follow")


@dataclass
class _Shown:
    """What an open page shows, and whether its browser has been told to ask for another."""

    fragment: str
    build: str
    problem: str | None
    language: str
    rights: Rights | None
    account: Account | None
    is_told: bool = False


_open: dict[str, _Shown] = {}  # session → its page


def published_build() -> str:
    """The build that is published, be it one that this version can read or not; empty where there is none."""
    try:
        return current_build()
    except NoBuild:
        return ""


def problem_now() -> str | None:
    """What is wrong with the build that is served, in words for the reader; None where all is well."""
    return build_problem() or following_problem()


def note_shown(build: str, problem: str | None) -> None:
    """Remember what the page of this session shows; called inside the fragment that is to be woken."""
    context, fragment = get_script_run_ctx(suppress_warning=True), ThreadState.get().fragment_id
    if context is not None and fragment is not None and runtime.exists():
        rights, account = standing_now().rights, account_now()
        _open[context.session_id] = _Shown(fragment, build, problem, language(), rights, account)


def is_page_open() -> bool:
    """Whether any page has been drawn that is looked after now."""
    return bool(_open)


@contextlib.asynccontextmanager
async def watch_open_pages(_app: object) -> AsyncIterator[None]:
    """Look after open pages as long as the server runs."""
    watching = asyncio.create_task(_watch(), name="watch-open-pages")
    try:
        yield
    finally:
        watching.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watching


async def _watch() -> None:
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        try:
            # In another thread: whether a new build is intact is found by reading all of it.
            _wake(await asyncio.to_thread(_outdated))
        except Exception:
            _log.exception("looking after open pages")


def _outdated() -> list[str]:
    """Sessions whose page shows another build or problem than there is, or was drawn for other rights."""
    pages = {session: shown for session, shown in tuple(_open.items()) if not shown.is_told}
    published, served = published_build(), is_served()
    problems: dict[str, str | None] = {}
    for spoken in {shown.language for shown in pages.values()}:
        with speaking(spoken):
            problems[spoken] = problem_now()
    return [
        session
        for session, shown in pages.items()
        if (published and (published, problems[shown.language]) != (shown.build, shown.problem))
        or (served and standing_of(shown.account).rights != shown.rights)
    ]


def _wake(outdated: list[str]) -> None:
    """Tell the browsers of these sessions to run the fragment; forget sessions that are gone."""
    server = runtime.get_instance()
    clients = {session: server.get_client(session) for session in tuple(_open)}
    for session in [session for session, client in clients.items() if client is None]:
        _open.pop(session, None)
    for number, session in enumerate(session for session in outdated if session in _open):
        client, shown = clients.get(session), _open[session]
        if client is None:
            continue
        told = ForwardMsg()
        told.auto_rerun.interval = _FIRST_ASK + _ASK_APART * (number % _ASKING_TOGETHER)
        told.auto_rerun.fragment_id = shown.fragment
        shown.is_told = True
        with contextlib.suppress(SessionClientDisconnectedError):
            client.write_forward_msg(told)
