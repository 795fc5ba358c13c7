"""Which sign-ins still hold, for all tabs of a browser and all workers of a server.

A sign-in is one small file in the store. Its time is that of the last action; once it has ended it holds a
word. A browser keeps its cookie for a month, so it is the server that must know: a sign-in without a file
holds only while it is so young that it cannot have ended.
"""

import os
import re
import time
from pathlib import Path

from coop import paths
from coop.access.rights import Account
from coop.settings import setting_number

ENDED, IDLE, OLD = "ended", "idle", "old"
_ID = re.compile(r"[0-9a-f]{64}")
_MINUTE, _HOUR = 60.0, 3600.0
_AHEAD = 300.0  # seconds by which the provider's clock may be before ours


def why_over(account: Account) -> str:
    """'' while the sign-in holds, else 'ended' (signed out), 'idle' or 'old' (must sign in again)."""
    now = time.time()
    if not -_AHEAD < now - account.began < setting_number("session.most_hours") * _HOUR:
        return OLD
    try:
        status = _file(account).stat()
    except FileNotFoundError:
        return IDLE if now - account.began > _idle_seconds() else ""
    if status.st_size:
        said = _file(account).read_text(encoding="ascii")
        return said if said in (IDLE, OLD) else ENDED
    return IDLE if now - status.st_mtime > _idle_seconds() else ""


def note_action(account: Account) -> bool:
    """Remember that the account has just done something; True where it is the first of this sign-in."""
    file = _file(account)
    try:
        os.utime(file)
    except FileNotFoundError:
        file.parent.mkdir(parents=True, exist_ok=True)
        _sweep(file.parent)
        file.touch()
        return True
    return False


def note_refusal(account: Account, why: str) -> bool:
    """Remember that the account was not let in; True where it is the first time since its last action.

    One sign-in has many sessions (tabs, workers), and each of them is refused. `why` is a code.
    """
    file = _file(account)
    since = file.stat().st_mtime_ns if file.exists() else 0
    file.parent.mkdir(parents=True, exist_ok=True)
    _sweep(file.parent)
    try:
        file.with_name(f"{file.name}.{why}.{since}").touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def end(account: Account, why: str = ENDED) -> bool:
    """Let the sign-in hold no longer, in no tab; False where it had been ended before."""
    file = _file(account)
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.exists() and file.stat().st_size:
        return False
    file.write_text(why, encoding="ascii")
    return True


def _file(account: Account) -> Path:
    assert _ID.fullmatch(account.sign_in), "made by coop.access, never taken from outside"
    return paths.sign_ins() / account.sign_in


def _idle_seconds() -> float:
    return setting_number("session.idle_minutes") * _MINUTE


def _sweep(folder: Path) -> None:
    """Remove files of sign-ins that are too old to hold, whatever their file says."""
    oldest = time.time() - setting_number("session.most_hours") * _HOUR - _AHEAD
    for file in folder.iterdir():
        try:
            if file.stat().st_mtime < oldest:
                file.unlink()
        except FileNotFoundError:  # another worker has swept it
            continue
