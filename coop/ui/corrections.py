"""What the page of corrections draws: the cell to be put right, what was put right, the kept builds."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from coop.exports.provenance import Provenance
from coop.format import date_text, number
from coop.sharing import only_reads
from coop.text import say
from coop.ui.downloads import offer_files
from coop.ui.markup import text_element
from coop.ui.sent_again import show_html
from coop.ui.table import Column, show_table, titled

Cells = Mapping[str, Callable[[str], str | None]]  # name of a sheet → what a cell of it says
_IDENTIFIED_BY = ["return_id", "sheet", "cell", "before", "after"]
_LONGEST = 300  # letters of what is written here
_DECIDED = "decided"


def corrections_table(recorded: Sequence[Mapping[str, object]], applied: pd.DataFrame) -> pd.DataFrame:
    """One row per correction recorded, with `is_waiting`: whether the build that is shown lacks it."""
    known = set(applied[_IDENTIFIED_BY].fillna("").itertuples(index=False, name=None))
    waits = [tuple(one[name] for name in _IDENTIFIED_BY) not in known for one in recorded]
    columns = [*_IDENTIFIED_BY, "why", "agreed_by", "agreed_on", "file_name"]
    return pd.DataFrame(list(recorded), columns=columns).assign(is_waiting=waits)


def corrections_finding(rows: pd.DataFrame) -> str:
    """How many cells were put right, and how many of them the figures do not know yet."""
    waiting = int(rows["is_waiting"].sum())
    if rows.empty:
        return say("corrections.finding_none")
    if waiting:
        return say("corrections.finding_waiting", n=number(len(rows)), waiting=number(waiting))
    return say("corrections.finding", n=number(len(rows)))


def is_elsewhere() -> bool:
    """Whether nothing is decided on this machine, as it takes its figures over from another."""
    return only_reads()


def keep_outcome(outcome: tuple[bool, str]) -> None:
    """Remember what became of a decision until it is drawn."""
    st.session_state[_DECIDED] = outcome


def show_outcome() -> None:
    """Say what became of the last decision, or that none is taken here."""
    if is_elsewhere():
        show_html(text_element("p", say("corrections.elsewhere"), css="banner", role="note"))
    if _DECIDED in st.session_state:
        is_done, sentence = st.session_state.pop(_DECIDED)
        css, role = ("banner good", "status") if is_done else ("banner alert", "alert")
        show_html(text_element("p", sentence, css=css, role=role))


def ask_correction(files: pd.DataFrame, cells_of: Callable[[str], Cells]) -> dict[str, str] | None:
    """Draw the choice of a cell and what it should say; gives the fields once the button is pressed."""
    show_html(text_element("h2", say("corrections.ask"), css="chart-title"))
    show_html(text_element("p", say("corrections.ask_note"), css="chart-line"))
    file = _choose_file(files)
    sheets = cells_of(file) if file else {}
    if not sheets:
        if file:
            st.caption(say("corrections.unreadable"))
        return None
    with st.container(horizontal=True, vertical_alignment="bottom", key="cell-to-correct"):
        sheet = st.selectbox(say("app.column_sheet"), list(sheets), key=f"correct-sheet-{file}")
        hint = say("corrections.cell_hint")
        cell = st.text_input(
            say("app.column_cell"), key=f"correct-cell-{file}", placeholder=hint, max_chars=10
        )
    if not cell:
        return None
    stands = sheets[sheet](cell)
    if stands is None:
        show_html(text_element("p", say("corrections.no_such_cell", cell=cell), css="banner"))
        return None
    told = say("corrections.stands", value=stands) if stands else say("corrections.stands_empty")
    show_html(text_element("p", told, css="chart-line"))
    place = f"{file}-{sheet}-{cell}"
    with st.form(f"correct-{place}", border=False):
        fields = {
            name: st.text_input(say(f"corrections.{name}"), key=f"correct-{name}-{place}", max_chars=_LONGEST)
            for name in ("after", "why", "by")
        }
        is_asked = st.form_submit_button(say("corrections.record"), type="primary")
    if not is_asked:
        return None
    words = {"after": fields["after"], "why": fields["why"], "agreed_by": fields["by"]}
    return {"return_id": str(file), "sheet": sheet, "cell": cell, "before": stands, **words}


def _choose_file(files: pd.DataFrame) -> str | None:
    taken = files[files["refused"].isna()]
    names = {
        str(row["return_id"]): say(
            "corrections.file_choice",
            file=row["file_name"],
            day=date_text(pd.Timestamp(row["received_on"]).date()),
        )
        for row in taken.to_dict("records")
    }
    chosen = st.selectbox(
        say("app.column_file"),
        list(names),
        index=None,
        format_func=lambda name: names.get(name, name),
        placeholder=say("corrections.choose_file"),
        key="correct-file",
    )
    return str(chosen) if chosen in names else None


def show_corrections(rows: pd.DataFrame, origin: Provenance) -> None:
    """List the cells put right, with whether the figures know it where `rows` tell; nothing without any."""
    if rows.empty:
        return
    title = say("correct.title", n=number(len(rows)))
    columns = [
        Column("file_name", say("correct.column_file"), "quiet"),
        Column("sheet", say("app.column_sheet"), "quiet"),
        Column("cell", say("app.column_cell"), "code"),
        Column("before", say("correct.column_before")),
        Column("after", say("correct.column_after")),
        Column("why", say("correct.column_why")),
        Column("agreed_by", say("correct.column_by")),
        Column("agreed_on", say("correct.column_on"), "day"),
    ]
    if "is_waiting" in rows:
        states = {True: say("corrections.state_waiting"), False: say("corrections.state_applied")}
        rows = rows.assign(state=rows["is_waiting"].map(states))
        columns = [Column("state", say("app.column_status")), *columns]
    show_html(text_element("h2", title, css="chart-title"))
    show_table(rows, columns, title)
    offer_files(titled(rows, columns), origin.titled(title), "corrections", "corrections")


def asks_build(rows: pd.DataFrame) -> bool:
    """Draw the button that brings waiting corrections into the figures; whether it was pressed."""
    if not rows["is_waiting"].any():
        return False
    st.caption(say("corrections.rebuild_note"))
    return st.button(say("corrections.rebuild"), key="rebuild")


def choose_build(kept: Callable[[], Sequence[Mapping[str, Any]]]) -> str | None:
    """Draw the kept builds in a folded box; the one to be published again, once its button is pressed."""
    box = st.expander(say("corrections.builds"), on_change="rerun", key="kept-builds")
    if not box.open:
        return None
    with box:
        rows = pd.DataFrame([{**one, "state": _state(one)} for one in kept()])
        if rows.empty:
            return None
        show_html(text_element("p", say("corrections.builds_note"), css="chart-line"))
        show_table(rows, _build_columns(), say("corrections.builds"))
        others = rows.loc[~rows["is_current"] & (rows["problem"] == ""), "build_id"].tolist()
        if not others:
            return None
        chosen = st.selectbox(
            say("corrections.choose_build"), others, index=None, key="build-to-publish", placeholder=""
        )
        asked = st.button(say("corrections.publish"), key="publish-again", disabled=chosen not in others)
    return str(chosen) if asked and chosen in others else None


def _state(one: Mapping[str, Any]) -> str:
    state = one["problem"] or ("current" if one["is_current"] else "kept")
    return say(f"corrections.build_{state}")


def _build_columns() -> list[Column]:
    return [
        Column("build_id", say("corrections.column_build"), "code"),
        Column("built_at", say("corrections.column_built"), "moment"),
        Column("return_count", say("corrections.column_returns"), "count"),
        Column("accepted_count", say("corrections.column_rows"), "count"),
        Column("state", say("app.column_status")),
    ]
