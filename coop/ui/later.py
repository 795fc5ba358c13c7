"""What is made only once a reader asks for it: as this reader reads now, whoever makes it and whenever.

Streamlit makes a file that a button offers in a thread of its own, which knows neither reader nor build.
"""

from collections.abc import Callable
from typing import TypeVar

from coop.text import language, speaking
from coop.warehouse import current_build, pinned

Made = TypeVar("Made")


def made_later(make: Callable[[], Made]) -> Callable[[], Made]:
    """Return `make` bound to the language spoken now and to the build that the page shows."""
    spoken, build = language(), current_build()

    def made() -> Made:
        with speaking(spoken), pinned(build):
            return make()

    return made
