"""`python -m etl check FILE … [--json] [--mark OUT]`: tell what of each file is accepted and what is not.

Where a store is published, its earlier returns are asked too; nothing is stored.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from coop.text import say
from etl.returns.mark import marked_name, marked_workbook
from etl.returns.read import read_return
from etl.returns.rejects import Reject
from etl.returns.result import ReturnRead
from etl.returns.told import file_line
from etl.warehouse.arriving import asked_about

ALL_ACCEPTED, SOME_REJECTED, REFUSED = 0, 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument("files", nargs="+", metavar="FILE", help=say("returns.check_file_help"))
    parser.add_argument("--json", action="store_true", help=say("returns.check_json_help"))
    parser.add_argument("--mark", metavar="OUT", type=Path, help=say("mark.help"))


def run(arguments: argparse.Namespace) -> int:
    """Read and check each file, store nothing; 0 all rows accepted, 1 some rejected, 2 a file refused."""
    out: Path | None = arguments.mark
    if out is not None and (sentence := _why_not_marked(out, len(arguments.files))):
        print(sentence, file=sys.stderr)
        return REFUSED
    answers = []
    for file in arguments.files:
        answer = _answer(Path(file), file)
        answers.append((file, answer))
        if not arguments.json:
            print("\n".join(_lines(answer)), flush=True)
        if out is not None and Path(file).is_file():
            _write_marked(Path(file), answer, out)
    if arguments.json:
        print(json.dumps([as_json(answer, file) for file, answer in answers], ensure_ascii=False, indent=2))
    return max(exit_code(answer) for _, answer in answers)


def _answer(path: Path, file: str) -> ReturnRead:
    answer = read_return(file)
    return asked_about(path.read_bytes(), answer) if answer.rows else answer


def _why_not_marked(out: Path, files: int) -> str | None:
    """The sentence where marked workbooks cannot go to `out`: a file for one, a folder for several."""
    if out.is_dir():
        return None
    if files > 1:
        return say("mark.no_folder", out=out)
    return None if out.suffix.lower() == ".xlsx" else say("mark.bad_file", out=out)


def _write_marked(file: Path, answer: ReturnRead, out: Path) -> None:
    target = out / marked_name(answer.file_name) if out.is_dir() else out
    target.write_bytes(marked_workbook(file.read_bytes(), answer))
    print(say("mark.written", file=answer.file_name, out=target), file=sys.stderr)


def exit_code(answer: ReturnRead) -> int:
    """0 all rows accepted, 1 some rejected, 2 the file refused."""
    if answer.refused is not None:
        return REFUSED
    return SOME_REJECTED if answer.rejected_count else ALL_ACCEPTED


def as_json(answer: ReturnRead, file: str) -> dict[str, Any]:
    """One file's answer as plain data, for `--json`; `file` as it was asked for."""
    return {
        "file": file,
        "form": answer.form_code,
        "unit": answer.unit_code,
        "year": answer.report_year,
        "reported_on": answer.reported_on.isoformat() if answer.reported_on else None,
        "illustrative": answer.is_illustrative,
        "read": answer.read_count,
        "accepted": answer.accepted_count,
        "rejected": answer.rejected_count,
        "rejects": [asdict(reject) for reject in answer.rejects],
        "warnings": [asdict(warning) for warning in answer.warnings],
        "changes": [asdict(change) for change in answer.changes],
        "left_out": [asdict(row) for row in answer.left_out],
        "refused": answer.refused,
    }


def _lines(answer: ReturnRead) -> Iterator[str]:
    """One file's answer for a person at a terminal."""
    yield file_line(answer)
    if answer.is_illustrative:
        yield say("returns.check_illustrative")
    for reject in answer.rejects:
        yield say("returns.check_reject", **asdict(reject))
    for warning in answer.warnings:
        yield say("returns.check_warning", place=_place(warning), message=warning.message)
    if answer.changes:
        yield say("returns.check_changes", count=len(answer.changes))
    if answer.left_out:
        yield say("returns.check_left_out", count=len(answer.left_out))


def _place(reject: Reject) -> str:
    return f"{reject.sheet}!{reject.cell}" if reject.cell else reject.sheet
