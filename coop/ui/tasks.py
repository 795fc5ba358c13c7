"""The plan's tasks in its own words: headings of groups, labels of tasks, wording and who is charged."""

from typing import Any

import pandas as pd

from coop.format import number, ratio
from coop.text import say
from coop.ui.markup import element, plain, text_element
from coop.ui.sent_again import show_html


def show_group_heading(code: str, groups: pd.DataFrame) -> None:
    """Draw the exact title of one task group."""
    titles = dict(zip(groups["group_code"], groups["title"], strict=True))
    show_html(text_element("h2", f"{code}. {titles[code]}", css="chart-title"))


def task_title(task: dict[str, Any]) -> str:
    """Number and short title of a task: '4.1 …'."""
    return f"{task['task_code']} {task['short_title']}"


def task_label(task: dict[str, Any]) -> str:
    """One line of Markdown for a task: its title, and how its duties stand; what is overdue stands out."""
    state = [plain(say("tasks.done", share=ratio(task["completed_count"], task["applicable_count"])))]
    if task["overdue"]:
        state.append(f"**{plain(say('tasks.overdue', n=number(task['overdue'])))}**")
    if task["not_reported"]:
        state.append(plain(say("tasks.unreported", n=number(task["not_reported"]))))
    return f"{plain(task_title(task))} \u2013 {', '.join(state)}"


def show_wording(task: dict[str, Any], items: pd.DataFrame) -> None:
    """Draw a task's exact wording, its work items as a list, and who is charged with it."""
    wordings = list(items["wording"]) or [str(task["wording"])]
    listed = "".join(text_element("li", wording) for wording in wordings)
    charged = text_element("p", say("tasks.responsible", units=str(task["responsible"])), css="muted")
    body = element("ul", listed) if len(wordings) > 1 else text_element("p", wordings[0])
    show_html(element("div", body + charged, css="wording"))
