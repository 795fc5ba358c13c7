"""A file that a build cannot hold keeps no other from being published, and is told, listed and put back."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from coop.queries.dictionary import files_set_aside
from coop.warehouse import current_build, query
from etl.__main__ import main
from etl.returns.archive import Archive
from etl.returns.blank import blank_bytes
from etl.warehouse import checks
from etl.warehouse.load import Upload, load
from etl.warehouse.sending import accept, preview
from etl.warehouse.watch import Inbox, take_round

WHY = ("--reason", "sai mẫu", "--agreed-by", "Phòng KTTT")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty store."""
    monkeypatch.setenv("COOP_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def no_440(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One more check, which every return of Đức Thọ fails: what reading did not foresee."""
    folder = tmp_path / "checks"
    shutil.copytree(checks.CHECKS, folder)
    (folder / "no_440.sql").write_text("SELECT return_id FROM log_return WHERE unit_code = '440'")
    monkeypatch.setattr(checks, "CHECKS", folder)


def sent(unit: str, task: str = "1.1") -> bytes:
    row = {"task_code": task, "duty_state": "in_progress"}
    return blank_bytes("task_status", unit, 2024, [row], reported_on=date(2024, 12, 1))


def units() -> list[str]:
    return sorted(query("SELECT unit_code FROM log_return")["unit_code"])


def sha(content: bytes) -> str:
    delivery = Archive().find(content)
    assert delivery is not None
    return delivery.sha256


@pytest.mark.usefixtures("home", "no_440")
def test_of_many_files_only_the_one_that_breaks_the_build_is_set_aside() -> None:
    load([Upload("first.xlsx", sent("436"))])
    bad = sent("440")
    names = ["437", "439", "440", "441"]
    result = load([Upload(f"{unit}.xlsx", sent(unit)) for unit in names])
    assert units() == ["436", "437", "439", "441"]
    told = {one.file.name: one.read.refused for one in result.files}
    assert [name for name, refused in told.items() if refused] == ["440.xlsx"]
    assert "no_440" in (told["440.xlsx"] or "")
    assert f"set-aside {sha(bad)[:16]} --restore" in (told["440.xlsx"] or "")
    assert (result.read_count, result.accepted_count, result.rejected_count) == (4, 3, 1)
    assert Archive().content(Archive().deliveries()[3]) == bad, "the file itself is kept"
    listed = files_set_aside().to_dict("records")
    assert [(one["file_name"], one["agreed_by"]) for one in listed] == [("440.xlsx", "lệnh nạp, tự động")]


@pytest.mark.usefixtures("home", "no_440")
def test_later_loads_and_builds_go_on_and_the_same_file_again_says_why_it_does_not_count(
    capsys: pytest.CaptureFixture[str],
) -> None:
    bad = sent("440")
    load([Upload("440.xlsx", bad)])
    assert units() == []
    load([Upload("437.xlsx", sent("437"))])
    assert main(["build"]) == 0
    assert units() == ["437"]
    again = load([Upload("again.xlsx", bad)])
    assert not again.files[0].is_new
    assert "để riêng" in (again.files[0].read.refused or "")
    assert len(Archive().deliveries()) == 2
    seen = preview(bad, "again.xlsx", lambda *asked: [])
    assert not seen.is_acceptable
    assert "no_440" in (seen.aside or "")
    capsys.readouterr()


@pytest.mark.usefixtures("home", "no_440")
def test_who_sends_it_on_the_page_is_told_that_it_was_not_accepted() -> None:
    receipt = accept([("a.xlsx", sent("437")), ("b.xlsx", sent("440"))], lambda *step: None)
    assert [one.file_name for one in receipt.deliveries] == ["a.xlsx"]
    assert receipt.build_id == current_build()
    (refused,) = receipt.refused
    assert "«b.xlsx»" in refused
    assert units() == ["437"]


@pytest.mark.usefixtures("no_440")
def test_the_inbox_puts_it_among_the_refused_with_the_reason(home: Path) -> None:
    inbox = Inbox(home)
    inbox.open()
    (inbox.folder / "b.xlsx").write_bytes(sent("440"))
    inbox.steady()
    assert take_round(inbox) is not None
    names = sorted(file.name for file in (inbox.folder / "refused").iterdir())
    assert len(names) == 2
    assert "b.xlsx" in names


@pytest.mark.usefixtures("home")
def test_a_file_is_set_aside_listed_and_put_back(capsys: pytest.CaptureFixture[str]) -> None:
    load([Upload("437.xlsx", sent("437")), Upload("440.xlsx", sent("440"))])
    digits = sha(sent("440"))[:10]
    assert main(["set-aside", digits, *WHY]) == 0
    assert "«440.xlsx»" in capsys.readouterr().out
    assert units() == ["437"]
    assert files_set_aside()["reason"].tolist() == ["sai mẫu"]
    assert main(["set-aside", "--list"]) == 0
    assert "Phòng KTTT" in capsys.readouterr().out
    assert main(["set-aside", digits, *WHY]) == 2
    assert main(["set-aside", digits, "--restore", *WHY]) == 0
    assert units() == ["437", "440"]
    assert files_set_aside().empty
    assert main(["set-aside", digits, "--restore", *WHY]) == 2
    assert len((Archive().folder / "set_aside.jsonl").read_text(encoding="utf-8").splitlines()) == 2


@pytest.mark.usefixtures("home")
def test_what_cannot_be_set_aside_is_said_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    load([Upload("437.xlsx", sent("437"))])
    capsys.readouterr()
    for words, sentence in (
        (["0" * 16, *WHY], "Kho lưu trữ không có tệp"),
        (["12", *WHY], "8 chữ số"),
        ([], "SHA256, --reason, --agreed-by"),
        (["0" * 16, "--reason", " ", "--agreed-by", "x"], "--reason"),
    ):
        assert main(["set-aside", *words]) == 2, words
        said = capsys.readouterr().err
        assert sentence in said, words
        assert said.count("\n") == 1, words


@pytest.mark.usefixtures("home")
def test_a_failing_build_names_the_file_and_the_command_that_helps(
    request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    load([Upload(f"{unit}.xlsx", sent(unit)) for unit in ("437", "439", "440", "441")])
    before = current_build()
    request.getfixturevalue("no_440")
    capsys.readouterr()
    assert main(["build"]) == 2
    said = capsys.readouterr().err
    assert "«440.xlsx»" in said
    command = f"python -m etl set-aside {sha(sent('440'))[:16]}"
    assert command in said
    assert current_build() == before
    # A load of another file is not blamed for it: it waits in the archive.
    assert main(["load", str(_file(sent("442")))]) == 2
    assert command in capsys.readouterr().err
    assert main([*command.split()[3:], *WHY]) == 0
    assert units() == ["437", "439", "441", "442"]
    # Put back, it would break the build again: it stays aside, and the store as it is.
    assert main([*command.split()[3:], "--restore", *WHY]) == 2
    assert "no_440" in capsys.readouterr().err
    assert units() == ["437", "439", "441", "442"]
    assert list(Archive().asides()) == [sha(sent("440"))]


def _file(content: bytes) -> Path:
    file = Archive().folder.parent / "sent.xlsx"
    file.write_bytes(content)
    return file
