"""The worked examples of docs/how-to-add.md, done on a copy of the project, one after the other."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.house.source import PROJECT

DOCUMENT = PROJECT / "docs" / "how-to-add.md"
COPIED = ("app.py", "coop", "data", "etl", "pages", "tests/another_province", ".streamlit/config.toml")
STORE = {"inbox", "archive", "warehouse", "audit"}  # what may lie in data/ and is nobody's example
_BLOCK = re.compile(
    r"^```(\w+)(?: (\S+))?(?: \((append|after ([^\n]+))\))?\n(.*?)^```$", re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True)
class Block:
    """One fenced block: a file, a piece of one, commands, or what they print."""

    language: str
    file: str
    where: str  # '', 'append' or 'after …'
    after: str
    text: str


def sections() -> Iterator[tuple[str, list[Block]]]:
    """Each example with its blocks."""
    for section in DOCUMENT.read_text(encoding="utf-8").split("\n## ")[1:]:
        title, _, body = section.partition("\n")
        yield title, [Block(*(part or "" for part in found)) for found in _BLOCK.findall(body)]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project that examples may change."""
    root = tmp_path_factory.mktemp("house")
    for name in COPIED:
        source, target = PROJECT / name, root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, target, ignore=not_copied) if source.is_dir() else shutil.copy(source, target)
    return root


def not_copied(folder: str, names: list[str]) -> set[str]:
    """What a copy leaves out."""
    return {"__pycache__", *(STORE if Path(folder) == PROJECT / "data" else ())} & set(names)


def write(house: Path, block: Block) -> None:
    """Write the block's file, or its piece into a file that is there."""
    file = house / block.file
    if not block.where:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(block.text, encoding="utf-8")
        return
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    at = len(lines)
    if block.after:
        at = next((number for number, line in enumerate(lines, start=1) if block.after in line), 0)
        assert at, f"{block.file} has no line with {block.after!r}"
    lines.insert(at, block.text)
    file.write_text("".join(lines), encoding="utf-8")


def run(house: Path, commands: str) -> str:
    """What the commands print; each must succeed."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COOP_")}
    environment |= {"COOP_HOME": str(house / "store"), "PYTHONPATH": str(house), "PYTHONWARNINGS": "ignore"}
    said = ""
    for command in commands.splitlines():
        line = re.sub(r"^python ", f"'{sys.executable}' ", command)
        done = subprocess.run(
            ["sh", "-c", line], cwd=house, env=environment, capture_output=True, check=False
        )
        assert done.returncode == 0, f"{command}\n{done.stdout.decode()}\n{done.stderr.decode()}"
        said += done.stdout.decode()
    return said


def test_every_example_does_what_the_document_says(house: Path) -> None:
    said = ""
    titles = []
    for title, blocks in sections():
        titles.append(title)
        for block in blocks:
            if block.file:
                write(house, block)
            elif block.language == "sh":
                said = run(house, block.text)
            else:
                assert block.language == "text"
                assert block.text.strip() in said, f"{title}: {said}"
    assert titles == ["A form", "A measure", "A page", "A rule set", "A province"]
