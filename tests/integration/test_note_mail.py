"""The weekly note by mail, handed to a real server on loopback: what arrives, what is refused, what once."""

import json
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from coop import audit
from etl.__main__ import main
from tests.build_factory import build_of, line, received

DAY = "2025-01-10"
WEEK = "2025-W02"
REFUSED, HUNG_UP = "gone@huyen.example.vn", "broken@huyen.example.vn"
ADDRESSES = "unit_code,email\n*,so@tinh.example.vn\n444,hk@huyen.example.vn\n"


class Post:
    """A mail server's own half: it takes mails, refuses one address and hangs up on another."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address == REFUSED:
            return "550 5.1.1 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if HUNG_UP in envelope.rcpt_tos:
            server.transport.abort()
            return "451 never heard"
        self.taken.append(envelope)
        return "250 taken"

    def mails(self) -> dict[str, EmailMessage]:
        """What was taken, by who it was for."""
        parsed = {}
        for envelope in self.taken:
            content = envelope.content
            assert isinstance(content, bytes)
            message = message_from_bytes(content, policy=policy.default)
            assert isinstance(message, EmailMessage)
            parsed[envelope.rcpt_tos[0]] = message
        return parsed


@contextmanager
def serving(post: Post, **more: Any) -> Iterator[int]:
    """A server on a free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    controller = Controller(post, hostname="127.0.0.1", port=port, **more)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def settle(home: Path, port: int, *, starttls: bool = False, host: str = "127.0.0.1") -> None:
    """Let the store name this server."""
    lines = [f'host = "{host}"', f"port = {port}", f"starttls = {str(starttls).lower()}"]
    text = "\n".join(["[mail]", *lines, 'sender = "Phòng KTTT <htx@tinh.example.vn>"'])
    (home / "settings.toml").write_text(text + "\n", encoding="utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small store in which two districts owe something."""
    home = tmp_path_factory.mktemp("built")
    done, idle = line("1.1", "completed", completed_on=date(2024, 12, 1)), line("4.1", "in_progress")
    day = date(2025, 1, 9)
    build_of(
        home,
        received("task_status", "444", 2024, [done, idle], day, 1),
        received("task_status", "436", 2024, [idle], day, 2),
    )
    return home


@pytest.fixture
def home(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, with addresses of the department and one of the two."""
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("COOP_HOME", str(tmp_path))
    (tmp_path / "addresses.csv").write_text(ADDRESSES, encoding="utf-8")
    return tmp_path


def add_address(home: Path, line_of_file: str) -> None:
    (home / "addresses.csv").write_text(ADDRESSES + line_of_file + "\n", encoding="utf-8")


def send(*more: str) -> int:
    return main(["note", "--as-of", DAY, "--send", *more])


def states(home: Path) -> list[tuple[str, str]]:
    lines = (home / "notes" / "sent.jsonl").read_text(encoding="utf-8").splitlines()
    return [(facts["email"], facts["state"]) for facts in map(json.loads, lines)]


def test_nobody_is_mailed_unless_a_server_and_addresses_are_named(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["note", "--as-of", DAY]) == 0
    assert "Chưa gửi gì." in capsys.readouterr().out
    assert send() == 2
    assert "mail.host" in capsys.readouterr().err
    settle(home, 1)
    (home / "addresses.csv").unlink()
    assert send() == 2
    assert "addresses.csv" in capsys.readouterr().err
    assert not (home / "notes").exists()


def test_a_mail_arrives_once_as_text_and_html_in_vietnamese_and_says_that_it_is_illustrative(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    post = Post()
    with serving(post) as port:
        settle(home, port)
        assert send() == 0
        assert "Gửi 2 thư" in capsys.readouterr().out
        assert send() == 0, "the same week again"
        assert "Gửi 0 thư; 2 đã gửi từ trước" in capsys.readouterr().out
    mails = post.mails()
    assert sorted(mails) == ["hk@huyen.example.vn", "so@tinh.example.vn"]
    assert len(post.taken) == 2
    mail = mails["hk@huyen.example.vn"]
    assert mail["Subject"].startswith("[Số liệu minh họa] UBND huyện Hương Khê: việc còn phải làm")
    assert str(mail["From"]) == "Phòng KTTT <htx@tinh.example.vn>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    for part in mail.iter_parts():
        content = part.get_content()
        assert "Số liệu minh họa" in content
        assert "Hoàn thành 1/6" in content
        assert "Quá hạn" in content
    assert states(home)[-1] == ("hk@huyen.example.vn", "sent")
    noted = [(entry.subject, entry.result) for entry in audit.entries() if entry.action == "mail"]
    assert noted == [(f"{WEEK} * so@tinh.example.vn", "ok"), (f"{WEEK} 444 hk@huyen.example.vn", "ok")]


def test_a_refused_address_is_told_and_tried_again_while_the_others_go_out(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_address(home, f"436,{REFUSED}")
    post = Post()
    with serving(post) as port:
        settle(home, port)
        assert send() == 2
        told = capsys.readouterr()
        assert "550 5.1.1 No such mailbox" in told.err
        assert REFUSED in told.err
        assert "Gửi 2 thư; 0 đã gửi từ trước; 1 không gửi được" in told.out
        add_address(home, "436,new@huyen.example.vn")
        assert send() == 0
    assert sorted(post.mails()) == ["hk@huyen.example.vn", "new@huyen.example.vn", "so@tinh.example.vn"]
    assert (REFUSED, "refused") in states(home)


def test_a_mail_whose_end_is_unknown_is_not_sent_again_unasked(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "addresses.csv").write_text(
        f"unit_code,email\n436,{HUNG_UP}\n444,hk@huyen.example.vn\n", encoding="utf-8"
    )
    post = Post()
    with serving(post) as port:
        settle(home, port)
        assert send() == 2
        assert states(home) == [(HUNG_UP, "begun")], "the next one was not begun on a dead line"
        assert send() == 2
        told = capsys.readouterr().err
        assert "--again 436" in told
        assert sorted(post.mails()) == ["hk@huyen.example.vn"]
        (home / "addresses.csv").write_text("unit_code,email\n444,hk@huyen.example.vn\n", encoding="utf-8")
        assert send("--again", "444") == 0
    assert len(post.taken) == 2


def test_a_server_that_is_down_or_does_not_encrypt_gets_nothing(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    post = Post()
    with serving(post) as port:
        settle(home, port, starttls=True)
        assert send() == 2
        assert "STARTTLS" in capsys.readouterr().err
    settle(home, port)
    assert send() == 2
    assert f"Không nối được máy chủ thư 127.0.0.1:{port}" in capsys.readouterr().err
    assert post.taken == []
    assert not (home / "notes" / "sent.jsonl").exists()


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl to make a certificate with")
def test_a_line_is_encrypted_only_for_a_server_that_proves_its_name(
    home: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = tmp_path_factory.mktemp("certificate")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    asked = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
    ]
    more = ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*asked, *more], check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    post = Post()
    with serving(post, tls_context=context, require_starttls=True) as port:
        settle(home, port, starttls=True, host="localhost")
        assert send() == 2, "nobody vouches for it"
        assert "STARTTLS" in capsys.readouterr().err
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert send() == 0
    assert len(post.taken) == 2
