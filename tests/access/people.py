"""Accounts and the file that gives them rights; a test reads as somebody inside `acting_as(account(…))`."""

import hashlib
import time
from pathlib import Path

from coop.access import Account

DISTRICT, OTHER, AGENCY = "444", "436", "SKHDT"
PEOPLE = f"""
[people."leader@example.vn"]
role = "leader"
[people."analyst@example.vn"]
role = "analyst"
[people."Officer@Example.vn"]
role = "officer"
units = ["{DISTRICT}"]
[people."other@example.vn"]
role = "officer"
units = ["{OTHER}"]
[people."agency@example.vn"]
role = "officer"
units = ["{AGENCY}"]
[people."steward@example.vn"]
role = "steward"
[people."administrator@example.vn"]
role = "administrator"
[groups.coop-analysts]
role = "analyst"
"""


def give_rights(home: Path, text: str = PEOPLE) -> Path:
    """Write the store's file of rights."""
    file = home / "access.toml"
    file.write_text(text, encoding="utf-8")
    return file


def account(who: str = "officer", *groups: str, sign_in: str = "", began: float | None = None) -> Account:
    """Somebody who has signed in just now; `who` is what stands before @example.vn."""
    stated = sign_in or f"{who}{time.time_ns()}"
    digest = hashlib.sha256(stated.encode()).hexdigest()
    return Account(f"{who}@example.vn", who.title(), groups, digest, began or time.time())


def claims(who: str, **more: object) -> dict[str, object]:
    """What the provider of identities says of somebody who has signed in just now."""
    email = f"{who}@example.vn"
    told = {"is_logged_in": True, "iss": "test", "sub": email, "iat": int(time.time()), "email": email}
    return {**told, "name": who.title(), **more}
