"""That the file of rights has changed is written into the audit log by whoever notices it first.

Nobody edits it through the dashboard: the server when it starts, or the next reader's run, finds another
file than the one that the log knows.
"""

import hashlib
from pathlib import Path

from coop import audit, paths

_CHANGED, _GONE = "rights_change", "none"  # what stands for the file where there is none
_NO_FILE = (0, 0)
_noticed: dict[Path, tuple[int, int]] = {}


def note_changed_rights() -> None:
    """Write down that the store's file of rights is another one than the audit log knows, or is gone."""
    file = paths.home() / "access.toml"
    try:
        status = file.stat()
        stamp = (status.st_mtime_ns, status.st_size)
    except OSError:
        stamp = _NO_FILE
    if _noticed.get(file) == stamp:
        return
    _noticed[file] = stamp
    known = [entry.subject for entry in audit.entries() if entry.action == _CHANGED]
    digest = _GONE if stamp == _NO_FILE else hashlib.sha256(file.read_bytes()).hexdigest()[:16]
    if digest not in (known[-1:] or [_GONE]):
        audit.note(_CHANGED, digest)
