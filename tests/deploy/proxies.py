"""Find the proxies that `deploy/` has configurations for, or fetch Debian's packages of them.

`python -m tests.deploy.proxies` (a step of `make test`) prints the ones that tests will run. A package is
only unpacked, beside the virtual environment: installed, it would start serving on this machine.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.browser.browser import install_from_debian, is_debian

NAMES = ("caddy", "nginx")
PROJECT = Path(__file__).resolve().parents[2]
FOLDERS = ("usr/bin", "usr/sbin")


def find_proxy(name: str) -> Path | None:
    """The program `name`, installed or unpacked; None where there is none."""
    installed = shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"]))
    if installed:
        return Path(installed)
    return next(
        (unpacked() / folder / name for folder in FOLDERS if (unpacked() / folder / name).is_file()), None
    )


def unpacked() -> Path:
    """Where packages are unpacked; `make clean` removes it with the virtual environment."""
    return PROJECT / os.environ.get("VENV", ".venv") / "debian"


def fetch(name: str) -> None:
    """Unpack Debian's package `name`; raises CalledProcessError where it cannot be had."""
    print(f"==> Fetching Debian's {name}", flush=True)
    unpacked().mkdir(parents=True, exist_ok=True)
    download = ["apt-get", "download", "-qq", name]
    if subprocess.run(download, cwd=unpacked(), capture_output=True, check=False).returncode != 0:
        # A bare machine has no list of packages yet; the tool that brings it is at hand anyway.
        install_from_debian("openssl")
        subprocess.run(download, cwd=unpacked(), check=True)
    for package in unpacked().glob(f"{name}_*.deb"):
        subprocess.run(["dpkg-deb", "-x", str(package), str(unpacked())], check=True)
        package.unlink()


def main() -> None:
    """Print the proxies that tests will run, fetching what is missing where this is Debian."""
    if shutil.which("openssl") is None and is_debian():
        install_from_debian("openssl")
    for name in NAMES:
        if find_proxy(name) is None and is_debian():
            fetch(name)
        found = find_proxy(name)
        print(f"==> Proxy for tests: {found}" if found else f"==> No {name} here; its tests are skipped")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
