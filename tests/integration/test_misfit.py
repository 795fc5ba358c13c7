"""A published build that this version cannot read: the last one that it can is served, and said so."""

import hashlib
from pathlib import Path

import duckdb
import pytest

from coop.text import say
from coop.warehouse import Misfit, NoBuild, build_problem, current_build, query, ready_build
from tests.hand_store import ROWS, make_store, write_build
from tests.pages.conftest import read_from
from tests.pages.reader import finding, headlines, open_page, text_of

FAULTS = {
    "UPDATE meta_build SET schema_version = 1": "other_version",
    "DROP TABLE meta_build": "lacks_tables",
    "DROP TABLE fact_duty_event": "lacks_tables",
}


def publish_altered(home: Path, sql: str, name: str = "new") -> None:
    """Publish a build that is whole, and not what this version reads."""
    file = write_build(home / "warehouse" / "builds", name, ROWS)
    with duckdb.connect(str(file)) as connection:
        connection.execute(sql)
    file.with_suffix(".sha256").write_text(hashlib.sha256(file.read_bytes()).hexdigest(), encoding="ascii")
    (home / "warehouse" / "CURRENT").write_text(f"{name}.duckdb\n", encoding="ascii")


@pytest.mark.parametrize(("sql", "fault"), FAULTS.items())
def test_the_last_figures_that_can_be_read_are_shown_under_a_banner(
    sql: str, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_store(tmp_path)
    read_from(tmp_path, monkeypatch)
    right = text_of(open_page())
    publish_altered(tmp_path, sql)
    app = open_page()
    assert not app.exception
    assert (ready_build(), current_build()) == ("hand", "hand")
    banner = say(f"warehouse.problem_{fault}", build="hand")
    assert build_problem() == banner
    assert len(headlines(app)) == 4
    assert text_of(app).replace(banner, "").split() == right.split()


@pytest.mark.parametrize(("sql", "fault"), FAULTS.items())
def test_where_no_other_build_can_be_read_the_page_says_what_to_do(
    sql: str, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_altered(tmp_path, sql)
    read_from(tmp_path, monkeypatch)
    with pytest.raises(NoBuild):
        ready_build()
    app = open_page()
    assert not app.exception
    assert finding(app) == say("app.no_store")
    assert say(f"warehouse.{fault}", build="new") in text_of(app)
    with pytest.raises(NoBuild, match="etl build"):
        query("SELECT 1")


def test_a_question_that_names_a_build_of_another_version_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_store(tmp_path)
    read_from(tmp_path, monkeypatch)
    publish_altered(tmp_path, "UPDATE meta_build SET schema_version = 1")
    with pytest.raises(Misfit) as refused:
        query("SELECT 1", build="new")
    assert refused.value.kind == "other_version"
    assert len(query("SELECT * FROM dim_task")) == 2, "nobody has named a build: the last good one answers"
