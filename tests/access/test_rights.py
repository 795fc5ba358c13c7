"""Who may do what, by the two files; what a file may not say; which sign-ins hold."""

import os
import time
from pathlib import Path

import pytest

from coop.access import (
    CAPABILITIES,
    EVERYTHING,
    BrokenAccess,
    NotAllowed,
    access,
    account_of,
    acting_as,
    demand,
    end,
    may_listen,
    note_action,
    note_refusal,
    rights_now,
    rights_of,
    standing_of,
)
from tests.access.people import AGENCY, DISTRICT, account, claims, give_rights

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with people in it and nothing else."""
    monkeypatch.setenv("COOP_HOME", str(tmp_path))
    give_rights(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("role", "units", "may"),
    [
        ("leader", None, "read take_picture"),
        ("analyst", None, "read take_picture see_rows export"),
        ("officer", (DISTRICT,), "read take_picture see_rows export send"),
        ("steward", None, "read take_picture see_rows export send accept_correction publish"),
        ("administrator", None, "read see_audit"),
    ],
)
def test_each_role_has_what_the_file_gives_it(
    home: Path, role: str, units: tuple[str, ...] | None, may: str
) -> None:
    rights = rights_of(account(role), access())
    assert rights is not None
    assert (rights.role, rights.units, rights.may) == (role, units, frozenset(may.split()))


def test_where_nobody_signs_in_everything_is_allowed(home: Path) -> None:
    assert rights_now() == EVERYTHING
    assert demand("publish").may == frozenset(CAPABILITIES)


def test_every_page_has_its_capability(home: Path) -> None:
    pages = {file.stem for file in (PROJECT / "pages").rglob("*.py")}
    assert pages <= set(access().pages)


def test_a_group_counts_where_no_line_names_the_person(home: Path) -> None:
    known = access()
    stranger, officer = account("somebody", "coop-analysts"), account("officer", "coop-analysts")
    assert [getattr(rights_of(one, known), "role", None) for one in (stranger, officer)] == [
        "analyst",
        "officer",
    ]
    assert rights_of(account("somebody", "others"), known) is None


def test_an_address_that_the_provider_has_not_verified_is_none(home: Path) -> None:
    assert account_of(claims("Officer")).email == "officer@example.vn"  # type: ignore[union-attr]
    unverified = account_of(claims("officer", email_verified=False))
    assert unverified is not None
    assert unverified.email == ""
    assert standing_of(unverified).why == "unknown"
    assert account_of(claims("officer", iat=None)) is None
    assert account_of(claims("officer", is_logged_in=False)) is None


def test_another_sign_in_of_the_same_person_is_another(home: Path) -> None:
    first, again, later = (account_of(claims("officer", iat=second)) for second in (10, 10, 11))
    assert first == again
    assert first is not None
    assert later is not None
    assert first.sign_in != later.sign_in


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ('[people."a@b.vn"]\nrole = "officer"', "people.a@b.vn"),  # a limited role without units
        ('[people."a@b.vn"]\nrole = "king"', "people.a@b.vn"),
        ('[people."a@b.vn"]\nrole = "officer"\nunits = []', "people.a@b.vn"),
        ('[people."a@b.vn"]\nrole = "officer"\nunits = "444"', "people.a@b.vn"),
        ('[people."a@b.vn"]\nrole = "officer"\nunits = ["44; DROP"]', "people.a@b.vn"),
        ('[people."a@b.vn"]\nrole = "leader"\nunit = ["444"]', "people.a@b.vn"),
        ('[roles.leader]\nmay = ["reed"]', "roles.leader"),
        ('[pages]\noverview = "raed"', "pages.overview"),
        ('[persons."a@b.vn"]\nrole = "leader"', "persons"),
        ("people = 3", "people"),
        ("[people", "TOML"),
    ],
)
def test_a_wrong_file_is_a_sentence_and_lets_nobody_in(home: Path, text: str, entry: str) -> None:
    file = give_rights(home, text)
    with pytest.raises(BrokenAccess, match=str(file)) as broken:
        access()
    assert entry in str(broken.value)
    assert standing_of(account("leader")).why == "broken"


def test_who_is_taken_out_of_the_file_has_no_rights_at_once(home: Path) -> None:
    reader = account("leader")
    with acting_as(reader):
        assert rights_now().role == "leader"
        give_rights(home, f'[people."agency@example.vn"]\nrole = "officer"\nunits = ["{AGENCY}"]')
        with pytest.raises(NotAllowed, match=r"leader@example\.vn"):
            rights_now()


def test_what_a_role_lacks_is_refused(home: Path) -> None:
    with acting_as(account("leader")), pytest.raises(NotAllowed):
        demand("export")


def test_a_sign_in_ends_when_idle_by_the_settings_in_every_tab(home: Path) -> None:
    (home / "settings.toml").write_text("[session]\nidle_minutes = 2\n", encoding="utf-8")
    reader = account("analyst")
    assert note_action(reader)
    assert not note_action(reader), "only the first action is the sign-in"
    file = home / "sign_ins" / reader.sign_in
    for ago, why in ((110, ""), (130, "idle")):
        then = time.time() - ago
        os.utime(file, (then, then))
        assert standing_of(reader).why == why


def test_a_sign_in_ends_after_the_most_hours_whatever_is_done(home: Path) -> None:
    old = account("analyst", began=time.time() - 12.1 * 3600)
    note_action(old)
    assert standing_of(old).why == "old"
    assert standing_of(account("analyst", began=time.time() + 3600)).why == "old"  # from a wrong clock


def test_a_sign_in_that_was_ended_stays_so_though_the_cookie_lives(home: Path) -> None:
    reader = account("analyst")
    note_action(reader)
    assert end(reader)
    assert not end(reader)
    note_action(reader)
    assert standing_of(reader).why == "ended"
    assert standing_of(account("analyst")).why == ""


def test_a_refusal_is_news_once_and_again_after_the_next_action(home: Path) -> None:
    reader = account("analyst")
    assert [note_refusal(reader, why) for why in ("unknown", "unknown", "export", "export")] == [
        True, False, True, False,
    ]  # fmt: skip
    note_action(reader)
    assert note_refusal(reader, "unknown")
    assert not note_refusal(reader, "unknown")
    assert standing_of(reader).why == ""


def test_a_cookie_of_which_the_server_knows_nothing_holds_only_while_it_is_young(home: Path) -> None:
    assert standing_of(account("analyst", began=time.time() - 60)).why == ""
    assert standing_of(account("analyst", began=time.time() - 31 * 60)).why == "idle"


def test_files_of_sign_ins_that_are_over_go(home: Path) -> None:
    old, reader = account("analyst"), account("leader")
    note_action(old)
    day = time.time() - 24 * 3600
    os.utime(home / "sign_ins" / old.sign_in, (day, day))
    note_action(reader)
    assert [file.name for file in (home / "sign_ins").iterdir()] == [reader.sign_in]


@pytest.mark.parametrize("address", ["", "0.0.0.0", "::", "10.1.2.3", "coop.example.vn"])
def test_a_server_for_other_machines_needs_sign_in_or_so_many_words(address: str) -> None:
    refused = may_listen(address, has_sign_in=False, told="yes")
    assert refused is not None
    assert "COOP_OPEN_TO_ALL" in refused
    assert may_listen(address, has_sign_in=True) is None
    assert may_listen(address, has_sign_in=False, told="yes, without sign-in") is None


@pytest.mark.parametrize("address", ["localhost", "127.0.0.1", "::1"])
def test_a_server_for_this_machine_needs_none(address: str) -> None:
    assert may_listen(address, has_sign_in=False) is None
