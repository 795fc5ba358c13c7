"""Letters and spaces: applied to every text of the file, titles and labels included."""

import unicodedata
from collections.abc import Callable

from etl.returns.forms import form
from tests.returns_factory.draft import Cell, Draft
from tests.returns_factory.letters import tcvn3, vni
from tests.returns_factory.way import FILE, TEXT, way


def _everywhere(draft: Draft, change: Callable[[str], str]) -> None:
    def changed(value: Cell) -> Cell:
        return change(value) if isinstance(value, str) else value

    for page in draft.pages:
        page.above = [list(map(changed, row)) for row in page.above]
        page.below = [list(map(changed, row)) for row in page.below]
        for field in page.fields:
            field.tiers = list(map(change, field.tiers))
        for line in page.lines:
            line.values = {name: changed(value) for name, value in line.values.items()}
            line.texts = {column: changed(value) for column, value in line.texts.items()}


# The phase is FILE so that these come after everything that writes text; the file itself is not touched.
@way(FILE, "letters")
def letters_decomposed(draft: Draft) -> None:
    """NFD, as a Mac writes it."""
    _everywhere(draft, lambda text: unicodedata.normalize("NFD", text))
    draft.expected.changes.add("change_unicode")


@way(FILE, "letters")
def letters_of_tcvn3(draft: Draft) -> None:
    """A sheet typed in .VnTime."""
    _everywhere(draft, tcvn3)
    draft.expected.changes.add("change_legacy")


@way(FILE, "letters")
def letters_of_vni(draft: Draft) -> None:
    """A sheet typed in VNI-Times."""
    _everywhere(draft, vni)
    draft.expected.changes.add("change_legacy")


@way(FILE, "letters")
def letters_that_look_alike(draft: Draft) -> None:
    """Icelandic Ð for Đ and Å for Ắ."""
    name = "name" if draft.answer.form_code == "classification" else "proposals"
    text = "Ắc quy và Điện máy"
    for line in draft.data():
        if line.source == 0:
            line.values[name] = text
    if 0 in draft.expected.rows:
        draft.expected.rows[0][name] = text
        draft.expected.changes.add("change_look_alike")
    _everywhere(draft, lambda text: text.replace("Đ", "Ð").replace("Ắ", "Å"))


@way(TEXT, "tones")
def tones_of_the_new_style(draft: Draft) -> None:
    """Hoà, thuỷ for hòa, thủy: one place, one word."""
    pairs = (("òa", "oà"), ("ủy", "uỷ"), ("óa", "oá"))

    def change(text: str) -> str:
        for old, new in pairs:
            text = text.replace(old, new)
        return text

    _everywhere(draft, change)
    draft.expected.changes.add("change_tone")


def _in_text(draft: Draft, change: Callable[[str], str]) -> None:
    """Change the words of the data only: a code keeps its own shape."""
    shape = form(draft.answer.form_code).by_name
    for line in draft.data():
        line.values = {
            name: change(value) if isinstance(value, str) and name in shape and not _is_code(name) else value
            for name, value in line.values.items()
        }


def _is_code(name: str) -> bool:
    return name.endswith("_code") and name != "sector_code"


@way(TEXT, "spaces")
def spaces_that_do_not_break(draft: Draft) -> None:
    """NBSP between the words of every text."""
    _everywhere(draft, lambda text: text.replace(" ", "\u00a0"))
    draft.expected.changes.add("change_spaces")


@way(TEXT, "spaces")
def spaces_doubled_and_around(draft: Draft) -> None:
    """Two spaces between words, one before and after."""
    _in_text(draft, lambda text: f" {text.replace(' ', '  ')} ")
    draft.expected.changes.add("change_spaces")


@way(TEXT, "spaces")
def spaces_of_no_width(draft: Draft) -> None:
    """A zero-width space after each word and a tab at the end."""
    _in_text(draft, lambda text: text.replace(" ", " \u200b") + "\t")
    draft.expected.changes.add("change_spaces")


@way(TEXT, "codes")
def codes_with_spaces(draft: Draft) -> None:
    """Codes padded with spaces."""
    for line in draft.data():
        for name in ("task_code", "coop_code"):
            if isinstance(line.values.get(name), str):
                line.values[name] = f" {line.values[name]} "
    draft.expected.changes.add("change_spaces")


@way(TEXT, "links")
def a_text_that_begins_like_a_formula(draft: Draft) -> None:
    """'=1+1' as text stays text."""
    name = "name" if draft.answer.form_code == "classification" else "difficulties"
    for line in draft.data():
        if line.source == 0:
            line.values[name] = "=1+1"
    if 0 in draft.expected.rows:
        draft.expected.rows[0][name] = "=1+1"
