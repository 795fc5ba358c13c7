"""Every data file is described beside it, and every description has its file."""

import csv
import datetime
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.house.source import PROJECT, relative

DATA = PROJECT / "data"
DESCRIBED = ("reference", "rules", "plan")
# Descriptions that are themselves the data: a rule set's own facts.
STAND_ALONE = {"rule_set.toml"}
COLUMN_TYPES = {"text", "integer", "decimal", "date", "boolean", "url"}


def files(suffix: str | None = None) -> list[Path]:
    """Files of the described folders, or only those with one suffix."""
    found = [f for folder in DESCRIBED for f in sorted((DATA / folder).rglob("*")) if f.is_file()]
    return [f for f in found if suffix is None or f.suffix == suffix]


def tables() -> list[Path]:
    """Every CSV of the described folders."""
    return files(".csv")


def description(file: Path) -> dict[str, Any]:
    """The TOML beside a data file."""
    return tomllib.loads(file.with_suffix(".toml").read_text(encoding="utf-8"))


def test_every_data_file_has_a_description_of_the_same_name() -> None:
    data = [file for file in files() if file.suffix not in {".toml", ".md"}]
    assert len(data) >= 10
    assert not [relative(file) for file in data if not file.with_suffix(".toml").is_file()]


def test_every_description_has_its_data_file() -> None:
    stems = {file.with_suffix("") for file in files() if file.suffix != ".toml"}
    lonely = [f for f in files(".toml") if f.with_suffix("") not in stems and f.name not in STAND_ALONE]
    assert not [relative(file) for file in lonely]


@pytest.mark.parametrize("file", [f for f in files() if f.suffix not in {".toml", ".md"}], ids=relative)
def test_a_description_tells_title_source_date_and_confidence(file: Path) -> None:
    facts = description(file)
    assert facts["title"].strip()
    assert facts["source"].strip()
    assert isinstance(facts["date"], datetime.date)
    assert facts["confidence"] in {"A", "B", "C", "I", "U"}


@pytest.mark.parametrize("file", tables(), ids=relative)
def test_a_table_has_the_columns_that_its_description_names(file: Path) -> None:
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    columns = description(file)["columns"]
    assert rows[0] == list(columns)
    assert not [number for number, row in enumerate(rows, start=1) if len(row) != len(rows[0])]
    for name, facts in columns.items():
        assert facts["title"].strip(), name
        assert facts["meaning"].strip(), name
        assert facts["type"] in COLUMN_TYPES, name


def test_the_readme_of_data_names_every_folder_and_table() -> None:
    text = (DATA / "README.md").read_text(encoding="utf-8")
    assert not [relative(file) for file in tables() if file.name not in text and file.stem not in text]
