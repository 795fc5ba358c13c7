"""The demo store behind every page test, and plain SQL on it that shares nothing with the product."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
import streamlit as st

from coop.ui.answers import forget_answers
from coop.ui.chart import forget_charts

Figures = Callable[..., list[tuple[Any, ...]]]


# The file of tests whose answers from the demo store are remembered; none after one that changed something.
_remembered: list[str] = []


@pytest.fixture
def store(demo_home: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """The demo store, made the one that the dashboard reads.

    The tests of a file share what was answered: asking anew would be most of their time. A test that asks
    for `monkeypatch` may change what an answer rests on: it neither takes from the others nor leaves to them.
    """
    here = [] if "monkeypatch" in request.fixturenames else [request.path.as_posix()]
    with pytest.MonkeyPatch.context() as patched:
        if here and here == _remembered:
            patched.setenv("COOP_HOME", str(demo_home))
        else:
            read_from(demo_home, patched)
        _remembered[:] = here
        yield demo_home


def read_from(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the dashboard read `home`, with nothing remembered from another store."""
    monkeypatch.setenv("COOP_HOME", str(home))
    _remembered.clear()
    forget_answers()
    forget_charts()
    st.cache_data.clear()
    st.cache_resource.clear()
    return home


def build_file(home: Path) -> Path:
    """The file of the store's published build."""
    name = (home / "warehouse" / "CURRENT").read_text(encoding="utf-8").strip()
    return home / "warehouse" / "builds" / name


@pytest.fixture(scope="session")
def copied_build(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The build in a file of the test's own: one process opens a file in one way only."""
    copy = tmp_path_factory.mktemp("copied") / "build.duckdb"
    shutil.copy(build_file(demo_home), copy)
    return copy


@pytest.fixture
def figures(store: Path, copied_build: Path) -> Iterator[Figures]:
    """Ask the published build directly: `figures(sql, *parameters)` gives its rows."""
    with duckdb.connect(str(copied_build), read_only=True) as connection:
        yield lambda sql, *parameters: connection.execute(sql, list(parameters)).fetchall()
