"""What a build may use of the machine: so much memory, and a folder for what does not fit into it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coop.settings import setting_number

SPILL = ".partial.spill"  # as all that a build leaves behind which was cut off


@contextmanager
def means(folder: Path, name: str) -> Iterator[dict[str, str | bool | int | float | list[str]]]:
    """DuckDB's configuration of a build; what it puts aside lies in `folder` and goes when it ends.

    Raises UnknownSetting.
    """
    spill = folder / f"{name}{SPILL}"
    memory = max(100, int(setting_number("builds.memory_mb")))
    try:
        yield {"memory_limit": f"{memory}MB", "temp_directory": str(spill)}
    finally:
        shutil.rmtree(spill, ignore_errors=True)
