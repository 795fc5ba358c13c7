"""Reference data, laws, plan and dictionary as rows of the build's tables."""

from collections.abc import Iterator, Mapping
from typing import Any

from coop import paths
from coop.reference import Reference, read_table
from coop.rules import RuleSet
from etl.plan import Plan
from etl.returns import forms
from etl.warehouse.communes import commune_places
from etl.warehouse.schema import descriptions

Rows = Iterator[Mapping[str, Any]]


def reference_rows(reference: Reference) -> Iterator[tuple[str, Rows]]:
    """Table name and rows, for every table that reference data alone fills."""
    yield "dim_unit", (vars(unit) for unit in reference.units)
    yield "dim_place", _places(reference)
    yield "dim_class", _classes(reference)
    yield "dim_deadline", iter(reference.table("deadlines"))
    yield "dim_light_rule", iter(reference.table("light_rules"))
    yield "fact_published", iter(reference.table("published_figures"))
    yield "meta_measure", iter(reference.table("measures"))
    for law in sorted(reference.rule_sets.values(), key=lambda law: law.in_force_from):
        yield from _law(law)


def plan_rows(plan: Plan, reference: Reference) -> Iterator[tuple[str, Rows]]:
    """Rows of groups, tasks and items; short titles come from the reference data where it has them."""
    groups = {row["group_code"]: row for row in reference.table("task_groups")}
    tasks = {row["task_code"]: row for row in reference.table("tasks")}
    yield (
        "dim_task_group",
        (
            {
                "group_code": group.code,
                "title": group.title,
                "short_title": groups.get(group.code, {}).get("short_title") or group.title,
                "sort_order": number,
            }
            for number, group in enumerate(plan.groups, start=1)
        ),
    )
    group_of = {task.code: group.code for group in plan.groups for task in group.tasks}
    yield (
        "dim_task",
        (
            {
                "task_code": task.code,
                "group_code": group_of[task.code],
                "wording": task.wording,
                "short_title": tasks.get(task.code, {}).get("short_title") or task.wording,
                "responsible": task.responsible,
                "sort_order": number,
            }
            for number, task in enumerate(plan.tasks(), start=1)
        ),
    )
    yield (
        "dim_item",
        (
            {"task_code": task.code, "item_no": item.number, "wording": item.wording}
            for task in plan.tasks()
            for item in task.items
        ),
    )


def described_columns(reference: Reference) -> Rows:
    """Rows of `meta_column` for reference tables, tables of laws and forms."""
    for name in sorted(reference.tables):
        yield from _described(name, reference.description(name))
    for file in sorted(paths.RULES.glob("*/*.csv")):
        yield from _described(f"{file.parent.name}/{file.stem}", read_table(file).description)
    units = descriptions()["units"]
    for code in forms.form_codes():
        form = forms.form(code)
        for number, column in enumerate(form.read_columns, start=1):
            yield {
                "table_kind": "form",
                "table_name": code,
                "table_title": f"{form.number} – {form.short_title}",
                "column_name": column.name,
                "title": column.title,
                "unit": units.get(column.unit, column.unit),
                "meaning": column.note or column.title,
                "source": form.basis,
                "confidence": "B",
                "sort_order": number,
            }


def _described(name: str, table: Any) -> Rows:
    for number, column in enumerate(table.columns, start=1):
        yield {
            "table_kind": "reference",
            "table_name": name,
            "table_title": table.title,
            "column_name": column.name,
            "title": column.title,
            "unit": column.unit,
            "meaning": column.meaning,
            "source": table.source,
            "confidence": table.confidence,
            "sort_order": number,
        }


def _classes(reference: Reference) -> Rows:
    yield from reference.table("classes")
    for row in reference.table("sectors"):
        yield {**row, "attribute": "sector", "class_code": row["sector_code"], "title": row["short_title"]}


def _places(reference: Reference) -> Rows:
    yield from reference.table("places")
    yield from commune_places(reference)


def _law(law: RuleSet) -> Iterator[tuple[str, Rows]]:
    code = {"rule_set_code": law.code}
    yield "dim_rule_set", iter([{**_facts(law), **code, "out_of_scope_kinds": list(law.out_of_scope_kinds)}])
    yield (
        "dim_criterion_group",
        ({**_facts(group), **code, "criterion_group": group.group_code} for group in law.criterion_groups),
    )
    yield (
        "dim_criterion",
        (
            {**_facts(criterion), **code, "criterion_group": criterion.group_code}
            for criterion in law.criteria
        ),
    )
    yield "dim_rating_band", ({**_facts(band), **code} for band in law.rating_bands)
    yield "dim_size_band", ({**_facts(band), **code} for band in law.size_bands)
    yield "dim_sector_field", ({**_facts(row), **code} for row in law.sector_fields)


def _facts(record: object) -> dict[str, Any]:
    return {name: getattr(record, name) for name in type(record).__dataclass_fields__}  # type: ignore[attr-defined]
