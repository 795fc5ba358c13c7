"""`python -m etl load` and `build`, on real workbooks: what is taken, said, kept and left alone."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from coop import clock
from coop.format import date_text
from coop.queries import build, plan, returns
from coop.queries.scope import Scope
from coop.warehouse import NoBuild, current_build, query
from etl.__main__ import main
from etl.returns.archive import Archive
from etl.returns.blank import write_blank
from etl.warehouse.build import table_hashes

DONE = {"duty_state": "completed", "completed_on": date(2024, 11, 5), "evidence": "12/BC-UBND"}
Write = Callable[..., Path]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty store."""
    folder = tmp_path / "home"
    monkeypatch.setenv("COOP_HOME", str(folder))
    return folder


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a task-status return of Hương Khê for 2024 into the inbox."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()

    def writing(
        name: str,
        rows: Sequence[Mapping[str, Any]] = ({"task_code": "1.1", **DONE},),
        reported_on: date = date(2024, 12, 1),
        illustrative: bool = False,
        unit: str = "444",
        form: str = "task_status",
    ) -> Path:
        write_blank(form, unit, 2024, inbox / name, rows, illustrative, reported_on)
        return inbox / name

    return writing


def etl(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    """Run a verb; gives exit code, output and error output."""
    code = main([str(word) for word in words])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_a_return_goes_from_file_to_figure(
    home: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = {"task_code": "1.1", "duty_state": "completed", "item_no": 1}
    file = write("a.xlsx", [{"task_code": "4.1", **DONE}, bad])
    code, out, err = etl(capsys, "load", file)
    assert (code, err) == (0, "")
    assert "đọc 2 dòng, nhận 1, trả lại 1" in out
    today = clock.today()
    loaded = returns.loads(Scope(2024, today))
    assert loaded[
        ["file_name", "received_by", "read_count", "accepted_count", "rejected_count"]
    ].values.tolist() == [["a.xlsx", "clock", 2, 1, 1]]
    assert loaded["received_on"].dt.date.tolist() == [today]
    assert len(returns.rejects_of(loaded["return_id"][0])) >= 1
    done = plan.status_of_plan(Scope(2024, today, districts=("444",)))
    assert done["completed_on_time"].tolist() == [1]
    assert not build.build_facts().is_illustrative


def test_a_folder_is_loaded_with_its_subfolders_and_without_lock_files(
    home: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    (write("a.xlsx").parent / "deep").mkdir()
    folder = write("deep/b.xlsx", unit="440").parents[1]
    (folder / "~$a.xlsx").write_bytes(b"lock")
    (folder / ".hidden").write_bytes(b"")
    code, out, _ = etl(capsys, "load", folder)
    assert code == 0
    assert "Cộng 2 tệp: 2 mới, 0 đã có, 0 bị từ chối. Dòng: đọc 2, nhận 2, trả lại 0." in out
    assert build.build_facts().return_count == 2


def test_the_same_content_again_changes_nothing_and_says_which_load_it_equals(
    home: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write("a.xlsx")
    etl(capsys, "load", file, "--received", "2024-12-03")
    before = current_build()
    (renamed := file.with_name("renamed.xlsx")).write_bytes(file.read_bytes())
    code, out, _ = etl(capsys, "load", file, renamed)
    assert code == 0
    assert out.count(f"nhận ngày {date_text(date(2024, 12, 3))}, tên tệp «a.xlsx»") == 2
    assert "Không có dòng mới" in out
    assert current_build() == before
    assert len(Archive().deliveries()) == 1


def test_a_refused_file_leaves_the_store_as_it_was_and_is_listed_later(
    home: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    etl(capsys, "load", write("a.xlsx"))
    before = current_build()
    page = write("b.xlsx").with_name("page.xlsx")
    page.write_bytes(b"<html>not a workbook</html>")
    (empty := page.with_name("empty.xlsx")).write_bytes(b"")
    code, out, err = etl(capsys, "load", page, empty)
    assert code == 2
    assert "page.xlsx: BỊ TỪ CHỐI" in err
    assert "empty.xlsx: BỊ TỪ CHỐI" in err
    assert "vẫn như trước" in out
    assert current_build() == before
    code, out, err = etl(capsys, "load", write("c.xlsx", unit="440"), page)
    assert code == 1
    log = query("SELECT file_name, refused IS NOT NULL AS is_refused FROM log_return ORDER BY load_order")
    assert log.values.tolist() == [
        ["a.xlsx", False],
        ["page.xlsx", True],
        ["empty.xlsx", True],
        ["c.xlsx", False],
    ]


def test_a_first_load_of_nothing_but_refused_files_makes_no_store(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"PK nonsense")
    assert etl(capsys, "load", bad)[0] == 2
    with pytest.raises(NoBuild):
        current_build()


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["load", "no/such/file.xlsx"], "no/such/file.xlsx"),
        (["load", ".", "--received", "tomorrow"], "tomorrow"),
        (["load", ".", "--received", "2999-01-01"], "01/01/2999"),
        (["load"], "FILE|DIR"),
        (["build", "extra"], "extra"),
        (["nonsense"], "etl"),
        ([], "etl"),
    ],
)
def test_bad_input_gets_one_sentence_and_changes_nothing(
    home: Path, words: list[str], part: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        code = main(words)
    except SystemExit as leaving:
        code = int(str(leaving.code))
    err = capsys.readouterr().err
    assert code == 2
    assert part in err
    assert "Traceback" not in err
    assert not home.exists()


def test_the_day_of_receipt_is_the_clocks_the_stated_or_the_forms(
    home: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    day = date(2024, 12, 2)
    etl(capsys, "load", write("form.xlsx", reported_on=day), "--received", "form")
    etl(capsys, "load", write("stated.xlsx", unit="440"), "--received", "2024-12-17")
    etl(capsys, "load", write("shown.xlsx", unit="439", reported_on=day, illustrative=True))
    log = query("SELECT file_name, received_by, received_on FROM log_return ORDER BY load_order")
    log["received_on"] = log["received_on"].dt.date
    assert log.values.tolist() == [
        ["form.xlsx", "form", day],
        ["stated.xlsx", "stated", date(2024, 12, 17)],
        ["shown.xlsx", "form", day],
    ]
    assert build.build_facts().is_illustrative


def test_a_load_cut_off_before_publishing_is_made_good_by_the_next(
    home: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    etl(capsys, "load", write("a.xlsx"))
    lost = write("lost.xlsx", unit="440")
    Archive().add(lost, lost.name, date(2024, 12, 5), "stated")
    (home / "warehouse" / "builds" / "20990101T000000_000000Z.partial").write_bytes(b"torn")
    code, out, _ = etl(capsys, "load", lost)
    assert code == 0
    assert "Đã công bố bản dựng" in out
    assert build.build_facts().return_count == 2
    assert not list((home / "warehouse" / "builds").glob("*.partial*"))


def test_a_store_that_was_deleted_is_rebuilt_the_same_from_the_archive(
    home: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    etl(capsys, "load", write("a.xlsx"), write("b.xlsx", unit="440"))
    folder = home / "warehouse" / "builds"
    before = table_hashes(folder / f"{current_build()}.duckdb")
    for file in folder.iterdir():
        file.unlink()
    (home / "warehouse" / "CURRENT").unlink()
    assert etl(capsys, "build")[0] == 0
    after = table_hashes(folder / f"{current_build()}.duckdb")
    assert {name for name in before if before[name] != after[name]} == {"meta_build"}


def test_a_damaged_archive_stops_the_build_and_says_where(
    home: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    etl(capsys, "load", write("a.xlsx"))
    before = current_build()
    kept = next((home / "archive").glob("*.xlsx"))
    kept.write_bytes(kept.read_bytes()[:-1])
    code, _, err = etl(capsys, "build")
    assert code == 2
    assert kept.name in err
    assert current_build() == before
