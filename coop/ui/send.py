"""Around the files on the page of sending: where to drop them, a blank form, progress, the receipt."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from coop.format import date_text, number
from coop.queries.returns import versions_of
from coop.queries.sending import figures_published
from coop.sharing import only_reads, sending_address
from coop.text import say
from coop.ui.access import own_codes
from coop.ui.answers import ask
from coop.ui.downloads import XLSX
from coop.ui.later import made_later
from coop.ui.markup import element, text_element
from coop.ui.sent_again import show_html

ENDINGS = ("xlsx", "xls", "ods", "csv")
_LOOK_SECONDS = 0.2
_LINKS = ("https://", "http://")


def draw_uploader(key: str) -> list[tuple[str, bytes]]:
    """Draw the place to drop files, or say where it is; returns name and content of each."""
    if only_reads():
        _show_address(sending_address())
        return []
    words = {"instructions": say("send.limit"), "button": say("send.choose")}
    st.html(f"<style>{_UPLOADER.format(**{name: _css_text(text) for name, text in words.items()})}</style>")
    dropped = st.file_uploader(
        say("send.drop"),
        type=list(ENDINGS),
        accept_multiple_files=True,
        key=key,
        label_visibility="collapsed",
    )
    return [(file.name, file.getvalue()) for file in dropped]


def _show_address(address: str) -> None:
    """Say where returns are sent instead, where the settings do."""
    if address.startswith(_LINKS):
        link = text_element("a", say("sharing.send_at", address=address), href=address)
        show_html(element("p", link, css="banner", role="note"))


# Streamlit says these words in English only.
_UPLOADER = """
[data-testid="stFileUploaderDropzoneInstructions"] span {{ font-size: 0; }}
[data-testid="stFileUploaderDropzoneInstructions"] span::after {{ content: "{instructions}";
  font-size: 0.875rem; }}
[data-testid="stFileUploaderDropzone"] button[data-testid] p {{ font-size: 0; }}
[data-testid="stFileUploaderDropzone"] button[data-testid] p::after {{ content: "{button}";
  font-size: 0.875rem; }}
"""


def _css_text(text: str) -> str:
    return "".join(letter if letter.isalnum() or letter == " " else f"\\{ord(letter):x} " for letter in text)


def held_versions(form: str, unit: str, year: int) -> list[str]:
    """Ids of the versions of a return that the reader may see."""
    return list(ask(versions_of, form, unit, year)["return_id"])


def shown_figures(
    form: str, unit: str, year: int, periods: tuple[str, ...], as_of: date
) -> list[Mapping[str, Any]]:
    """The published figures that a return moves; others' than the unit's only to who sees every unit."""
    frame = ask(figures_published, form, unit, year, periods, as_of)
    rows: list[Mapping[str, Any]] = [{str(k): v for k, v in row.items()} for row in frame.to_dict("records")]
    return rows if own_codes() is None else [row for row in rows if row["whose"] == "unit"]


def _own_only(units: Mapping[str, str]) -> dict[str, str]:
    """Those of the units that the reader may send for."""
    own = own_codes()
    return {code: title for code, title in units.items() if own is None or code in own}


def offer_blank(
    forms: Mapping[str, str],
    units_of: Callable[[str, int], Mapping[str, str]],
    periods_of: Callable[[str, str, int], Mapping[str, str]],
    write: Callable[[str, str, int, str | None], bytes],
    years: Sequence[int],
    usual: int,
) -> None:
    """Let the reader pick form, year, unit and, where the form has any, period, and save the empty form."""
    show_html(text_element("h2", say("send.blank"), css="chart-title"))
    with st.container(horizontal=True, vertical_alignment="bottom", key="blank"):
        form = st.selectbox(say("send.form"), list(forms), format_func=lambda code: forms[code], key="form")
        year = st.selectbox(say("app.year"), years, years.index(usual), key="blank_year", width=110)
        units = _own_only(units_of(form, year))
        hint = say("send.choose_unit") if units else say("send.no_unit")
        unit = _pick(say("app.unit"), units, hint, "blank_unit")
        periods = periods_of(form, unit, year) if unit is not None and unit in units else {}
        period = (
            _pick(say("send.period"), periods, say("send.choose_period"), "blank_period") if periods else None
        )
        st.download_button(
            say("send.save_blank"),
            made_later(lambda: write(form, str(unit), year, period), "send"),
            f"{form}_{unit}_{period or year}.xlsx",
            mime=XLSX,
            disabled=unit not in units or (bool(periods) and period not in periods),
            on_click="ignore",
            key="save_blank",
        )


def _pick(label: str, titles: Mapping[str, str], hint: str, key: str) -> str | None:
    """A list in which nothing is chosen at first."""
    picked: str | None = st.selectbox(
        label,
        list(titles),
        index=None,
        format_func=lambda code: titles.get(code, code),
        placeholder=hint,
        key=key,
    )
    return picked


def follow(is_over: Callable[[float], bool], step: Callable[[], tuple[str, int, int]]) -> None:
    """Draw the progress of an acceptance until it is over."""
    bar = st.progress(0.0, text=say("send.accepting"))
    while not is_over(_LOOK_SECONDS):
        words, done, total = step()
        if words:
            bar.progress(done / max(total, 1), text=say("send.progress", step=words, done=done, total=total))


def show_receipt(names: Sequence[str], day: date | None, problem: str | None, refused: Sequence[str]) -> None:
    """Say which files are kept and count, which do not and why, and whether the figures follow."""
    said = list(refused)
    if day is not None:
        said.append(say("send.kept", n=number(len(names)), names=", ".join(names), day=date_text(day)))
    elif not refused:
        said.append(say("send.not_kept"))
    if problem is not None:
        said.append(say("send.not_published", why=problem))
    elif day is not None:
        said.append(say("send.published"))
    css = "banner alert" if problem is not None or refused else "banner good"
    show_html(text_element("p", " ".join(said), css=css, role="status"))
