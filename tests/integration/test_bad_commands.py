"""Bad input to any command: one sentence in Vietnamese, exit code 2, and nothing changed."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from etl.__main__ import VERBS, main
from etl.returns.blank import blank_bytes
from etl.warehouse.load import Upload, load

HASH = "0" * 64
FORM = ("blank", "task_status", "--unit")
CELL = ("--sheet", "a", "--cell", "b", "--before", "", "--after", "", "--why", "w", "--by", "b")
# {t} is a folder with `file`, a file; `full`, a folder with one; `empty`, one without.
BAD = [
    *((verb, "--nonsense") for verb in VERBS),
    *((verb, "a", "b", "c", "d") for verb in VERBS),
    *((verb,) for verb in ("plan", "blank", "check", "demo", "load", "correct", "set-aside")),
    *((verb,) for verb in ("publish", "backup", "restore", "audit", "new-province", "calendar")),
    *(("plan", f"{{t}}/{name}") for name in ("none", "full", "file")),
    (*FORM, "999", "--year", "2024", "--out", "{t}/o.xlsx"),
    (*FORM, "444", "--year", "abc", "--out", "{t}/o.xlsx"),
    (*FORM, "444", "--year", "2024", "--out", "{t}/none/o.xlsx"),
    (*FORM, "444", "--year", "2024", "--out", "{t}/full"),
    ("blank", "indicators", "--unit", "444", "--period", "x", "--out", "{t}/o.xlsx"),
    *(("check", f"{{t}}/{name}") for name in ("none", "full", "file")),
    ("check", "{t}/file", "--mark", "{t}/none/x.txt"),
    ("demo", "--seed", "x", "--out", "{t}/new"),
    ("demo", "--seed", "1", "--out", "{t}/file"),
    ("load", "{t}/none"),
    ("load", "{t}/empty"),
    ("load", "{t}/empty", "--received", "x"),
    ("load", "{t}/empty", "--received", "2999-01-01"),
    *(("watch", "--seconds", text) for text in ("x", "-1", "nan")),
    ("correct", "deadbeef", *CELL),
    ("set-aside", "deadbeef", "--reason", "r", "--agreed-by", "b"),
    *(("publish", name) for name in ("20200101T000000_000000Z", "", "../CURRENT", "x" * 300)),
    *(("backup", "--to", target) for target in ("{t}/file", "{t}/full", "{t}/file/x", "/", "")),
    ("backup", "--to"),
    *(("restore", "--from", f"{{t}}/{name}", "--replace") for name in ("none", "file", "full", "empty")),
    ("calendar", "--unit", "999", "--out", "{t}/o.ics"),
    ("calendar", "--unit", "440", "--year", "x", "--out", "{t}/o.ics"),
    *(("calendar", "--unit", "440", "--out", f"{{t}}/{name}") for name in ("none/o.ics", "full")),
    *(("note", "--as-of", text) for text in ("x", "2024-13-01", "2021-01-01", "")),
    *(
        ("note", *more)
        for more in (("--unit", "999"), ("--out", "{t}/file"), ("--send",), ("--again", "440"))
    ),
    ("note", "--send", "--again", "999"),
    ("audit", "prove"),
    *(("audit", "verify", "--known", text) for text in ("x", "1:2", f"1:{HASH}")),
]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one return, and things that are no good beside it."""
    base = tmp_path_factory.mktemp("bad")
    row = {"task_code": "1.1", "duty_state": "in_progress"}
    content = blank_bytes("task_status", "440", 2024, [row], reported_on=date(2024, 12, 1))
    load([Upload("440.xlsx", content)], base / "home")
    for name in ("full", "empty"):
        (base / name).mkdir()
    for name in ("file", "full/a.txt"):
        (base / name).write_text("x")
    return base


def marks(base: Path) -> dict[str, tuple[int, int]]:
    """Size and time of every file but locks."""
    files = (file for file in base.rglob("*") if file.is_file() and not file.name.endswith(".lock"))
    return {str(file): (file.stat().st_size, file.stat().st_mtime_ns) for file in files}


def code_of(words: list[str]) -> object:
    try:
        return main(words)
    except SystemExit as left:
        return left.code


@pytest.mark.parametrize("words", BAD, ids=lambda words: " ".join(words)[:60].replace("{t}/", ""))
def test_bad_input_gets_a_sentence_and_changes_nothing(
    base: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COOP_HOME", str(base / "home"))
    before = marks(base)
    assert code_of([word.replace("{t}", str(base)) for word in words]) == 2
    told = capsys.readouterr()
    said = (told.err or told.out).strip()
    assert said
    assert "Traceback" not in said
    assert not re.search(r"\b(invalid|required|expected|unrecognized|choose)\b", said)
    assert marks(base) == before


@pytest.mark.parametrize("verb", [("build",), ("load", "{t}/file"), ("publish", "{build}")])
def test_settings_that_cannot_be_read_stop_a_command_before_it_changes_anything(
    base: Path, tmp_path: Path, verb: tuple[str, ...], monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    home = tmp_path / "home"
    shutil.copytree(base / "home", home)
    monkeypatch.setenv("COOP_HOME", str(home))
    (home / "settings.toml").write_text('[builds]\nkeep_count = "all"\n', encoding="utf-8")
    build = next(home.glob("warehouse/builds/*.duckdb"))
    copy = build.with_name("20200101T000000_000000Z.duckdb")
    shutil.copy(build, copy)
    shutil.copy(build.with_suffix(".sha256"), copy.with_suffix(".sha256"))
    before = marks(home)
    words = [word.replace("{t}", str(base)).replace("{build}", copy.stem) for word in verb]
    assert code_of(words) == 2
    assert "settings.toml" in capsys.readouterr().err
    assert marks(home) == before
