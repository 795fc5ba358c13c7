"""What is installed where the dashboard runs: the pins of `requirements.txt`, read without any registry."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coop.paths import PROJECT

LIST = PROJECT / "requirements.txt"
_PIN = re.compile(r"([A-Za-z0-9_.-]+)==(\S+)(?: *; *(.*?))?(?: +--hash=.*)?$")
_WHY = re.compile(r" {4}# {1,3}(?:via )?(?:via)?\s*(\S.*)?$")


@dataclass(frozen=True, slots=True)
class Pin:
    """One package in one version; `marker` tells for which systems only, '' for all."""

    name: str
    version: str
    marker: str
    needed_by: tuple[str, ...]  # packages, or the project itself

    @property
    def address(self) -> str:
        """Its package URL."""
        return f"pkg:pypi/{self.name}@{self.version}"


def pins(file: Path = LIST) -> list[Pin]:
    """Every pin of a list, in its order."""
    found: list[tuple[str, str, str]] = []
    needed: list[list[str]] = []
    for line in file.read_text(encoding="utf-8").replace("\\\n", " ").splitlines():
        if match := _PIN.match(line.rstrip()):
            found.append((match[1].lower(), match[2], (match[3] or "").strip()))
            needed.append([])
        elif needed and (why := _WHY.match(line)) and why[1]:
            needed[-1].append(why[1].split(" ")[0])
    return [Pin(*one, tuple(by)) for one, by in zip(found, needed, strict=True)]


def project() -> Mapping[str, Any]:
    """Name, version and licence of the product itself."""
    facts = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    return dict(facts["project"])


def stated_licences() -> Mapping[str, Any]:
    """What `tools/licences.toml` says."""
    return tomllib.loads((PROJECT / "tools" / "licences.toml").read_text(encoding="utf-8"))


def parts(expression: str) -> Sequence[str]:
    """The licences named in an SPDX expression."""
    return [one for one in re.split(r"[\s()]+", expression) if one not in ("AND", "OR", "WITH", "")]
