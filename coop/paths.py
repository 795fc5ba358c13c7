"""Where things lie: the project's own data, and the store of one installation (`COOP_HOME`).

Reference data, rules, forms and the plan are one province's data folder: the project's `data/`, or the one
that the environment variable `COOP_DATA` names (docs/another-province.md). What officers send and what is
built from it lives in the store, the same folder by default; `COOP_HOME` names another, so that several
stores can live side by side. Nothing here creates a folder or reads a file.
"""

import os
from datetime import UTC, date, datetime
from pathlib import Path

from coop.clock import in_vietnam

PROJECT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("COOP_DATA", "").strip() or PROJECT / "data").expanduser().resolve()
REFERENCE = DATA / "reference"
RULES = DATA / "rules"
FORMS = DATA / "forms"
PLAN = DATA / "plan"
MANIFEST = "MANIFEST.json"  # of a build's Parquet: written last, so that a half-written folder shows
# What a folder of builds holds, be it a store's own or one that several machines share.
BUILDS, POINTER, PARQUET = "builds", "CURRENT", ".parquet"


def home() -> Path:
    """The store of this installation: `COOP_HOME`, else the data folder; read at every call."""
    stated = os.environ.get("COOP_HOME", "").strip()
    # Not resolved: that asks the disk about each part of the path, and a page wants to know twenty times.
    return Path(stated).expanduser().absolute() if stated else DATA


def inbox(store: Path | None = None) -> Path:
    """Folder where a person may drop files before they are loaded."""
    return (store or home()) / "inbox"


def archive(store: Path | None = None) -> Path:
    """Folder of files as received, named by checksum, with `manifest.jsonl` and `.lock`."""
    return (store or home()) / "archive"


def corrections(store: Path | None = None) -> Path:
    """The department's corrections of known wrong cells, one line each."""
    return (store or home()) / "corrections.csv"


def warehouse(store: Path | None = None) -> Path:
    """Folder of what is built from the archive."""
    return (store or home()) / "warehouse"


def builds(store: Path | None = None) -> Path:
    """Folder of the builds, `<build_id>.duckdb` each with its `<build_id>.sha256`."""
    return warehouse(store) / BUILDS


def parquet(build_id: str, store: Path | None = None) -> Path:
    """Folder of a build's tables as Parquet, for engines elsewhere, where the settings ask for it."""
    return builds(store) / f"{build_id}{PARQUET}"


def built_on(build: Path) -> date | None:
    """The day in Viet Nam on which a build was made, which its name begins with; None for another name."""
    try:
        moment = datetime.strptime(build.stem[:15], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    return in_vietnam(moment).date()


def current(store: Path | None = None) -> Path:
    """The pointer: one line, the file name of the published build."""
    return warehouse(store) / POINTER


def notes(store: Path | None = None) -> Path:
    """Folder of the weekly notes as written, and the list of what has been mailed."""
    return (store or home()) / "notes"


def sent_mails(store: Path | None = None) -> Path:
    """One line per mail that was begun, sent or refused."""
    return notes(store) / "sent.jsonl"


def addresses(store: Path | None = None) -> Path:
    """Whom the weekly note is mailed to, by unit; the department's own, never shipped."""
    return (store or home()) / "addresses.csv"


def audit(store: Path | None = None) -> Path:
    """Folder of the audit log, `<year>-<month>.jsonl` each."""
    return (store or home()) / "audit"


def audit_head(store: Path | None = None) -> Path:
    """Number and hash of the log's last entry; outside its folder, so that a missing folder shows."""
    return (store or home()) / "audit.head"


def sign_ins(store: Path | None = None) -> Path:
    """Folder of the sign-ins that a server knows of, a small file each, named by a checksum."""
    return (store or home()) / "sign_ins"
