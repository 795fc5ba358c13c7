"""Does the plan in use agree with the reference tables that carry its numbers and labels?"""

from collections.abc import Iterator

from coop.reference import Reference, same_name
from coop.text import say
from etl.plan.plan import Plan


def disagreements(plan: Plan, reference: Reference) -> tuple[str, ...]:
    """One sentence for each number or title on which plan and reference tables differ; empty if none.

    Looks at `task_groups`, `tasks`, `items` and `assignments`; a build on tables that disagree would
    show labels of another plan.
    """
    return tuple(_sentences(plan, reference))


def _sentences(plan: Plan, reference: Reference) -> Iterator[str]:
    titles = {row["group_code"]: row["title"] for row in reference.table("task_groups")}
    for group in plan.groups:
        if group.code in titles and titles[group.code] != group.title:
            yield say("plan.other_title", code=group.code)
    tasks = list(plan.tasks())
    expected = {
        "task_groups": {group.code for group in plan.groups},
        "tasks": {task.code for task in tasks},
        "items": {f"{task.code} – {item.number}" for task in tasks for item in task.items},
        "assignments": {f"{task.code} – {same_name(a.wording)}" for task in tasks for a in task.assigned},
    }
    for name, codes in expected.items():
        kept = _codes_kept(name, reference)
        for code in sorted(codes - kept):
            yield say("plan.not_in_table", code=code, table=f"{name}.csv")
        for code in sorted(kept - codes):
            yield say("plan.not_in_plan", code=code, table=f"{name}.csv")


def _codes_kept(name: str, reference: Reference) -> set[str]:
    rows = reference.table(name)
    if name == "items":
        return {f"{row['task_code']} – {row['item_no']}" for row in rows}
    if name == "assignments":
        return {f"{row['task_code']} – {same_name(row['unit_wording'])}" for row in rows}
    return {row["group_code" if name == "task_groups" else "task_code"] for row in rows}
