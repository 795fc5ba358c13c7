"""Files that are there after a power cut: what they hold, and that they have their name."""

import errno
import os
from pathlib import Path

_NOT_FOR_FOLDERS = (errno.EINVAL, errno.ENOTSUP)  # what file systems of other machines answer


def write_durably(file: Path, text: str) -> None:
    """Write a small file, on disk when this returns. Its readers must not know its name yet."""
    with file.open("w", encoding="ascii", newline="\n") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """Make names in a folder durable; Windows and some network folders have no such call."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as problem:
        if problem.errno not in _NOT_FOR_FOLDERS:
            raise
    finally:
        os.close(handle)
