"""Builds that are kept: listed, made current again, and never a damaged or unknown one."""

from pathlib import Path

import pytest

from coop import paths
from coop.audit import entries
from etl.__main__ import main
from etl.warehouse.held import published_file
from etl.warehouse.load import load
from tests.two_builds import flip, hashes, sent, snapshot


def test_any_kept_build_is_made_current_again_and_a_later_load_builds_from_all_returns(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = copied / "store"
    newer, older = sorted((file.stem for file in paths.builds(store).glob("*.duckdb")), reverse=True)
    assert main(["builds"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith(newer)
    assert first.endswith("đang công bố")
    assert second.startswith(older)
    assert main(["publish", older]) == 0
    assert "1 báo cáo mà bản dựng này không có" in capsys.readouterr().out
    assert paths.current(store).read_text() == f"{older}.duckdb\n"
    assert (entries()[-1].action, entries()[-1].subject) == ("publish", older)
    assert main(["publish", older]) == 0
    assert "không có gì thay đổi" in capsys.readouterr().out
    load([sent("442")], store)
    file = published_file(store)
    assert file is not None
    assert file.stem not in (older, newer)
    assert hashes(store)["log_return"].startswith("(3,")


@pytest.mark.parametrize("build", ["20200101T000000_000000Z", "../CURRENT", "", "x" * 200])
def test_a_build_nobody_knows_is_refused_with_those_that_are_kept(
    copied: Path, build: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = snapshot(copied / "store")
    assert main(["publish", build]) == 2
    assert "Các bản đang giữ: 2" in capsys.readouterr().err
    assert snapshot(copied / "store") == before


def test_a_damaged_build_is_never_made_current(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = copied / "store"
    older = min(paths.builds(store).glob("*.duckdb"))
    flip(older)
    before = snapshot(store)
    assert main(["publish", older.stem]) == 2
    assert "bị hỏng" in capsys.readouterr().err
    assert snapshot(store) == before
    assert main(["builds"]) == 0
    assert "BỊ HỎNG" in capsys.readouterr().out


def test_as_many_builds_are_kept_as_the_settings_say_and_the_published_one_always(copied: Path) -> None:
    store = copied / "store"
    newer, older = sorted(paths.builds(store).glob("*.duckdb"), reverse=True)
    (store / "settings.toml").write_text("[builds]\nkeep_count = 1\n", encoding="utf-8")
    assert main(["publish", older.stem]) == 0
    assert sorted(paths.builds(store).glob("*.duckdb")) == [older, newer]
    (store / "settings.toml").write_text("[builds]\nkeep_cound = 1\n", encoding="utf-8")
    assert main(["publish", newer.stem]) == 2
    assert paths.current(store).read_text() == f"{older.name}\n"
