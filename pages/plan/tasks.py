"""The plan's tasks: exact wording, who owes each, how it stands, what stands in the way."""

from functools import partial

import streamlit as st

from coop.queries.build import task_groups
from coop.queries.duties import duties_of_task
from coop.queries.indicators import latest_of_indicators, unmoved_duties
from coop.queries.plan import items_of_task, status_by_task
from coop.text import say
from coop.ui.answers import ask
from coop.ui.duties import note_duties_of_task, show_duties_of_task
from coop.ui.findings import tasks_finding
from coop.ui.page import open_page, plan_coverage
from coop.ui.scope import reader_scope
from coop.ui.task_indicators import indicators_label, note_task_indicators, show_task_indicators
from coop.ui.tasks import show_group_heading, show_wording, task_label, task_title

scope = reader_scope()
by_task = ask(status_by_task, scope)
latest, unmoved = ask(latest_of_indicators, scope), ask(unmoved_duties, scope)
origin = open_page(say("tasks.name"), tasks_finding(by_task), coverage=plan_coverage(scope))
asked = st.query_params.get("task", "")

group = ""
for task in by_task.to_dict("records"):
    code = str(task["task_code"])
    if task["group_code"] != group:
        group = str(task["group_code"])
        show_group_heading(group, ask(task_groups))
    duties = partial(ask, duties_of_task, scope, code)
    note_task_indicators(latest, task, code)
    note_duties_of_task(duties, origin, task_title(task))
    box = st.expander(
        task_label(task) + indicators_label(latest, code),
        expanded=code == asked,
        type="compact",
        on_change="rerun",
        key=f"task-{code}",
    )
    if box.open:
        with box:
            show_wording(task, ask(items_of_task, code))
            show_task_indicators(latest, unmoved, task, code)
            show_duties_of_task(duties(), origin, task_title(task), f"task-{code}")
