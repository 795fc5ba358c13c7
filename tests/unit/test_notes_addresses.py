"""Whom the weekly note goes to: every line of the store's own file is right, or nobody is mailed."""

from pathlib import Path

import pytest

from coop.notes.addresses import read_addresses
from coop.notes.problems import NotTold

CODES = {"444", "436"}


def addresses(folder: Path, content: str) -> dict[str, list[str]]:
    file = folder / "addresses.csv"
    file.write_text(content, encoding="utf-8")
    return read_addresses(file, CODES, 2024)


def test_a_unit_has_as_many_addresses_as_it_has_lines_each_once(tmp_path: Path) -> None:
    content = "\ufeffunit_code,email\r\n444,a@b.vn\r\n\r\n*,so@b.vn\r\n444, c@b.vn \r\n444,a@b.vn\r\n"
    assert addresses(tmp_path, content) == {"444": ["a@b.vn", "c@b.vn"], "*": ["so@b.vn"]}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("unit_code,email\n999,a@b.vn\n", "dòng 2: 999,a@b.vn"),
        ("unit_code,email\n444,không phải địa chỉ\n", "dòng 2: 444,không phải địa chỉ"),
        ('unit_code,email\n444,"a@b.vn\nBcc: all@b.vn"\n', "dòng 2"),
        ("unit_code,email\n444,a@b.vn\n436,a@b.vn,c@d.vn\n", "dòng 3: 436,a@b.vn,c@d.vn"),
        ("444,a@b.vn\n", "dòng 1: 444,a@b.vn"),
        ("unit_code,email\n444\n", "dòng 2: 444"),
        ('unit_code,email\n444,"a@b.vn\n', "Không đọc được tệp địa chỉ"),
    ],
)
def test_a_wrong_line_stops_everything_and_is_named(tmp_path: Path, content: str, told: str) -> None:
    with pytest.raises(NotTold) as wrong:
        addresses(tmp_path, content)
    assert told in str(wrong.value)
    assert "addresses.csv" in str(wrong.value)


def test_a_file_of_another_encoding_and_none_at_all_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(NotTold, match="Chưa có tệp địa chỉ"):
        read_addresses(tmp_path / "addresses.csv", CODES, 2024)
    (tmp_path / "addresses.csv").write_bytes("unit_code,email\n444,ế@b.vn".encode("utf-16"))
    with pytest.raises(NotTold, match="Không đọc được tệp địa chỉ"):
        read_addresses(tmp_path / "addresses.csv", CODES, 2024)
