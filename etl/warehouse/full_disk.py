"""What to say where a file could not be read or written; a full disk is told as such."""

import errno
import os

from coop.text import say

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def is_disk_full(problem: Exception) -> bool:
    """Whether there was no room left: on the disk, in the quota, or below the largest size of a file."""
    if isinstance(problem, OSError):
        return problem.errno in _FULL
    # DuckDB has one kind of error for all that can befall a file; the reason stands in its text.
    return any(os.strerror(code) in str(problem) for code in _FULL)


def file_sentence(problem: Exception) -> str:
    """Why a file could not be read or written, for whoever asked."""
    return say("warehouse.disk_full" if is_disk_full(problem) else "warehouse.file_problem", detail=problem)
