"""The server's life: it answers first, then fetches what every page needs, then looks after open pages.

Half of what a server that has just been started used to do was to import pandas, which no answer of its own
needs. It is imported in a thread of its own as soon as the server listens; a reader who comes earlier waits
for the rest of it and no longer. Once a page has been drawn, what is there by then is there to stay: it is
put out of the collector's sight (docs/decisions/0026).
"""

import asyncio
import contextlib
import gc
import importlib
from collections.abc import AsyncIterator

from coop.ui.follow import is_page_open, watch_open_pages

# Needed by the first run of any page, and 0.7 s of importing.
NEEDED = ("pandas",)
_SECONDS_UNTIL_IT_LISTENS = 0.1
_SECONDS_OF_A_FIRST_RUN = 2.0  # or about; what it is still working with is freed as ever


@contextlib.asynccontextmanager
async def serve(application: object) -> AsyncIterator[None]:
    """Run for as long as the server does: `app = st.App(…, lifespan=serve)`."""
    loop = asyncio.get_running_loop()
    loop.call_later(_SECONDS_UNTIL_IT_LISTENS, loop.run_in_executor, None, _import_needed)
    settling = asyncio.create_task(_settle(), name="settle")
    try:
        async with watch_open_pages(application):
            yield
    finally:
        settling.cancel()


def _import_needed() -> None:
    for name in NEEDED:
        importlib.import_module(name)


async def _settle() -> None:
    while not is_page_open():
        await asyncio.sleep(1)
    await asyncio.sleep(_SECONDS_OF_A_FIRST_RUN)
    keep_out_of_collections()


def keep_out_of_collections() -> None:
    """Let collections pass by all objects there are now, nearly all of them modules; takes 0.1 s once."""
    gc.collect()
    gc.freeze()
