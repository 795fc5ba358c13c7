"""The tables that carry a plan's numbers and labels, written from the plan itself.

Short labels are the first words of the plan's own: the department words them better in the tables later.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from etl.plan import Plan

LABEL_LETTERS = 42  # what a chart's axis has room for
ELLIPSIS = "\u2026"


def plan_tables(plan: Plan) -> dict[str, list[Mapping[str, Any]]]:
    """Rows of `task_groups`, `tasks`, `items`, `assignments`."""
    tasks = [(group, task) for group in plan.groups for task in group.tasks]
    group_labels = short_labels((group.code, group.title) for group in plan.groups)
    task_labels = short_labels((task.code, task.items[0].wording) for _, task in tasks)
    return {
        "task_groups": [
            {"group_code": one.code, "title": one.title, "short_title": label, "sort_order": number}
            for number, (one, label) in enumerate(zip(plan.groups, group_labels, strict=True), start=1)
        ],
        "tasks": [
            {"task_code": task.code, "group_code": group.code, "short_title": label, "sort_order": number}
            for number, ((group, task), label) in enumerate(zip(tasks, task_labels, strict=True), start=1)
        ],
        "items": [
            {"task_code": task.code, "item_no": item.number, "short_title": shortened(item.wording)}
            for _, task in tasks
            for item in task.items
        ],
        "assignments": [
            {"task_code": task.code, "unit_wording": one.wording, "confidence": "B"}
            for _, task in tasks
            for one in task.assigned
        ],
    }


def short_labels(named: Iterable[tuple[str, str]]) -> list[str]:
    """A label for each (code, wording), each but once: two that begin alike get their code in front."""
    pairs = [(code, shortened(wording)) for code, wording in named]
    seen = [label for _, label in pairs]
    return [label if seen.count(label) == 1 else f"{code} {label}" for code, label in pairs]


def shortened(wording: str) -> str:
    """The first words of a wording, up to LABEL_LETTERS, with an ellipsis where something follows."""
    words = " ".join(wording.split()).rstrip(".;,")
    if len(words) <= LABEL_LETTERS:
        return words
    return words[: LABEL_LETTERS + 1].rsplit(" ", 1)[0].rstrip(" .;,") + ELLIPSIS
