"""The weekly note for the department: how the plan stands, alerts, what came, what is late, what changed."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from coop.format import date_text, number, ratio
from coop.notes.alerts import alerts_in, told
from coop.notes.note import Note, Part, Row
from coop.notes.pieces import coming, foot_of, link_to, marks_of, missing, owed_returns, plan_part, shortened
from coop.notes.week import Week, day_of
from coop.queries.build import build_facts, classes
from coop.queries.changes import (
    corrections_between,
    moved_duties,
    moved_outcomes,
    replaced_figures,
    returns_between,
)
from coop.queries.plan import reporting_units, status_of_plan
from coop.text import say

_MOST_ROWS = 60


def department_note(week: Week) -> Note:
    """Return the note over all units; raises BrokenRules and NoBuild."""
    facts, owed = build_facts(), owed_returns(week)
    days = {"since": date_text(week.since), "day": date_text(week.as_of)}
    title = say("note.title", **days)
    parts = (
        _standing(week),
        _alerts(week),
        _came(week),
        _late(owed, week.as_of),
        _changed(week),
        _coming(owed, week),
    )
    mark = say("note.subject_mark") if facts.is_illustrative else ""
    subject = mark + say("note.subject", week=week.code, **days)
    return Note(subject, title, marks_of(facts), parts, foot_of(week, facts), link_to(week))


def _standing(week: Week) -> Part:
    now, then = (status_of_plan(scope).to_dict("records")[0] for scope in (week.scope, week.then))
    part = plan_part(week, now, then)
    words = {"district": say("app.unit_district"), "agency": say("app.unit_agency")}
    reported = ", ".join(
        f"{ratio(row['reported_count'], row['owing_count'])} {words[row['unit_kind']]}"
        for row in reporting_units(week.scope).to_dict("records")
    )
    return Part(part.title, (*part.lines, say("note.reported", units=reported)))


def _alerts(week: Week) -> Part:
    lines = [line.sentence for line in told(alerts_in(week.scope))]
    if not lines:
        return Part(say("note.alerts", n=number(0)), (say("note.no_alerts"),))
    return Part(say("note.alerts", n=number(len(lines))), (*lines, say("alerts.proposed")))


def _came(week: Week) -> Part:
    came = pd.concat([returns_between(scope, week.since) for scope in week.yearly()], ignore_index=True)
    forms = dict(classes("form").itertuples(index=False, name=None))
    rows = [
        (
            date_text(day_of(row["received_on"])),
            str(row["unit_title"]) if isinstance(row["unit_title"], str) else row["file_name"],
            _form(row, forms),
            number(row["accepted_count"]),
            number(row["rejected_count"]),
        )
        for row in came.to_dict("records")
    ]
    names = ("received", "unit", "return", "accepted", "rejected")
    return _table("came", rows, tuple(say(f"note.column_{name}") for name in names))


def _form(row: dict[Any, Any], forms: dict[str, str]) -> str:
    if isinstance(row["refused"], str):
        return say("note.refused", why=row["refused"])
    form = forms.get(str(row["form_code"]), str(row["form_code"]))
    return say("note.period", form=form, period=row["periods"]) if isinstance(row["periods"], str) else form


def _late(owed: pd.DataFrame, day: date) -> Part:
    rows = [
        (str(row["unit_title"]), row["what"], date_text(due), number((day - due).days))
        for row in missing(owed).to_dict("records")
        for due in [day_of(row["due_on"])]
    ]
    return _table(
        "late", rows, tuple(say(f"note.column_{name}") for name in ("unit", "return", "due", "days"))
    )


def _changed(week: Week) -> Part:
    scope, since = week.scope, week.since
    moved = moved_duties(scope, since)
    titles = dict(classes("status").itertuples(index=False, name=None))
    kinds = Counter(moved[["before", "after"]].itertuples(index=False, name=None))
    lines = [
        say("changes.outcome_move", n=number(count), before=titles[before], after=titles[after])
        for (before, after), count in kinds.most_common()
    ]
    counted = {
        "changes.figures_replaced": len(replaced_figures(scope, since)),
        "changes.cells_corrected": len(corrections_between(scope, since)),
        "changes.outcomes_moved": len(moved_outcomes(scope, since)),
    }
    lines += [say(key, n=number(count)) for key, count in counted.items() if count]
    return Part(say("note.changed", n=number(len(moved))), tuple(lines) or (say("note.none_changed"),))


def _coming(owed: pd.DataFrame, week: Week) -> Part:
    shared = Counter(coming(owed, week)[["due_on", "what"]].itertuples(index=False, name=None))
    rows = [(date_text(day_of(due)), what, number(count)) for (due, what), count in shared.items()]
    return _table("coming", rows, tuple(say(f"note.column_{name}") for name in ("due", "return", "units")))


def _table(name: str, rows: Sequence[Row], columns: Row) -> Part:
    title = say(f"note.{name}", n=number(len(rows)))
    if not rows:
        return Part(title, (say(f"note.none_{name}"),))
    shown, more = shortened(rows, _MOST_ROWS)
    return Part(title, (), columns, shown, more)
