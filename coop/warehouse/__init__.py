"""The published build, opened read-only and locked down: `query(sql, parameters)` gives a DataFrame.

    build = current_build()                 # id of the published build; raises NoBuild
    with pinned(build):                     # everything inside reads that build and no other
        frame = query("SELECT …", {"as_of": day})
    problem = build_problem()               # None, or a sentence for a banner

Errors: `NoBuild` (nothing has been published yet) and `DamagedBuild` (the build asked for cannot be
read any more: ask again without naming it and the last good one answers).
"""

from coop.warehouse.connection import DamagedBuild, query, ready_build
from coop.warehouse.pointer import NoBuild, build_problem, current_build, earlier_days, pinned

__all__ = [
    "DamagedBuild",
    "NoBuild",
    "build_problem",
    "current_build",
    "earlier_days",
    "pinned",
    "query",
    "ready_build",
]
