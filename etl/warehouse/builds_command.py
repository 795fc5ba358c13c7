"""`python -m etl builds`: the builds that are kept, and which of them is published."""

import argparse

from coop.format import moment_text, number
from coop.text import say
from etl.warehouse.kept import Kept, kept_builds


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The verb takes nothing: `COOP_HOME` names the store."""


def run(arguments: argparse.Namespace) -> int:
    """List them, the newest first; exit code 0."""
    print("\n".join([_line(one) for one in kept_builds()] or [say("builds.none")]))
    return 0


def _line(one: Kept) -> str:
    mark = say("builds.mark_current") if one.is_current else ""
    if one.problem or one.built_at is None:
        return say(f"builds.line_{one.problem}", build=one.build_id, mark=mark)
    moment = moment_text(one.built_at)
    counts = {"returns": number(one.return_count), "accepted": number(one.accepted_count)}
    return say("builds.line", build=one.build_id, moment=moment, mark=mark, **counts)
