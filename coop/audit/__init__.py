"""Who did what, when, from where, and what came of it: a log that nothing is taken out of unseen.

    record("load", who="tuan", where="command", subject=return_id, result="ok")
    with acting("lan@example.vn", "10.0.0.7"): note("export", subject=page)
    newest = entries()                       # oldest first
    verdict = verify()                       # verdict.problem is None, or names the first broken line

An action exists where the catalogue has its title, `audit.action_<code>`. Entries hold no file names and
no values of returns; `masked` hides addresses of people. How far the chain can be trusted is told in
docs/decisions/0017.
"""

from collections.abc import Sequence

from coop.audit.actor import Actor, acting, actor, note, note_all
from coop.audit.chain import Entry, entries
from coop.audit.log import locked, record
from coop.audit.mask import masked
from coop.audit.verify import Verdict, verify
from coop.text import FIRST, catalogue

__all__ = [
    "Actor",
    "Entry",
    "Verdict",
    "acting",
    "actions",
    "actor",
    "entries",
    "locked",
    "masked",
    "note",
    "note_all",
    "record",
    "verify",
]


def actions() -> Sequence[str]:
    """Codes of every action that can be recorded, in the catalogue's order."""
    return [key.removeprefix("audit.action_") for key in catalogue(FIRST) if key.startswith("audit.action_")]
