"""`python -m etl export-parquet [BUILD]`: write a kept build's tables as Parquet, for engines elsewhere."""

import argparse
import sys

from coop import paths
from coop.text import say
from etl.warehouse.build_command import explained
from etl.warehouse.kept import kept_builds
from etl.warehouse.parquet import write_parquet


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument("build", metavar="BUILD", nargs="?", help=say("engine.help_build"))


@explained
def run(arguments: argparse.Namespace) -> int:
    """Write the published build's tables, or those of BUILD; exit code 0, or 2 with the reason."""
    kept = [one for one in kept_builds() if (one.build_id == arguments.build or not arguments.build)]
    asked = next((one for one in kept if one.is_current or arguments.build), None)
    if asked is None:
        names = ", ".join(one.build_id for one in kept_builds())
        print(say("builds.unknown", build=arguments.build or "–", kept=names or "–"), file=sys.stderr)
        return 2
    if asked.problem:
        print(say(f"builds.is_{asked.problem}", build=asked.build_id), file=sys.stderr)
        return 2
    folder = write_parquet(paths.builds() / f"{asked.build_id}.duckdb", asked.build_id)
    print(say("engine.exported", build=asked.build_id, folder=folder))
    return 0
