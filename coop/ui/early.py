"""The server's life: it answers first, then fetches what every page needs, then looks after open pages.

What pages need and the server's own answers do not (pandas, the rooms of the pages, the words they say) is
fetched in a thread of its own as soon as the server listens; a reader who comes earlier waits for the rest of
it and no longer (docs/decisions/0030). Once a page has been drawn, what is there by then is there to stay: it
is put out of the collector's sight (docs/decisions/0026).
"""

import asyncio
import contextlib
import gc
import importlib
from collections.abc import AsyncIterator

from coop.text import catalogue, languages
from coop.ui.follow import is_page_open, watch_open_pages

# Needed by the first run of any page, in the order in which one asks for them. Streamlit takes a tenth of a
# second to know an emoji when it sees one, and looks for them in every choice.
NEEDED = (
    "pandas",
    "streamlit.emojis",
    "coop.ui.menu",
    "coop.ui.page_copy",
    "coop.ui.search",
    "coop.ui.views",
    "coop.ui.chart",
    "coop.ui.focus_plan",
    "coop.ui.alerts",
    "coop.ui.indicators",
)
_SECONDS_UNTIL_IT_LISTENS = 0.1
_SECONDS_OF_A_FIRST_RUN = 2.0  # or about; what it is still working with is freed as ever


@contextlib.asynccontextmanager
async def serve(application: object) -> AsyncIterator[None]:
    """Run for as long as the server does: `app = st.App(…, lifespan=serve)`."""
    loop = asyncio.get_running_loop()
    loop.call_later(_SECONDS_UNTIL_IT_LISTENS, loop.run_in_executor, None, fetch_needed)
    settling = asyncio.create_task(_settle(), name="settle")
    try:
        async with watch_open_pages(application):
            yield
    finally:
        settling.cancel()


def fetch_needed() -> None:
    """Fetch what the first run of any page would have to wait for; what is there already costs nothing."""
    for name in NEEDED:
        importlib.import_module(name)
    for language in languages():  # every page knows what Streamlit says in all of them
        catalogue(language)


async def _settle() -> None:
    while not is_page_open():
        await asyncio.sleep(1)
    await asyncio.sleep(_SECONDS_OF_A_FIRST_RUN)
    keep_out_of_collections()


def keep_out_of_collections() -> None:
    """Let collections pass by all objects there are now, nearly all of them modules; takes 0.1 s once."""
    gc.collect()
    gc.freeze()
