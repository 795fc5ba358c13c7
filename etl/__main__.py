"""`python -m etl VERB …`: everything that turns what officers send into figures.

Each verb is a module with `add_arguments(parser)` and `run(arguments) -> int`, imported only when it
is asked for. Bad input is one sentence on standard error and exit code 2, never a traceback.
"""

import argparse
import importlib
import re
import sys
from collections.abc import Sequence
from typing import NoReturn

from coop.settings import UnknownSetting, setting
from coop.sharing import only_reads
from coop.text import say
from etl.warehouse.full_disk import file_sentence

VERBS = {
    "plan": "etl.plan.command",
    "blank": "etl.returns.blank_command",
    "check": "etl.warehouse.check_command",
    "demo": "etl.demo.command",
    "load": "etl.warehouse.load_command",
    "watch": "etl.warehouse.watch_command",
    "correct": "etl.warehouse.correct_command",
    "set-aside": "etl.warehouse.set_aside_command",
    "build": "etl.warehouse.build_command",
    "calendar": "etl.night.calendar_command",
    "note": "etl.night.note_command",
    "night": "etl.night.night_command",
    "builds": "etl.warehouse.builds_command",
    "publish": "etl.warehouse.publish_command",
    "export-parquet": "etl.warehouse.parquet_command",
    "share": "etl.warehouse.share_command",
    "backup": "etl.backup.backup_command",
    "restore": "etl.backup.restore_command",
    "audit": "etl.audit_command",
    "new-province": "etl.province.command",
}
# What changes figures or needs the returns: not done on a machine that takes its figures over from another.
_WHERE_RETURNS_ARE = frozenset(
    ("load", "watch", "correct", "set-aside", "build", "note", "night", "publish", "share", "restore")
)


# What argparse says in English, and the key of the same in the reader's language.
_SAID = (
    (re.compile(r"the following arguments are required: (?P<names>.+)"), "warehouse.usage_required"),
    (re.compile(r"unrecognized arguments: (?P<names>.+)"), "warehouse.usage_unknown"),
    (re.compile(r"argument (?P<name>\S+): invalid choice: (?P<value>.+) \(choose from (?P<known>.+)\)"),
     "warehouse.usage_choice"),
    (re.compile(r"argument (?P<name>\S+): invalid \S+ value: (?P<value>.+)"), "warehouse.usage_value"),
    (re.compile(r"argument (?P<name>\S+): expected .+"), "warehouse.usage_lacks"),
    (re.compile(r"argument (?P<name>\S+): (?P<detail>.+)"), "warehouse.usage_of"),
)  # fmt: skip


class _Parser(argparse.ArgumentParser):
    """Arguments that are wrong get one sentence in the reader's language."""

    def error(self, message: str) -> NoReturn:
        found = ((pattern.fullmatch(message), key) for pattern, key in _SAID)
        detail = next((say(key, **match.groupdict()) for match, key in found if match), message)
        self.exit(2, say("warehouse.usage_error", detail=detail, prog=self.prog) + "\n")


def _verb_of(words: Sequence[str]) -> str | None:
    return words[0] if words and words[0] in VERBS else None


def _told_of(verb: str) -> str:
    """The key of what a verb does, in words."""
    return f"warehouse.verb_{verb.replace('-', '_')}"


def main(words: Sequence[str] | None = None) -> int:
    """Run one verb and return its exit code: 0 done, 1 partly, 2 refused or misused."""
    words = list(sys.argv[1:] if words is None else words)
    verb = _verb_of(words)
    if verb is None:
        lines = [say("warehouse.usage")] + [f"  {v:<12} {say(_told_of(v))}" for v in VERBS]
        asked = words in (["-h"], ["--help"])
        print("\n".join(lines), file=sys.stdout if asked else sys.stderr)
        return 0 if asked else 2
    parser = _Parser(prog=f"python -m etl {verb}", description=say(_told_of(verb)))
    command = importlib.import_module(VERBS[verb])
    command.add_arguments(parser)
    try:
        given = parser.parse_args(words[1:])
        if verb in _WHERE_RETURNS_ARE and only_reads():
            folder = setting("builds.read_from")
            print(say("sharing.command_elsewhere", folder=folder, verb=verb), file=sys.stderr)
            return 2
        return int(command.run(given))
    except KeyboardInterrupt:
        print(say("warehouse.interrupted"), file=sys.stderr)
        return 130
    except UnknownSetting as problem:
        print(problem, file=sys.stderr)
        return 2
    except OSError as problem:
        print(file_sentence(problem), file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
