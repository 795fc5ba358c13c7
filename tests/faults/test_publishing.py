"""Readers while builds are published one after the other: each changes over, none mixes two builds."""

import hashlib
import random
import shutil
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from coop.warehouse import current_build, pinned, query, ready_build
from etl.warehouse.publish import publish
from tests.faults.conftest import Measured
from tests.faults.sizes import tries
from tests.hand_store import ROWS, write_build
from tests.pages.conftest import read_from
from tests.pages.reader import headlines, open_page, tables, text_of

PUBLISHINGS = tries(8, 50)
DURING = 0.4  # seconds from the first moment of a page within which a build is published
CHANGES_WITHIN = 5.0
PAGES = ("overview", "tasks", "groups")
# Two builds that differ in many figures; each tells its kind in tables that share nothing.
KINDS = {
    "A": ROWS,
    "B": {
        **ROWS,
        "dim_task": ROWS["dim_task"][:1],
        "dim_duty": [row for row in ROWS["dim_duty"] if row.startswith("('1.1/")],
        "fact_duty_event": [row for row in ROWS["fact_duty_event"] if row.startswith("('1.1/")],
        "log_reject": ROWS["log_reject"] * 3,
    },
}
COUNTED = ("dim_task", "dim_duty", "fact_duty_event", "log_reject")


@dataclass
class Publisher:
    """Publishes the two kinds in turns; remembers when."""

    home: Path
    made: dict[str, Path]
    at: dict[str, float] = field(default_factory=dict)  # build → moment of publishing

    def one(self, number: int, kind: str) -> str:
        """Publish a copy under a new name, as a build leaves it."""
        build = f"20260101T000000_{number:06}Z{kind}"
        file = self.home / "warehouse" / "builds" / f"{build}.duckdb"
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(self.made[kind], file)
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        file.with_suffix(".sha256").write_text(digest, encoding="ascii")
        publish(build, self.home)
        self.at[build] = time.monotonic()
        return build


@pytest.fixture
def publisher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Publisher:
    """A store in which nothing has been published yet."""
    made = {kind: write_build(tmp_path / "made", kind, rows) for kind, rows in KINDS.items()}
    return Publisher(read_from(tmp_path / "home", monkeypatch), made)


def counts() -> list[int]:
    """Rows of tables that share nothing, each asked for by itself."""
    return [int(query(f"SELECT count(*) AS n FROM {table}")["n"].iloc[0]) for table in COUNTED]


@dataclass
class Asker:
    """A reader that asks one table after the other, of one build at a time, until told to stop."""

    over: threading.Event
    seen: dict[str, float] = field(default_factory=dict)  # build → moment of its first answer
    mixed: list[tuple[str, list[int]]] = field(default_factory=list)

    def ask(self) -> None:
        """Ask, and hold that all answers are of the build that was pinned."""
        right = {kind: [len(rows[table]) for table in COUNTED] for kind, rows in KINDS.items()}
        while not self.over.is_set():
            build = ready_build()
            with pinned(build):
                answer = counts()
                time.sleep(0.05)  # as long as a page may think between two questions
                answer_again = counts()
            self.seen.setdefault(build, time.monotonic())
            if not answer == answer_again == right[build[-1]]:
                self.mixed.append((build, answer))


def drawn(name: str) -> tuple[object, ...]:
    """All that a page says: words, headline figures and tables."""
    app = open_page(name)
    assert not app.exception, app.exception
    return text_of(app), headlines(app), tables(app)


def test_readers_change_over_to_each_build_and_no_page_mixes_two(
    publisher: Publisher, measured: Measured
) -> None:
    right: dict[str, list[tuple[object, ...]]] = {name: [] for name in PAGES}
    for number, kind in enumerate("AB"):
        publisher.one(number, kind)
        for name in PAGES:
            right[name].append(drawn(name))
    assert all(of_a != of_b for of_a, of_b in right.values())
    asker = Asker(threading.Event())
    reading = [threading.Thread(target=asker.ask) for _ in range(2)]
    for thread in reading:
        thread.start()
    chance = random.Random(1)
    for number in range(2, 2 + PUBLISHINGS):
        given = (number, "AB"[number % 2])
        publishing = threading.Timer(chance.uniform(0, DURING), publisher.one, given)
        publishing.start()
        name = PAGES[number % len(PAGES)]
        assert drawn(name) in right[name], "a page that is of neither build"
        publishing.join()
    time.sleep(1)
    asker.over.set()
    for thread in reading:
        thread.join()
    assert asker.mixed == []
    builds = list(publisher.at)[2:]
    assert current_build() == builds[-1]
    late = [asker.seen[build] - publisher.at[build] for build in builds if build in asker.seen]
    assert len(late) >= PUBLISHINGS // 2, "most builds were read"
    assert builds[-1] in asker.seen
    assert max(late) <= CHANGES_WITHIN
    measured(
        f"{PUBLISHINGS} publishings in the middle of a page, none mixed; slowest change-over",
        f"{max(late):.2f} s",
    )
