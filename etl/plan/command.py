"""`python -m etl plan FILE [--json]`: what a plan's file says, group by group and task by task."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from coop.format import date_text
from coop.reference import BrokenReference, Reference, reference
from coop.text import say
from etl.plan.plan import Plan, PlanRefused, Task
from etl.plan.read import read_plan


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the file, the form of the answer and the day on which units are looked up."""
    parser.add_argument("file", type=Path, help=say("plan.help_file"))
    parser.add_argument("--json", action="store_true", help=say("plan.help_json"))
    parser.add_argument("--on", type=date.fromisoformat, metavar="YYYY-MM-DD", help=say("plan.help_on"))


def run(arguments: argparse.Namespace) -> int:
    """Print the plan; exit code 0, or 2 where the file is refused (nothing of it is shown then)."""
    try:
        known = reference()
        plan = read_plan(arguments.file, known, arguments.on)
    except BrokenReference as problem:
        print(problem, file=sys.stderr)
        return 2
    except PlanRefused as refusal:
        print(refusal, file=sys.stderr)
        if arguments.json:
            print(_json({"file": arguments.file.name, "refused": _problems(refusal), "groups": []}))
        return 2
    print(_json(_facts(plan, arguments.file.name)) if arguments.json else _outline(plan, known))
    return 0


def _json(facts: dict[str, Any]) -> str:
    return json.dumps(facts, ensure_ascii=False, indent=2)


def _problems(refusal: PlanRefused) -> list[dict[str, Any]]:
    return [{"row": problem.row, "message": problem.message} for problem in refusal.problems]


def _facts(plan: Plan, file_name: str) -> dict[str, Any]:
    tasks = list(plan.tasks())
    return {
        "file": file_name,
        "refused": None,
        "day": plan.day.isoformat(),
        "group_count": len(plan.groups),
        "task_count": len(tasks),
        "item_count": sum(len(task.items) for task in tasks),
        "groups": [
            {"code": group.code, "title": group.title, "tasks": [_task_facts(task) for task in group.tasks]}
            for group in plan.groups
        ],
    }


def _task_facts(task: Task) -> dict[str, Any]:
    return {
        "code": task.code,
        "wording": task.wording,
        "items": [{"number": item.number, "wording": item.wording} for item in task.items],
        "responsible": task.responsible,
        "unit_codes": list(task.unit_codes),
        "partners": task.partners,
        "deadline": task.deadline,
        "due_on": task.due_on.isoformat() if task.due_on else None,
        "result": task.result,
    }


def _outline(plan: Plan, known: Reference) -> str:
    facts = _facts(plan, "")
    counts = {name: facts[name] for name in ("group_count", "task_count", "item_count")}
    lines = [say("plan.counts", day=date_text(plan.day), **counts)]
    for group in plan.groups:
        lines += ["", f"{group.code}. {group.title}"]
        for task in group.tasks:
            lines += _task_lines(task, known)
    return "\n".join(lines)


def _task_lines(task: Task, known: Reference) -> list[str]:
    units = ", ".join(known.unit(code).short_title for code in task.unit_codes)
    lines = [f"  {task.code}"]
    lines += [f"    {item.number}) {item.wording}" for item in task.items]
    lines.append("    " + say("plan.responsible", wording=task.responsible))
    lines.append("    " + say("plan.units", count=len(task.unit_codes), units=units))
    for key, text in (
        ("plan.partners", task.partners),
        ("plan.deadline", task.deadline),
        ("plan.result", task.result),
    ):
        if text:
            lines.append("    " + say(key, text=text))
    return lines
