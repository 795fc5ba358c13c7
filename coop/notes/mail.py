"""Notes by mail: a message of text and HTML, and the server that the settings name.

A server that cannot be reached, does not encrypt as the settings ask, or knows no such account is a
`NotTold`; nothing is ever sent over a plainer line than was asked for. The password is no setting: it comes
from the environment, `COOP_MAIL_PASSWORD`, so that no file of the store holds it.
"""

import hashlib
import os
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from coop.notes.as_html import note_html
from coop.notes.as_text import note_text
from coop.notes.note import Note
from coop.notes.problems import NotTold
from coop.notes.sent import Mailing
from coop.settings import setting, setting_number
from coop.text import say

PASSWORD = "COOP_MAIL_PASSWORD"
_SECONDS = 30


@dataclass(frozen=True)
class Server:
    """Where mails are handed in, and in whose name."""

    host: str
    port: int
    starttls: bool
    sender: str
    user: str


def mail_server() -> Server:
    """Return what the settings say; raises NotTold where they name no server or no sender."""
    server = Server(
        str(setting("mail.host")),
        int(setting_number("mail.port")),
        bool(setting("mail.starttls")),
        str(setting("mail.sender")),
        str(setting("mail.user")),
    )
    if not server.host or not server.sender:
        raise NotTold(say("note.no_server"))
    return server


def message_of(note: Note, mailing: Mailing, sender: str, moment: datetime) -> EmailMessage:
    """Return the note as a mail; one mailing always has the same identity, so that a double shows."""
    message = EmailMessage()
    message["Subject"] = note.subject
    message["From"] = sender
    message["To"] = mailing.email
    message["Date"] = format_datetime(moment)
    name = hashlib.sha256(repr(mailing).encode()).hexdigest()[:32]
    message["Message-ID"] = f"<{name}@{sender.rpartition('@')[2].strip('> ')}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(note_text(note), cte="quoted-printable")
    message.add_alternative(note_html(note), subtype="html", cte="quoted-printable")
    return message


@contextmanager
def connected(server: Server) -> Iterator[smtplib.SMTP]:
    """A line to the server, encrypted and signed in as the settings ask; raises NotTold."""
    place = {"host": server.host, "port": server.port}
    try:
        line = smtplib.SMTP(server.host, server.port, timeout=_SECONDS)
    except (OSError, smtplib.SMTPException) as problem:
        raise NotTold(say("note.server_down", **place, why=words_of(problem))) from problem
    try:
        if server.starttls:
            try:
                line.starttls(context=ssl.create_default_context())
            except (OSError, smtplib.SMTPException) as problem:
                raise NotTold(say("note.no_starttls", **place, why=words_of(problem))) from problem
        if server.user:
            try:
                line.login(server.user, os.environ.get(PASSWORD, ""))
            except (OSError, smtplib.SMTPException) as problem:
                why = words_of(problem)
                raise NotTold(say("note.not_signed_in", **place, user=server.user, why=why)) from problem
        yield line
    finally:
        try:
            line.quit()
        except (OSError, smtplib.SMTPException):
            line.close()


def words_of(problem: Exception) -> str:
    """What a server answered, or what the line's trouble is, on one line."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        [(code, answer)] = problem.recipients.values()
        return f"{code} {_line(answer)}"
    if isinstance(problem, smtplib.SMTPResponseException):
        return f"{problem.smtp_code} {_line(problem.smtp_error)}"
    return _line(str(problem))


def _line(answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join(text.split())
