"""What tests of a whole store share: one with two builds and a backup, made once, and copies of both."""

from pathlib import Path

import pytest

from tests.two_builds import copy_of, fill


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store and its backup, made once."""
    return fill(tmp_path_factory.mktemp("filled"))


@pytest.fixture
def copied(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copies of both of the test's own."""
    return copy_of(filled, tmp_path, monkeypatch)
