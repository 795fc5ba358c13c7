"""The pages and commands of a machine that takes its figures over from another."""

import hashlib
import shutil
from pathlib import Path

import duckdb
import pytest

from coop import paths
from coop.sharing import published_in
from coop.text import say
from coop.warehouse import build_problem
from etl.__main__ import main
from tests.pages.conftest import read_from
from tests.pages.reader import finding, headlines, open_page, text_of
from tests.two_machines import A, B, C, Machines, make_builds, make_machines, names


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The builds that are published."""
    return make_builds(tmp_path_factory.mktemp("made"))


@pytest.fixture
def machines(made: Path, tmp_path: Path) -> Machines:
    """One build is published and served on both."""
    return make_machines(made, tmp_path)


def altered(machines: Machines, sql: str) -> None:
    """Publish a build in the shared folder that is whole, and not what this version reads."""
    file = machines.shared / "builds" / f"{B}.duckdb"
    shutil.copy(machines.shared / "builds" / f"{A}.duckdb", file)
    with duckdb.connect(str(file)) as connection:
        connection.execute(sql)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    file.with_suffix(".sha256").write_text(digest, encoding="ascii")
    (machines.shared / "CURRENT").write_text(f"{B}.duckdb\n", encoding="ascii")


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        ("UPDATE meta_build SET schema_version = 1", "sharing.other_version_there"),
        ("DROP TABLE fact_duty_event", "sharing.lacks_tables_there"),
        ("DROP TABLE meta_build", "sharing.lacks_tables_there"),
    ],
)
def test_a_build_that_this_version_cannot_read_is_not_taken_and_the_page_says_so(
    machines: Machines, sql: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    altered(machines, sql)
    assert machines.served() == (A, 2)
    assert machines.problem() == say(sentence)
    read_from(machines.reads, monkeypatch)
    app = open_page()
    assert not app.exception
    assert (finding(app) != "", len(headlines(app))) == (True, 4)
    assert say(sentence) in text_of(app)
    machines.publish(C)
    assert machines.served() == (C, 2)
    assert machines.problem() is None


def test_a_machine_that_only_reads_loads_nothing(
    machines: Machines, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    before = names(paths.builds(machines.reads))
    with machines.at(machines.reads):
        for words in (["build"], ["load", str(tmp_path)], ["share"], ["night"]):
            assert main(words) == 2
            assert str(machines.shared) in capsys.readouterr().err
    assert names(paths.builds(machines.reads)) == before


@pytest.mark.parametrize("address", ["", "https://htx.example.vn"])
def test_the_page_of_sending_says_where_returns_are_sent(
    machines: Machines, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = machines.reads / "settings.toml"
    lines = f"send_at = '{address}'\n" if address else ""
    settings.write_text(settings.read_text(encoding="utf-8") + lines, encoding="utf-8")
    read_from(machines.reads, monkeypatch)
    app = open_page("send")
    assert not app.exception
    assert finding(app) == say("sharing.send_elsewhere")
    assert (say("sharing.send_at", address=address or "http") in text_of(app)) == bool(address)
    assert not app.file_uploader
    assert any(f'href="{address}"' in str(one.value) for one in app.html) == bool(address)


def test_before_the_first_build_has_come_the_page_says_so(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(paths.warehouse(machines.reads))
    read_from(machines.reads, monkeypatch)
    app = open_page()
    assert say("sharing.nothing_yet") in text_of(app)
    assert published_in(machines.shared) == A
    assert build_problem() is None
