"""Settings: declared once with a default, overridden line by line in the store, never guessed."""

import os
from pathlib import Path

import pytest

from coop.settings import UnknownSetting, setting, setting_number


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty store of its own."""
    monkeypatch.setenv("COOP_HOME", str(tmp_path))
    return tmp_path


def test_a_store_without_a_file_has_the_declared_settings(store: Path) -> None:
    assert setting("session.idle_minutes") == 30
    assert setting("audit.mask_personal_data") is True
    assert setting_number("builds.keep_count") == 5
    with pytest.raises(KeyError):
        setting("session.colour")
    with pytest.raises(TypeError):
        setting_number("audit.mask_personal_data")


def test_a_line_of_the_store_overrides_one_setting_and_is_read_again_when_it_changes(store: Path) -> None:
    file = store / "settings.toml"
    file.write_text("[session]\nidle_minutes = 5\n", encoding="utf-8")
    os.utime(file, ns=(1, 1))
    assert (setting("session.idle_minutes"), setting("audit.keep_days")) == (5, 1825)
    file.write_text("[session]\nidle_minutes = 6\n", encoding="utf-8")
    os.utime(file, ns=(2, 2))
    assert setting("session.idle_minutes") == 6


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("[session]\nidle_minuts = 5\n", "session.idle_minuts"),
        ('[session]\nidle_minutes = "năm"\n', "năm"),
        ("idle_minutes = 5\n", "idle_minutes"),
        ("[session\n", "không đọc được"),
    ],
)
def test_a_line_nobody_declared_or_of_another_kind_is_refused_with_file_and_line(
    store: Path, written: str, named: str
) -> None:
    (store / "settings.toml").write_text(written, encoding="utf-8")
    with pytest.raises(UnknownSetting, match=r"settings\.toml") as refused:
        setting("session.idle_minutes")
    assert named in str(refused.value)
