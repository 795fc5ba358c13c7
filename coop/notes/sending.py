"""Send the week's notes: once for each week, unit and address, and say of every one what became of it."""

import smtplib
import ssl
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from filelock import Timeout

from coop import audit
from coop.clock import VIETNAM
from coop.notes.addresses import Addresses
from coop.notes.mail import Server, connected, message_of, words_of
from coop.notes.note import Note
from coop.notes.problems import NotTold
from coop.notes.sent import Mailing, sending_lock, states, write_state
from coop.text import say

Result = Literal["sent", "already", "failed"]


@dataclass(frozen=True)
class Letter:
    """One note and the unit it is for; `whose` in readers' words."""

    unit_code: str
    whose: str
    note: Note


@dataclass(frozen=True)
class Outcome:
    """What became of one mail, with a sentence that says so."""

    mailing: Mailing
    result: Result
    sentence: str


def send(
    letters: Sequence[Letter],
    addresses: Addresses,
    week: str,
    server: Server,
    again: Collection[str] = (),
    home: Path | None = None,
) -> list[Outcome]:
    """Send each letter to each address of its unit that has not had this week's; `again` names units anew.

    Raises NotTold where the server cannot be used at all or another command is sending.
    """
    try:
        with sending_lock(home):
            known = states(home)
            outcomes, due = [], []
            for letter, mailing in _mailings(letters, addresses, week):
                before = None if letter.unit_code in again else known.get(mailing)
                if before in ("begun", "sent"):
                    outcomes.append(_known(letter, mailing, before == "sent"))
                else:
                    due.append((letter, mailing))
            return outcomes + (_send_due(due, server, home) if due else [])
    except Timeout as busy:
        raise NotTold(say("note.in_use", file=busy.lock_file)) from busy


def _mailings(letters: Sequence[Letter], addresses: Addresses, week: str) -> Iterator[tuple[Letter, Mailing]]:
    for letter in letters:
        for email in addresses.get(letter.unit_code, []):
            yield letter, Mailing(week, letter.unit_code, email)


def _known(letter: Letter, mailing: Mailing, is_sent: bool) -> Outcome:
    words = {"unit": letter.whose, "to": mailing.email}
    if is_sent:
        return Outcome(mailing, "already", say("note.already", **words))
    return Outcome(mailing, "failed", say("note.unknown_end", **words, code=letter.unit_code))


def _send_due(due: Sequence[tuple[Letter, Mailing]], server: Server, home: Path | None) -> list[Outcome]:
    with connected(server) as line:
        return [_send_one(line, letter, mailing, server.sender, home) for letter, mailing in due]


def _send_one(
    line: smtplib.SMTP, letter: Letter, mailing: Mailing, sender: str, home: Path | None
) -> Outcome:
    message = message_of(letter.note, mailing, sender, datetime.now(VIETNAM))
    words = {"unit": letter.whose, "to": mailing.email}
    if line.sock is None:  # the server hung up on an earlier mail: this one is not begun
        return _failed(mailing, say("note.not_sent", **words, why=say("note.hung_up")), home)
    write_state(mailing, "begun", home)
    try:
        line.send_message(message)
    except (smtplib.SMTPServerDisconnected, TimeoutError, ConnectionError, ssl.SSLError) as problem:
        # The line broke: the server may have taken the mail before, so it stays begun.
        return _failed(mailing, say("note.not_sent", **words, why=words_of(problem)), home)
    except smtplib.SMTPException as problem:
        write_state(mailing, "refused", home)
        return _failed(mailing, say("note.refused_by", **words, why=words_of(problem)), home)
    write_state(mailing, "sent", home)
    audit.note("mail", _subject(mailing), "ok", home)
    return Outcome(mailing, "sent", say("note.sent", **words))


def _failed(mailing: Mailing, sentence: str, home: Path | None) -> Outcome:
    audit.note("mail", _subject(mailing), "failed", home)
    return Outcome(mailing, "failed", sentence)


def _subject(mailing: Mailing) -> str:
    return f"{mailing.week} {mailing.unit_code} {mailing.email}"
