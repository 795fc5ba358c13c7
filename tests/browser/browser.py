"""Find a Chromium-like browser on this machine, or install one.

`python -m tests.browser.browser` (a step of `make test`) prints the one that browser tests will drive:
`COOP_BROWSER` if set, else an installed Chrome, Chromium or Edge, else Debian's own package (as root, or
where sudo asks no password), else the one that Playwright downloads.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = (
    "google-chrome-stable",
    "google-chrome",
    "chromium",
    "chromium-browser",
    "microsoft-edge-stable",
    "microsoft-edge",
    "chrome",
    "msedge",
)
MAC_APPS = (
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
WINDOWS_APPS = ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe")


def find_browser() -> Path | None:
    """Return the executable to drive, or None when this machine has none."""
    named = os.environ.get("COOP_BROWSER")
    if named:
        return Path(named)
    on_path = [Path(found) for name in NAMES if (found := shutil.which(name))]
    for candidate in (*on_path, *_usual_places(), _playwright_own()):
        if candidate.is_file():
            return candidate
    return None


def _usual_places() -> list[Path]:
    """Where installers put browsers on macOS and Windows."""
    if sys.platform == "darwin":
        folders = (Path("/Applications"), Path.home() / "Applications")
        return [folder / app for folder in folders for app in MAC_APPS]
    if sys.platform == "win32":
        roots = [os.environ.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")]
        return [Path(root) / app for root in roots if root for app in WINDOWS_APPS]
    return []


def _playwright_own() -> Path:
    """Where Playwright keeps the Chromium it downloads, whether or not it is there."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


def driver_works() -> bool:
    """Whether the program that Playwright drives browsers with can start here."""
    tried = subprocess.run(
        [sys.executable, "-m", "playwright", "--version"], capture_output=True, check=False
    )
    return tried.returncode == 0


def install_from_debian(*packages: str) -> bool:
    """Install Debian packages; False where that cannot be done without asking for a password."""
    root = _as_root()
    if not is_debian() or root is None:
        return False
    print(f"==> Installing Debian's {' and '.join(packages)}", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    install = [*root, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    subprocess.run([*root, "apt-get", "update", "-qq"], check=True, env=environment)
    subprocess.run(install, check=True, env=environment, stdout=subprocess.DEVNULL)
    return True


def install_browser() -> None:
    """Install Debian's Chromium where that is possible, else Playwright's; raises when neither can be had."""
    print("==> No Chrome, Chromium or Edge here", flush=True)
    if install_from_debian("chromium"):
        return
    print("==> Downloading Playwright's Chromium", flush=True)
    with_libraries = ["--with-deps"] if sys.platform == "linux" and _as_root() is not None else []
    subprocess.run([sys.executable, "-m", "playwright", "install", *with_libraries, "chromium"], check=True)


def is_debian() -> bool:
    """Debian itself: on Ubuntu the package of that name only points to a snap."""
    release = Path("/etc/os-release")
    return release.is_file() and "\nID=debian\n" in "\n" + release.read_text(encoding="utf-8") + "\n"


def _as_root() -> list[str] | None:
    """What to put before a command that needs root; None where root cannot be had without asking."""
    if not hasattr(os, "geteuid"):
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None


def main() -> None:
    """Print the browser that tests will drive, installing one first if there is none."""
    # A bare Debian lacks the one library that Playwright's driver does not bring along.
    if not driver_works() and not (install_from_debian("libatomic1") and driver_works()):
        sys.exit("Playwright cannot start. See what it lacks: .venv/bin/python -m playwright --version")
    found = find_browser()
    if found is None:
        install_browser()
        found = find_browser()
    if found is None:
        sys.exit("No browser for the browser tests. Install Chrome, Chromium or Edge, or set COOP_BROWSER.")
    print(f"==> Browser for tests: {found}")


if __name__ == "__main__":
    main()
