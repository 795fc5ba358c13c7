"""Our own modules are compiled where packages are installed, so that no start has to do it again."""

import os
import shutil
import subprocess
import sys
from importlib.util import cache_from_source
from pathlib import Path

import pytest

from tests.deploy.test_containers import steps
from tests.house.source import PROJECT

COMPILED = ("app.py", "coop", "etl", "tools")  # pages are scripts: Streamlit compiles them once per server


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A program of one module per room, beside an environment that has all its packages."""
    (tmp_path / "app.py").write_text("", encoding="utf-8")
    (tmp_path / "requirements.txt").write_text("", encoding="utf-8")
    for room in COMPILED[1:]:
        (tmp_path / room).mkdir()
        (tmp_path / room / "__init__.py").write_text("", encoding="utf-8")
    shutil.copy(PROJECT / "tools" / "environment.sh", tmp_path / "tools")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").symlink_to(sys.executable)
    stamp = subprocess.run(["cksum"], input=b"", capture_output=True, check=True).stdout
    (tmp_path / ".venv" / "installed-requirements").write_bytes(stamp)
    return tmp_path


def install(folder: Path) -> str:
    """What the step says that brings packages; it must succeed."""
    environment = {name: value for name, value in os.environ.items() if name != "VENV"}
    command = ["sh", "tools/environment.sh", "requirements.txt"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode() + done.stderr.decode()


def is_compiled(file: Path) -> bool:
    """Whether a start finds the module's bytecode."""
    return Path(cache_from_source(str(file))).is_file()


@pytest.mark.skipif(os.name == "nt", reason="sh")
def test_what_is_ours_is_compiled_where_its_packages_are_installed(folder: Path) -> None:
    assert install(folder) == "==> Packages of requirements.txt: installed\n"
    modules = [folder / "app.py", *(folder / room / "__init__.py" for room in COMPILED[1:])]
    assert [file for file in modules if not is_compiled(file)] == []


@pytest.mark.skipif(os.name == "nt", reason="sh")
def test_a_folder_that_cannot_be_written_is_served_all_the_same(folder: Path) -> None:
    (folder / "coop" / "__pycache__").write_text("in the way", encoding="utf-8")
    assert install(folder) == "==> Packages of requirements.txt: installed\n"
    assert is_compiled(folder / "etl" / "__init__.py")


def test_the_image_holds_what_is_ours_compiled_since_nobody_in_it_may_write() -> None:
    compiling = f"python -m compileall -q {' '.join(COMPILED)}"
    order = [f"{word} {rest}" for word, rest in steps()]
    last_copy = max(number for number, step in enumerate(order) if step.startswith("COPY"))
    assert last_copy < order.index(f"RUN {compiling}") < order.index("USER 10001:10001")
