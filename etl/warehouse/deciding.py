"""What a steward decides on a page: a cell put right, everything built anew, a kept build made current again.

The same functions as behind `etl correct`, `etl build` and `etl publish`.

    deciding = Decision(partial(correct, correction))
    if deciding.is_over(0.2): is_done, sentence = deciding.outcome()
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextvars import copy_context
from dataclasses import asdict
from functools import partial

from coop.clock import today
from etl.returns.archive import Archive
from etl.returns.corrections import BadCorrection, Correction, read_corrections
from etl.warehouse.build_command import PROBLEMS, sentence_of, summary
from etl.warehouse.correct import Units, correct, sheets_of, standing
from etl.warehouse.full_disk import file_sentence
from etl.warehouse.kept import BadBuild, kept_builds
from etl.warehouse.progress import told_to
from etl.warehouse.publish_command import publish_again
from etl.warehouse.readings import Readings
from etl.warehouse.rebuild import build_again

__all__ = [
    "Decision",
    "build_sentence",
    "cells_of",
    "put_right",
    "recorded",
    "still_kept",
    "take_again",
]


def cells_of(return_id: str, units: Units) -> dict[str, Callable[[str], str | None]]:
    """Each sheet of a return with what tells its cells: 'F17' → what stands there now, None: no such cell.

    Corrections are in it. Empty where the return cannot be read, or is of another unit than `units`.
    """
    try:
        return {sheet.name: partial(standing, sheet) for sheet in sheets_of(return_id, units=units)}
    except (*PROBLEMS, OSError):
        return {}


def put_right(words: dict[str, str], units: Units) -> str:
    """Record the correction that these fields ask for, agreed on today; the sentence that says so."""
    return correct(Correction(**words, agreed_on=today()), units=units)


def recorded(units: Units) -> Sequence[dict[str, object]]:
    """Every correction of returns of these units, by its fields and the file's name, the newest first."""
    corrections, archive, readings = read_corrections(), Archive(), Readings()
    named = {one.return_id for one in corrections}
    files = {
        one.return_id: one.file_name
        for one in archive.deliveries()
        if one.return_id in named and (units is None or readings.read(archive, one).unit_code in units)
    }
    return [
        {**asdict(one), "file_name": files[one.return_id]}
        for one in reversed(corrections)
        if one.return_id in files
    ]


def build_sentence() -> str:
    """Build from all that counts and publish; the sentence that says so."""
    return summary(build_again(Archive()))


def still_kept() -> Sequence[dict[str, object]]:
    """Every kept build, by its fields, the newest first."""
    return [asdict(one) for one in kept_builds()]


def take_again(build_id: str) -> str:
    """Make a kept build current again; the sentences that say so."""
    return " ".join(publish_again(build_id))


class Decision:
    """A decision under way in a thread of its own, so that nothing a reader does cuts it short."""

    def __init__(self, act: Callable[[], str]) -> None:
        """Begin; `act` gives the sentence that says what was done."""
        self.step: tuple[str, int, int] = ("", 0, 1)  # what is done, how much of it, of how much
        pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="decide")
        # In the reader's context, so that the audit log names whoever pressed the button.
        self._going = pool.submit(copy_context().run, self._run, act)
        pool.shutdown(wait=False)

    def _run(self, act: Callable[[], str]) -> tuple[bool, str]:
        with told_to(self._tell):
            try:
                return True, act()
            except (BadCorrection, BadBuild) as refusal:
                return False, str(refusal)
            except PROBLEMS as failure:
                return False, sentence_of(failure)
            except OSError as failure:
                return False, file_sentence(failure)

    def _tell(self, step: str, done: int, total: int) -> None:
        self.step = (step, done, total)

    def is_over(self, seconds: float = 0.0) -> bool:
        """Whether it has ended, after waiting for at most this long."""
        wait([self._going], seconds)
        return self._going.done()

    def outcome(self) -> tuple[bool, str]:
        """Whether it was done, and the sentence; waits for its end."""
        return self._going.result()
