"""Readings with the department's corrections in them; a return without any is read as ever."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from coop.text import say
from etl.returns.archive import Archive, Delivery
from etl.returns.corrections import BadCorrection, Correction, amended, of_return, read_corrections
from etl.returns.read import ReturnRead, read_return

Reading = Callable[[Archive, Delivery], ReturnRead]


def corrected(reading: Reading, archive: Archive, home: Path | None = None) -> Reading:
    """`reading`, with the store's corrections applied; raises BadCorrection or BrokenReference.

    A correction of a return that the archive does not hold is refused: it would silently do nothing.
    """
    corrections = read_corrections(home)
    held = {delivery.return_id for delivery in archive.deliveries()} if corrections else set()
    for one in corrections:
        if one.return_id not in held:
            raise BadCorrection(say("correct.no_return", return_id=one.return_id))

    def read(archive: Archive, delivery: Delivery) -> ReturnRead:
        own = list(of_return(corrections, delivery.return_id))
        return read_corrected(archive, delivery, own) if own else reading(archive, delivery)

    return read


def read_corrected(archive: Archive, delivery: Delivery, corrections: Sequence[Correction]) -> ReturnRead:
    """What the delivery says with these corrections."""
    amend = partial(amended, corrections=corrections)
    return read_return(archive.content(delivery), delivery.file_name, amend=amend)
