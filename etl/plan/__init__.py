"""The plan: from its appendix as received, or a table, to groups, tasks, items and duties."""

from etl.plan.agreement import disagreements
from etl.plan.duties import Duty, duties_of_year
from etl.plan.plan import Assigned, Group, Item, Plan, PlanRefused, Problem, Task
from etl.plan.read import plan_in_use, read_plan

__all__ = [
    "Assigned",
    "Duty",
    "Group",
    "Item",
    "Plan",
    "PlanRefused",
    "Problem",
    "Task",
    "disagreements",
    "duties_of_year",
    "plan_in_use",
    "read_plan",
]
