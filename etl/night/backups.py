"""The night's backup: a folder named by its moment, and of older ones only so many as the settings say."""

import shutil
from datetime import datetime
from pathlib import Path

from coop.format import number
from coop.settings import setting, setting_number
from coop.text import say
from etl.backup.listing import LIST
from etl.backup.make import back_up
from etl.night.problems import Skipped

_NAME = "%Y-%m-%d_%H%M%S"


def back_up_tonight(now: datetime) -> str:
    """Make a backup in the settings' folder, then remove the oldest beyond their number; say where it is.

    Raises Skipped where the settings name no folder, and what `back_up` raises: then nothing is removed.
    """
    stated = str(setting("night.backup_to")).strip()
    if not stated:
        raise Skipped(say("night.no_backup"))
    folder = Path(stated).expanduser()
    target = folder / now.strftime(_NAME)
    listing = back_up(target)
    old = _backups(folder)[max(1, int(setting_number("night.backup_keep_count"))) :]
    for backup in old:
        shutil.rmtree(backup)
    words = {"files": number(len(listing.files)), "removed": number(len(old))}
    return say("night.backed_up", folder=target, **words)


def _backups(folder: Path) -> list[Path]:
    """Whole backups that this job made, newest first; whatever else lies in the folder is not ours."""
    return sorted(
        (one for one in folder.iterdir() if _is_ours(one.name) and (one / LIST).is_file()), reverse=True
    )


def _is_ours(name: str) -> bool:
    try:
        return datetime.strptime(name, _NAME).strftime(_NAME) == name  # noqa: DTZ007 - only the name matters
    except ValueError:
        return False
