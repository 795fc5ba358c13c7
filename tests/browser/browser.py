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


def install_browser() -> None:
    """Install Debian's Chromium where that is possible, else Playwright's; raises when neither can be had."""
    root = _as_root()
    if _is_debian() and root is not None:
        print("==> No Chrome, Chromium or Edge here: installing Debian's chromium", flush=True)
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run([*root, "apt-get", "update", "-qq"], check=True, env=os.environ | quiet)
        command = [*root, "apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
        subprocess.run(command, check=True, env=os.environ | quiet, stdout=subprocess.DEVNULL)
        return
    print("==> No Chrome, Chromium or Edge here: downloading Playwright's Chromium", flush=True)
    with_libraries = ["--with-deps"] if sys.platform == "linux" and root is not None else []
    subprocess.run([sys.executable, "-m", "playwright", "install", *with_libraries, "chromium"], check=True)


def _is_debian() -> bool:
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
    found = find_browser()
    if found is None:
        install_browser()
        found = find_browser()
    if found is None:
        sys.exit("No browser for the browser tests. Install Chrome, Chromium or Edge, or set COOP_BROWSER.")
    print(f"==> Browser for tests: {found}")


if __name__ == "__main__":
    main()
