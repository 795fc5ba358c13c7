"""What an account may do and whose rows it sees. Pure: knows no file, no clock, no server.

rights = rights_of(account, access)      # None: nobody here knows the account
rights.allows("export")
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

# What a role may be given; `data/access.toml` says which role has which.
CAPABILITIES = (
    "read",  # figures, charts, lists of duties, units and returns
    "take_picture",
    "see_rows",  # the rows that a figure counts, single cooperatives, the register, files as received
    "export",  # figures and rows as files, reports
    "send",  # returns of the units one stands for
    "accept_correction",  # put a cell of a return right
    "publish",  # build anew, make a kept build current again
    "see_audit",
)


@dataclass(frozen=True)
class Rights:
    """A role, the units whose rows are seen (None: every unit's), and the capabilities."""

    role: str
    units: tuple[str, ...] | None
    may: frozenset[str]

    def allows(self, capability: str) -> bool:
        """Whether this capability is among them."""
        return capability in self.may


# Of whoever sits at the machine itself: where no sign-in is configured, and in every command.
EVERYTHING = Rights("", None, frozenset(CAPABILITIES))


@dataclass(frozen=True)
class Account:
    """Who signed in, as the provider of identities says, and by which of their sign-ins."""

    email: str  # in small letters; '' where the provider gives none, or says that it is not verified
    name: str
    groups: tuple[str, ...]
    sign_in: str  # 64 hexadecimal digits, one for each sign-in
    began: float  # seconds since 1970, as the provider stamped it


@dataclass(frozen=True)
class Grant:
    """What one line of the list of people or groups gives."""

    role: str
    units: tuple[str, ...] | None


@dataclass(frozen=True)
class Access:
    """All that `access.toml` says; `groups` in the order of the file."""

    roles: Mapping[str, frozenset[str]]
    pages: Mapping[str, str]  # page → the capability that opens it
    people: Mapping[str, Grant] = field(default_factory=dict)
    groups: Mapping[str, Grant] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)  # role → what readers call it
    email_claim: str = "email"
    groups_claim: str = "groups"


def rights_of(account: Account, access: Access) -> Rights | None:
    """The rights of an account: by its own line, else by the first listed group it is in; None without."""
    grant = access.people.get(account.email) if account.email else None
    if grant is None:
        grant = next((given for group, given in access.groups.items() if group in account.groups), None)
    return Rights(grant.role, grant.units, access.roles[grant.role]) if grant else None
