"""`access.toml` as data: roles and pages of the project, people and groups of the store.

`data/access.toml` declares; `access.toml` in the store overrides single entries. Both are looked at each
time (one `stat`) and read again when changed. What one of them says wrongly is a `BrokenAccess`, a sentence
with the file, the entry and what was expected.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from coop import paths
from coop.access.rights import CAPABILITIES, Access, Account, Grant
from coop.text import say

DECLARED = paths.PROJECT / "data" / "access.toml"  # roles and pages are the program's, in every province
_UNIT = re.compile(r"[0-9A-Z_]{2,20}")
_TABLES = {
    "claims": {"email", "groups"},
    "roles": {"title", "may", "limited"},
    "pages": set[str](),
    "people": {"role", "units"},
    "groups": {"role", "units"},
}
# What tells one sign-in of an account from another.
_OF_SIGN_IN = ("iss", "sub", "iat", "nonce", "sid", "jti")
_Stamp = tuple[int, int]


class BrokenAccess(Exception):
    """The file of rights cannot be read, or says something that it cannot mean."""


def access() -> Access:
    """What the two files say now; raises `BrokenAccess`."""
    own = paths.home() / "access.toml"
    return _access(_stamp(DECLARED), own, _stamp(own))


def account_of(claims: Mapping[str, Any], known: Access | None = None) -> Account | None:
    """The account that the provider's claims speak of; None where they do not say when it signed in."""
    names = known or Access({}, {})
    began = claims.get("iat")
    if not claims.get("is_logged_in") or isinstance(began, bool) or not isinstance(began, int | float):
        return None
    stated = claims.get(names.email_claim)
    email = stated if isinstance(stated, str) and claims.get("email_verified") is not False else ""
    groups = claims.get(names.groups_claim)
    listed = [groups] if isinstance(groups, str) else groups if isinstance(groups, list) else []
    told = "\n".join(f"{name}={claims.get(name)!r}" for name in _OF_SIGN_IN)
    return Account(
        email.strip().casefold(),
        str(claims.get("name") or stated or claims.get("sub") or ""),
        tuple(str(group) for group in listed),
        hashlib.sha256(told.encode()).hexdigest(),
        float(began),
    )


def _stamp(file: Path) -> _Stamp:
    """When the file was last changed and how long it is; zeros where there is none."""
    try:
        status = file.stat()
    except OSError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=8)
def _access(declared: _Stamp, own: Path, stamp: _Stamp) -> Access:
    """Both files as one; the stamps only say that they have not changed since."""
    said = _read(DECLARED)
    if own != DECLARED and stamp != (0, 0):
        for table, entries in _read(own).items():
            said.setdefault(table, {}).update(entries)
    roles = {name: _capabilities(own, name, role) for name, role in said.get("roles", {}).items()}
    limited = {name for name, role in said.get("roles", {}).items() if role.get("limited")}
    for page, capability in said.get("pages", {}).items():
        _must(capability in CAPABILITIES, own, f"pages.{page}", ", ".join(CAPABILITIES))
    people, groups = (
        {name: _grant(own, f"{table}.{name}", line, roles, limited) for name, line in said[table].items()}
        if table in said
        else {}
        for table in ("people", "groups")
    )
    claims = said.get("claims", {})
    return Access(
        roles,
        said.get("pages", {}),
        {address.strip().casefold(): grant for address, grant in people.items()},
        groups,
        {name: str(role.get("title", name)) for name, role in said.get("roles", {}).items()},
        claims.get("email", "email"),
        claims.get("groups", "groups"),
    )


def _read(file: Path) -> dict[str, dict[str, Any]]:
    """The tables of one file, each entry with nothing in it but what it may hold."""
    try:
        said = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise BrokenAccess(say("access.unreadable", file=file, reason=wrong)) from wrong
    for table, entries in said.items():
        _must(
            table in _TABLES and isinstance(entries, dict), file, table, ", ".join(f"[{t}]" for t in _TABLES)
        )
        for name, line in entries.items():
            if table in ("claims", "pages"):
                known = table == "pages" or name in _TABLES[table]
                _must(known and isinstance(line, str), file, f"{table}.{name}", say("access.want_text"))
                continue
            entry, names = f"{table}.{name}", ", ".join(sorted(_TABLES[table]))
            _must(isinstance(line, dict) and set(line) <= _TABLES[table], file, entry, names)
    return said


def _capabilities(file: Path, name: str, role: Mapping[str, Any]) -> frozenset[str]:
    given, limited = role.get("may"), role.get("limited", False)
    wanted = say("access.want_may", names=", ".join(CAPABILITIES))
    _must(_is_list(given, CAPABILITIES) and isinstance(limited, bool), file, f"roles.{name}", wanted)
    return frozenset(given or ())


def _grant(
    file: Path, entry: str, line: Mapping[str, Any], roles: Mapping[str, Any], limited: set[str]
) -> Grant:
    role, units = line.get("role"), line.get("units")
    _must(
        isinstance(role, str) and role in roles, file, entry, say("access.want_role", names=", ".join(roles))
    )
    if units is None:
        _must(role not in limited, file, entry, say("access.want_units"))
        return Grant(str(role), None)
    is_list = isinstance(units, list) and bool(units)
    _must(
        is_list and all(isinstance(unit, str) and _UNIT.fullmatch(unit) for unit in units),
        file,
        entry,
        say("access.want_units"),
    )
    return Grant(str(role), tuple(sorted(set(units))))


def _is_list(given: object, known: Iterable[str]) -> bool:
    return isinstance(given, list) and all(isinstance(one, str) for one in given) and set(given) <= set(known)


def _must(holds: bool, file: Path, entry: str, expected: str) -> None:
    if not holds:
        raise BrokenAccess(say("access.wrong_entry", file=file, entry=entry, expected=expected))
