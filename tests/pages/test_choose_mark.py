"""Whatever a click on a chart reaches stands in a list of words too, for those who do not click."""

import pytest

from coop.text import say
from coop.ui.choose_mark import marks_of
from coop.ui.page_copy import copy_of
from coop.ui.pick import code_of
from tests.pages.reader import finding, open_page

ADDRESS = {"year": "2024", "as_of": "2024-12-31"}
WITH_PICKS = ["overview", "agencies", "districts", "groups", "indicators", "classification", "ratings"]


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("name", WITH_PICKS)
def test_every_drawn_mark_is_offered_once_in_words_of_its_own(name: str) -> None:
    copy = copy_of(open_page(name, ADDRESS).session_state["page_copy"])
    assert copy is not None
    picked = 0
    for part in copy.parts:
        if part.figure is None:
            continue
        drawn = {
            code
            for trace in part.figure.data
            if trace.customdata is not None
            for given, x in zip(trace.customdata, trace.x, strict=True)
            if (code := code_of(given)) and x is not None
        }
        marks = marks_of(part.figure)
        assert set(marks) == drawn, part.title
        assert len(set(marks.values())) == len(marks), part.title
        assert not [words for words in marks.values() if not words or "<" in words or "&amp;" in words]
        picked += bool(marks)
    assert picked


@pytest.mark.usefixtures("store")
def test_a_mark_chosen_from_the_list_is_followed_as_if_it_had_been_clicked() -> None:
    app = open_page("overview", ADDRESS, **{"data-overdue-map": True})
    whole = finding(app)
    choice = app.selectbox(key="mark-overdue-map")
    assert choice.label == say("focus.choose")
    place = next(place for place, words in enumerate(choice.options) if "Hương Khê" in words)
    choice.select_index(place).run()
    assert app.query_params["pick_unit"] == "444"
    assert finding(app) != whole
    assert finding(app) == finding(open_page("overview", ADDRESS | {"pick_unit": "444"}))
    assert not app.session_state["data-overdue-map"], "the box stands before what follows"
