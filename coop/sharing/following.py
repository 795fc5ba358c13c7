"""A machine that only reads: it looks every second what is published in the shared folder, and takes it over.

`builds.read_from` of its settings names the folder. Each build is copied to the machine's own disk, held
against its checksum, opened once, and only then served, so that neither a network that stops nor a build
that this version cannot read ever empties a page. Of several workers on one machine one copies.
"""

import logging
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from coop import paths
from coop.settings import UnknownSetting, setting, setting_number
from coop.sharing.carry import NothingThere, TornCopy, carry, published_in
from coop.text import say
from coop.warehouse import Misfit, hold_shape

LOOK_SECONDS = 1.0
PATIENCE_SECONDS = 30.0  # of a folder that does not answer, before a reader is told
_log = logging.getLogger("coop.sharing")


@dataclass
class _Known:
    """What this process knows of following for one store."""

    well_at: float = field(default_factory=time.monotonic)  # when it last had what is published
    refused: dict[str, str] = field(default_factory=dict)  # build that cannot be served → key of the reason
    said: str = ""  # what the log was told last


_stores: dict[Path, _Known] = {}


def only_reads() -> bool:
    """Whether this machine takes its figures over from another; raises UnknownSetting."""
    return bool(_source())


def waits() -> bool:
    """Whether this machine only reads and has not taken anything over yet; raises UnknownSetting."""
    return only_reads() and _published_here(paths.warehouse()) is None


def sending_address() -> str:
    """Where returns are sent instead, '' where nobody has said; raises UnknownSetting."""
    return str(setting("builds.send_at")).strip()


def follow() -> None:
    """Begin to follow, in a thread of its own, where this machine only reads."""
    if only_reads():
        _of_store()
        threading.Thread(target=_go_on, name="follow-builds", daemon=True).start()


def following_problem() -> str | None:
    """None while this machine has what is published, else a sentence for a banner."""
    if not only_reads():
        return None
    known = _of_store()
    reason = next(iter(known.refused.values()), None)
    if reason is not None:
        return say(f"sharing.{reason}")
    if time.monotonic() - known.well_at > PATIENCE_SECONDS:
        return say("sharing.not_reached")
    return None


def look() -> None:
    """Take over what is published in the shared folder, if it is not served yet; raises UnknownSetting."""
    source, own, known = Path(_source()), paths.warehouse(), _of_store()
    wanted = ""
    try:
        wanted = published_in(source)
        if wanted not in known.refused:
            known.refused.clear()
            if wanted != _published_here(own):
                _take(source, own)
        known.well_at, known.said = time.monotonic(), ""
    except Misfit as misfit:
        known.refused = {wanted: f"{misfit.kind}_there"}
        _tell(known, str(misfit))
    except Timeout:
        pass  # another worker is at it
    except (OSError, TornCopy) as problem:
        _tell(known, f"{type(problem).__name__}: {problem}")


def _go_on() -> None:
    while True:
        begun = time.monotonic()
        try:
            look()
        except UnknownSetting as problem:
            _tell(_of_store(), str(problem))
        # What took long and failed, on a full disk for example, is not begun again at once.
        spent = time.monotonic() - begun if _of_store().said else 0.0
        time.sleep(max(LOOK_SECONDS, min(spent, PATIENCE_SECONDS)))


def _take(source: Path, own: Path) -> None:
    (own / paths.BUILDS).mkdir(parents=True, exist_ok=True)
    with FileLock(own / ".following.lock", timeout=0):
        build = carry(source, own, max(1, int(setting_number("builds.keep_count"))), hold_shape)
    _log.info("now serving %s", build)


def _published_here(own: Path) -> str | None:
    try:
        return published_in(own)
    except NothingThere:
        return None


def _source() -> str:
    return str(setting("builds.read_from")).strip()


def _of_store() -> _Known:
    return _stores.setdefault(paths.warehouse(), _Known())


def _tell(known: _Known, problem: str) -> None:
    if problem != known.said:
        _log.warning("nothing taken over from %s: %s", _source(), problem)
        known.said = problem
