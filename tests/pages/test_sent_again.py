"""What was drawn for one reader is sent again to the next: the same elements in the same places."""

from typing import Any

from streamlit.testing.v1 import AppTest

from coop.ui import sent_again

SECONDS = 20
made: list[str] = []


def page() -> None:
    import streamlit as st

    from coop.ui.sent_again import element_again, show_html
    from tests.pages.test_sent_again import made

    def box(text: str) -> None:
        made.append(text)
        st.html(f"<p>{text}</p>")

    show_html("<p>over</p>")
    left, right = st.columns(2)
    with right:
        element_again("box", lambda: box("right"))
        element_again("box", lambda: box("right"))  # elsewhere, so another message
    with left:
        show_html("<p>left</p>")
        st.button("press", key="press")
        show_html("<p>under</p>")

    @st.fragment
    def part() -> None:
        element_again("box", lambda: box("part"))

    part()
    element_again("none", lambda: None)
    st.text_input("last", key="last")


def drawn(app: AppTest) -> list[Any]:
    """Everything on the page, in its order: kind and content."""
    return [(element.type, getattr(element, "proto", None)) for element in app.main]


def test_the_next_reader_is_sent_the_same_elements_in_the_same_places() -> None:
    sent_again._elements.clear()
    made.clear()
    first = AppTest.from_function(page, default_timeout=SECONDS).run()
    assert made == ["right", "right", "part"]
    again = AppTest.from_function(page, default_timeout=SECONDS).run()
    assert made == ["right", "right", "part"], "nothing is made a second time"
    assert drawn(again) == drawn(first)
    texts = [element.proto.body for element in again.get("html")]
    assert texts == [f"<p>{text}</p>" for text in ("over", "left", "under", "right", "right", "part")]
    assert again.button(key="press").click().run().text_input(key="last").label == "last"
    assert drawn(again) == drawn(first)
    assert made == ["right", "right", "part"]


def test_the_same_words_are_kept_for_every_place_of_their_own() -> None:
    sent_again._elements.clear()
    AppTest.from_function(page, default_timeout=SECONDS).run()
    places = {
        tuple(message.metadata.delta_path) for message in sent_again._elements._values.values() if message
    }
    assert len(places) == 6
