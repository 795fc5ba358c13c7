"""Who may see and do what: rights are data (`access.toml`), asked for here and nowhere else.

rights = rights_now()                   # of the reader of this moment; raises NotAllowed
demand("export")                        # the same, and the capability must be among them
with acting_as(account): …              # what another thread does for a reader
"""

from coop.access.listening import may_listen
from coop.access.moment import (
    NotAllowed,
    Standing,
    account_now,
    acting_as,
    ask_server,
    demand,
    holding,
    rights_now,
    standing_now,
    standing_of,
)
from coop.access.reading import BrokenAccess, access, account_of
from coop.access.rights import CAPABILITIES, EVERYTHING, Access, Account, Rights, rights_of
from coop.access.sign_ins import end, note_action, note_refusal

__all__ = [
    "CAPABILITIES",
    "EVERYTHING",
    "Access",
    "Account",
    "BrokenAccess",
    "NotAllowed",
    "Rights",
    "Standing",
    "access",
    "account_now",
    "account_of",
    "acting_as",
    "ask_server",
    "demand",
    "end",
    "holding",
    "may_listen",
    "note_action",
    "note_refusal",
    "rights_now",
    "rights_of",
    "standing_now",
    "standing_of",
]
