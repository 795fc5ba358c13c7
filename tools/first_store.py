"""Give a new checkout something to show: build a store if the home folder has none.

`python -m tools.first_store` is the second step of `make run`. A published store is left alone. An
archive without one is built again. With neither, illustrative returns are made and loaded (they are
marked so on every page); `DEMO=0`, or a province without `demo/`, gets an empty store.
`COOP_HOME` names the home folder.
"""

import os
import subprocess
import sys
import tempfile

from coop.paths import DATA, PROJECT, archive, home, warehouse
from coop.settings import UnknownSetting
from coop.sharing import only_reads
from coop.warehouse import NoBuild, build_problem, ready_build

SEED = "2022"


def has_store() -> bool:
    """Whether the build that is published here is one that this version of the program can read."""
    try:
        ready_build()
    except NoBuild:
        return False
    return build_problem() is None


def has_returns() -> bool:
    """Whether the archive of the home folder lists at least one delivery."""
    manifest = archive() / "manifest.jsonl"
    return manifest.is_file() and manifest.stat().st_size > 0


def etl(*arguments: str) -> None:
    """Run one `python -m etl` command; exits with its code when it fails, its message already printed."""
    finished = subprocess.run([sys.executable, "-m", "etl", *arguments], cwd=PROJECT, check=False)
    if finished.returncode:
        sys.exit(finished.returncode)


def main() -> None:
    """Build what is missing, saying what it does."""
    if only_reads():
        print("==> Store: taken over from another machine (builds.read_from)", flush=True)
    elif has_store():
        print(f"==> Store: the one in {warehouse()}", flush=True)
    elif has_returns():
        print(f"==> Building the store from the returns in {archive()}", flush=True)
        etl("build")
    elif os.environ.get("DEMO", "1") == "0" or not (DATA / "demo").is_dir():
        print(f"==> No returns in {home()}: building an empty store", flush=True)
        etl("build")
    else:
        print(f"==> No returns in {home()}: making ILLUSTRATIVE ones (seed {SEED}), invented and", flush=True)
        print("    marked so on every page. DEMO=0 starts with an empty store instead.", flush=True)
        with tempfile.TemporaryDirectory(prefix="illustrative-") as folder:
            etl("demo", "--seed", SEED, "--out", folder)
            etl("load", folder)


if __name__ == "__main__":
    try:
        main()
    except UnknownSetting as problem:
        sys.exit(str(problem))
