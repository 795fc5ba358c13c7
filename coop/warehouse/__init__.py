"""The published build, opened read-only and locked down: `query(sql, parameters)` gives a DataFrame.

    build = current_build()                 # id of the published build; raises NoBuild
    with pinned(build):                     # everything inside reads that build and no other
        frame = query("SELECT …", {"as_of": day})
    problem = build_problem()               # None, or a sentence for a banner

`COOP_ENGINE=sc://host:port` lets an engine elsewhere answer, from the Parquet published with the build
(docs/spark.md). Errors: `NoBuild` (nothing has been published yet), its kind `EngineTrouble` (the engine
cannot answer, and this machine has no build of its own) and `DamagedBuild` (the build asked for cannot be
read any more: ask again without naming it and the last good one answers).
"""

from coop.warehouse.connection import DamagedBuild, query, ready_build
from coop.warehouse.engine import Progress, telling
from coop.warehouse.engine import address as engine_address
from coop.warehouse.pointer import build_problem, current_build, earlier_days, pinned
from coop.warehouse.shape import Misfit, hold_shape
from coop.warehouse.trouble import EngineTrouble, NoBuild

__all__ = [
    "DamagedBuild",
    "EngineTrouble",
    "Misfit",
    "NoBuild",
    "Progress",
    "build_problem",
    "current_build",
    "earlier_days",
    "engine_address",
    "hold_shape",
    "pinned",
    "query",
    "ready_build",
    "telling",
]
