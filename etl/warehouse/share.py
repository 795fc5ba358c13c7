"""Hand what is published here to other machines: carried into the folder that `builds.share_to` names.

A folder that does not answer keeps nothing from being published here: that the others wait is printed, noted
in the audit log, and made good by the next publishing or by `python -m etl share`.
"""

import sys
from pathlib import Path

from coop import paths
from coop.audit import note
from coop.settings import setting, setting_number
from coop.sharing import TornCopy, carry
from coop.text import say


def share(home: Path | None = None) -> str | None:
    """Carry the published build into the shared folder; its id, or None where nothing is shared or it failed.

    Raises UnknownSetting.
    """
    folder = shared_folder()
    if folder is None:
        return None
    try:
        build = carry(paths.warehouse(home), folder, max(1, int(setting_number("builds.keep_count"))))
    except (OSError, TornCopy) as problem:
        note("share", type(problem).__name__, "failed", home)
        print(say("sharing.not_shared", folder=folder, detail=problem), file=sys.stderr, flush=True)
        return None
    note("share", build, home=home)
    return build


def shared_folder() -> Path | None:
    """The folder of builds that other machines read; None where there is none. Raises UnknownSetting."""
    stated = str(setting("builds.share_to")).strip()
    return Path(stated) if stated else None
