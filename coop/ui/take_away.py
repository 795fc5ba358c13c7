"""The report over the reader's scope as a file: chosen, made while progress is shown, kept for the next."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from coop.access import Rights, holding, rights_now
from coop.exports.bundle import zip_bytes
from coop.exports.file_name import file_name
from coop.exports.report_pdf import report_pdf_bytes
from coop.exports.report_pptx import report_pptx_bytes
from coop.exports.yearly_report import report_bytes
from coop.format import date_text, number
from coop.queries.build import units
from coop.queries.scope import Scope
from coop.text import language, say
from coop.ui.answers import ask
from coop.ui.later import made_later
from coop.ui.markup import plain, text_element
from coop.ui.measures import KINDS
from coop.ui.page import plan_coverage
from coop.ui.report import yearly_report
from coop.ui.report_parts import Drawings
from coop.ui.scope_report import origin_of, place_of, scope_report
from coop.ui.sent_again import show_html
from coop.warehouse import current_build

MIME = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "zip": "application/zip",
}
FORMS = ("pdf", "docx", "pptx")
_OF_EACH = ("pdf", "docx")  # what the ZIP holds of each district
_KEPT = 80  # files of some 100 kB
_MADE = "take_away_made"
_KB = 1024
Progress = Callable[[float, str], Any]


def offer_report(scope: Scope, draw: Drawings) -> None:
    """Let the reader choose a form and make the report; once made it is there to be saved."""
    districts = ask(units, "district", scope.plan_year)
    told = say("take_away.explain", place=place_of(scope), year=scope.plan_year, day=date_text(scope.as_of))
    show_html(text_element("p", told, css="chart-line"))
    form = st.radio(
        say("take_away.form"),
        FORMS,
        format_func=lambda one: say(f"take_away.form_{one}"),
        horizontal=True,
        key="take_away_form",
    )
    show_html(text_element("p", say(f"take_away.about_{form}"), css="chart-line"))
    show_html(text_element("p", say("take_away.other_charts"), css="chart-line"))
    with st.container(horizontal=True, key="take-away-buttons"):
        one = st.button(say("take_away.make"), type="primary", key="take-away-make")
        count = number(len(districts))
        every = st.button(say("take_away.make_every", n=count), key="take-away-every")
    show_html(text_element("p", say("take_away.about_zip"), css="chart-line"))
    asked = (current_build(), rights_now(), language(), scope)
    if one or every:
        wanted = "zip" if every else form
        st.session_state[_MADE] = (asked, wanted, _watched(scope, wanted, draw))
    made = st.session_state.get(_MADE)
    if made is not None and made[0] == asked and made[1] in (form, "zip"):
        _offer(scope, made[1], made[2])


def _watched(scope: Scope, form: str, draw: Drawings) -> bytes:
    """Make the report while the reader sees how far it is."""
    started = time.monotonic()
    with st.status(say("take_away.making"), expanded=True) as status:
        bar = st.progress(0.0)
        content = make_report(scope, form, draw, lambda share, text: bar.progress(share, plain(text)))
        seconds = number(time.monotonic() - started, 1)
        status.update(label=say("take_away.made", seconds=seconds), state="complete", expanded=False)
    return content


def make_report(scope: Scope, form: str, draw: Drawings, progress: Progress) -> bytes:
    """Return the report over `scope` in one form, or for 'zip' the reports of every district.

    `progress` is told how much is done and what is being made.
    """
    if form != "zip":
        progress(0.1, place_of(scope))
        content = _file(scope, form, draw)
        progress(1.0, place_of(scope))
        return content
    files: dict[str, bytes] = {}
    districts = [str(code) for code in ask(units, "district", scope.plan_year)["unit_code"]]
    for place, code in enumerate(districts):
        of_district = replace(scope, districts=(code,), agencies=())
        words = {"place": place_of(of_district), "n": place + 1, "total": len(districts)}
        progress(place / len(districts), say("take_away.making_unit", **words))
        for each in _OF_EACH:
            files[report_name(of_district, each)] = _file(of_district, each, draw)
    progress(1.0, say("take_away.making"))
    return zip_bytes(files, scope.as_of)


def report_name(scope: Scope, form: str) -> str:
    """The file's name: place, period and as-of."""
    count = number(len(ask(units, "district", scope.plan_year)))
    place = say("take_away.every_district", n=count) if form == "zip" else place_of(scope)
    return file_name(say("take_away.file"), (place, str(scope.plan_year)), scope.as_of, form)


def _file(scope: Scope, form: str, draw: Drawings) -> bytes:
    return _kept(current_build(), rights_now(), language(), scope, form, draw)


@st.cache_data(max_entries=_KEPT, show_spinner=False)
def _kept(build: str, rights: Rights, spoken: str, scope: Scope, form: str, _draw: Drawings) -> bytes:
    """One report, made once for each build, rights, language, scope and form."""
    with holding(rights):
        return _made(scope, form, _draw)


def _made(scope: Scope, form: str, draw: Drawings) -> bytes:
    coverage = plan_coverage(scope)
    if form == "docx":
        return _word(scope, coverage)
    report = scope_report(scope, draw, coverage)
    return report_pdf_bytes(report) if form == "pdf" else report_pptx_bytes(report)


def _word(scope: Scope, coverage: str) -> bytes:
    """The administrative report; one unit alone is its sender, else the department."""
    title = say("take_away.title", year=scope.plan_year, place=place_of(scope))
    report = yearly_report(scope, _sender(scope), origin_of(scope, title, coverage))
    return report_bytes(replace(report, origin=origin_of(scope, title, coverage)))


def _sender(scope: Scope) -> str | None:
    chosen = [*scope.districts, *scope.agencies]
    if len(chosen) != 1:
        return None
    known = {
        str(row["unit_code"]): str(row["title"])
        for kind in KINDS
        for row in ask(units, kind, scope.plan_year).to_dict("records")
    }
    return known.get(chosen[0])


def _offer(scope: Scope, form: str, content: bytes) -> None:
    name = report_name(scope, form)
    st.download_button(
        plain(say("take_away.save", file=name, size=_size(len(content)))),
        made_later(lambda: content),
        name,
        mime=MIME[form],
        key="take-away-save",
        on_click="ignore",
    )


def _size(count: int) -> str:
    if count < _KB * _KB:
        return say("take_away.size_kb", n=number(max(1, round(count / _KB))))
    return say("take_away.size_mb", n=number(count / _KB / _KB, 1))
