"""Why no unit of the day bears a name in a return: gone, not yet there, several units, or a commune."""

from datetime import date, timedelta

from coop.format import date_text
from coop.reference import Ambiguous, Commune, Reference, Unit, reference
from etl.plan.responsible import names_of, units_named_in
from etl.returns.folding import fold
from etl.returns.forms import Form
from etl.returns.places import communes_named, kind_and_name, listed, without_office
from etl.returns.rejects import RefusedFile


def why_unknown(
    text: str, found_ever: Unit | Ambiguous | None, day: date, form: Form, **place: str
) -> RefusedFile:
    """The refusal of a name; `found_ever` bears it on other days, `place` names file and cell."""
    known = reference()
    if isinstance(found_ever, Ambiguous):
        candidates = " / ".join(unit.title for unit in found_ever.units)
        return RefusedFile("ambiguous_unit", **place, value=text, candidates=candidates)
    if isinstance(found_ever, Unit):
        return _of_other_days(found_ever, day, known, place)
    named, unclear = units_named_in(text, names_of(known))
    if len(named) > 1 and not unclear:
        units = "; ".join(one.wording for one in named)
        return RefusedFile("several_units", **place, units=units, form=form.number)
    communes = _communes(text, day, known)
    if communes:
        words = {"value": text, "communes": listed(communes), "form": form.number}
        return RefusedFile("unit_is_commune", **place, **words)
    return RefusedFile("unknown_unit", **place, value=text, year=day.year)


def _of_other_days(unit: Unit, day: date, known: Reference, place: dict[str, str]) -> RefusedFile:
    """The days on which the unit was there, and who carries on for it."""
    if unit.valid_from > day:
        first = date_text(unit.valid_from)
        return RefusedFile("unit_not_yet", **place, unit=unit.title, first=first, day=date_text(day))
    assert unit.valid_to is not None
    heir = known.heir(unit.unit_code, day)
    after = unit.valid_to + timedelta(days=1)
    notes = [
        row["note"]
        for row in known.table("border_changes")
        if (row["place_code"], row["changed_on"]) == (unit.place_code, after)
    ]
    return RefusedFile(
        "unit_gone" if heir is None else "unit_followed",
        **place,
        unit=unit.title,
        last=date_text(unit.valid_to),
        day=date_text(day),
        heir=known.unit(heir).title if heir is not None else "",
        note="".join(f" {note}." for note in notes),
    )


def _communes(text: str, day: date, known: Reference) -> tuple[Commune, ...]:
    """Communes so named, those of the day before others; none where the name does not say that it is one."""
    kind, _ = kind_and_name(without_office(fold(text)))
    is_kind, communes = communes_named(text, known)
    if not kind or not is_kind:
        return ()
    return tuple(c for c in communes if c.exists_on(day)) or communes
