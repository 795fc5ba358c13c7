"""The server's life: it answers first, then fetches what every page needs, then looks after open pages.

Half of what a server that has just been started used to do was to import pandas, which no answer of its own
needs. It is imported in a thread of its own as soon as the server listens; a reader who comes earlier waits
for the rest of it and no longer.
"""

import asyncio
import contextlib
import importlib
from collections.abc import AsyncIterator

from coop.ui.follow import watch_open_pages

# Needed by the first run of any page, and 0.7 s of importing.
NEEDED = ("pandas",)
_SECONDS_UNTIL_IT_LISTENS = 0.1


@contextlib.asynccontextmanager
async def serve(application: object) -> AsyncIterator[None]:
    """Run for as long as the server does: `app = st.App(…, lifespan=serve)`."""
    loop = asyncio.get_running_loop()
    loop.call_later(_SECONDS_UNTIL_IT_LISTENS, loop.run_in_executor, None, _import_needed)
    async with watch_open_pages(application):
        yield


def _import_needed() -> None:
    for name in NEEDED:
        importlib.import_module(name)
