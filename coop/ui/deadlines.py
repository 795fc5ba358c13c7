"""The calendar of deadlines that a reader takes away: of the units in scope, or of all."""

import streamlit as st

from coop.exports.file_name import file_name
from coop.exports.provenance import Provenance
from coop.notes.calendar import calendar_of
from coop.queries.scope import Scope
from coop.text import say
from coop.ui.later import made_later


def offer_calendar(scope: Scope, origin: Provenance) -> None:
    """Draw the word that saves the deadlines of the scope's year as a calendar file, made when asked for."""
    units = [value for _, value in origin.filters[1:]]
    whose = "; ".join(units) or say("calendar.all_units")
    st.download_button(
        say("calendar.save"),
        made_later(lambda: calendar_of(scope, whose), "read"),
        file_name("han-nop", [str(scope.plan_year), *units], scope.as_of, "ics"),
        mime="text/calendar",
        key="calendar-file",
        on_click="ignore",
        type="tertiary",
    )
