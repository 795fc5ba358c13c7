"""Everything anew from the archive: what every file that counts says, built and published."""

from collections.abc import Callable
from pathlib import Path

from etl.returns.archive import Archive, Delivery
from etl.returns.read import ReturnRead
from etl.warehouse.build import BuildResult
from etl.warehouse.corrected import corrected
from etl.warehouse.culprit import build_naming
from etl.warehouse.progress import over
from etl.warehouse.publish import kept_count
from etl.warehouse.readings import Readings
from etl.warehouse.return_rows import Received


def build(home: Path | None = None) -> BuildResult:
    """Rebuild everything from the archive, every file read again, and publish it.

    Raises BrokenReference, PlanRefused, BrokenManifest, UnknownSetting, FailedReturn where one file is at
    fault, or FailedCheck; nothing is published then.
    """
    kept_count()
    archive = Archive(home)
    with archive.lock():
        return build_naming(read_archive(archive, corrected(Readings(home).read_again, archive, home)), home)


def build_again(archive: Archive, home: Path | None = None) -> BuildResult:
    """Build from the archive, reading only what is new to it, and publish; raises what `build` does."""
    kept_count()
    with archive.lock():
        return build_naming(read_archive(archive, corrected(Readings(home).read, archive, home)), home)


def read_archive(archive: Archive, reading: Callable[[Archive, Delivery], ReturnRead]) -> list[Received]:
    """What every delivery that counts says, in the order of acceptance; `reading` reads one."""
    received = []
    for delivery, count in over(archive.counted(), "warehouse.reading_archive"):
        read = reading(archive, delivery)
        received.append(Received(delivery, read))
        count(read.read_count)
    return received
