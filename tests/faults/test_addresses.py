"""Attacks by address, box and file name: the default view and a notice, no traceback, nothing changed."""

import hashlib
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from streamlit.runtime.state.query_params import CLIENT_STATE_QUERY_STRING_MAX_LENGTH as LONGEST

from coop.text import say
from etl.returns.archive import Archive
from etl.returns.read import read_return
from tests.faults.conftest import Measured
from tests.faults.packing import good_workbook
from tests.faults.sizes import IS_LONG
from tests.pages.conftest import build_file
from tests.pages.reader import PAGES, Address, is_well, open_page, text_of
from tests.pages.test_bad_input import OWN_PARTS

SQL = (
    "'", '"', "''", "\\'", "';", "' OR '1'='1", "' OR 1=1 --", '" OR ""="', "') OR ('1'='1", "1 OR 1=1",
    "1; DROP TABLE dim_duty", "'; DROP TABLE dim_duty; --", "'; DELETE FROM log_return; --",
    "x'; UPDATE meta_build SET is_illustrative = FALSE; --", "' UNION SELECT * FROM log_return --",
    "' UNION ALL SELECT NULL, NULL, NULL --", "1 UNION SELECT 1",
    "' AND 1=0 UNION SELECT sha256 FROM log_return --", "'; ATTACH '/tmp/x.duckdb'; --",
    "'; COPY dim_duty TO '/tmp/x.csv'; --", "'; INSTALL httpfs; LOAD httpfs; --",
    "' || (SELECT content FROM read_text('/etc/passwd')) || '", "read_csv('/etc/passwd')",
    "'; PRAGMA database_list; --", "$as_of", "$1", "?", ":x", "%' --", "/* */ ; --", "444'--",
    "444 OR unit_code = '436'", "{scope}", "\\x00", "NULL",
)  # fmt: skip
PATHS = (
    "../../../../etc/passwd", "..\\..\\..\\windows\\win.ini", "/etc/passwd", "file:///etc/passwd",
    "....//....//etc/passwd", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "C:\\boot.ini", "\\\\evil.example\\share",
    "https://evil.example/x", "con", "nul.xlsx", ".", "..", "~root",
)  # fmt: skip
NONSENSE = (
    "", " ", "\t", "0", "-1", "1e309", "NaN", "true", "null", "undefined", "[]", "{}", "((", "\u202egnp",
    "\u0000", "\U0001f600", "ﷺ" * 40, "a\u0300" * 50, "%", "%zz", "&", "=", "?x=1", "9999-99-99",
    "0000-00-00", "2024-02-30", "x" * 100_000,
)  # fmt: skip
ATTACKS = (*SQL, *PATHS, *NONSENSE)
ALL_PARTS = (*OWN_PARTS, "year", "as_of", "districts", "agencies", "groups", "lang", "nothing_of_ours")


def addresses(of: int) -> list[Address]:
    """Attacks in all parts at once, for one page: all of them, or in short a share of its own."""
    share = range(len(ATTACKS)) if IS_LONG else range(of, len(ATTACKS), 2 * len(PAGES))
    alone: list[Address] = [dict.fromkeys(ALL_PARTS, ATTACKS[number]) for number in share]
    # Each part twice, with two attacks.
    twice: Address = {part: [ATTACKS[of], ATTACKS[-1 - of], ""] for part in ALL_PARTS}
    return [*alone, twice]


def digest_of(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


@pytest.mark.parametrize("name", PAGES)
def test_an_attack_by_address_gets_the_default_view_and_a_notice(
    name: str, store: Path, measured: Measured
) -> None:
    before = digest_of(build_file(store))
    tried = addresses(list(PAGES).index(name))
    for address in tried:
        app = open_page(name, address)
        told = str(address["unit"])[:60]
        assert is_well(app), told
        text = text_of(app)
        assert "Traceback" not in text, told
        assert "root:" not in text, told
        # A reader is told once, on the page that was opened first, which here is the overview.
        # Of an address too long for Streamlit nothing arrives, so there is nothing to tell.
        arrives = len(urlencode(address, doseq=True)) <= LONGEST
        if name == "overview" and str(address["year"]).strip() and arrives:
            assert say("app.address_ignored", label=say("app.year")) in text, told
    assert digest_of(build_file(store)) == before
    measured("addresses", len(tried))


def boxes(app: Any) -> list[Any]:
    """Every box of a page into which a reader can write."""
    return [*app.text_input, *app.text_area, *app.number_input]


@pytest.mark.parametrize("name", PAGES if IS_LONG else ["dictionary"])
def test_an_attack_by_a_box_finds_nothing(name: str, store: Path) -> None:
    app = open_page(name)
    tried = ATTACKS if IS_LONG else ATTACKS[::8]
    assert boxes(app), "the search box stands beside every page"
    for attack in tried:
        for number in range(len(boxes(app))):
            boxes(app)[number].set_value(attack)
        app.run()
        assert is_well(app), attack[:60]
        assert "Traceback" not in text_of(app)


def test_an_attack_by_a_file_name_is_kept_under_its_checksum(tmp_path: Path) -> None:
    content = good_workbook(tmp_path)
    sha256 = hashlib.sha256(content).hexdigest()
    for number, attack in enumerate(ATTACKS):
        name = read_return(content, f"{attack}.xlsx").file_name
        assert not set(name) & set("/\\\0\u202e"), name
        assert len(name) <= 120
        if number % 10 and not IS_LONG:
            continue
        archive = Archive(tmp_path / str(number))
        archive.add(content, f"{attack}.xlsx", date(2024, 12, 1), "stated")
        kept = sorted(file.name for file in archive.folder.iterdir())
        assert kept == [".lock", f"{sha256}.xlsx", "manifest.jsonl"]
    assert not [file for file in tmp_path.iterdir() if file.name != "good.xlsx" and not file.name.isdigit()]
