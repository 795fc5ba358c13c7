"""What the server sees to by itself: its socket, and what collections of garbage need not look at."""

import asyncio
import gc
import socket
import weakref

import uvicorn

from coop.ui.early import keep_out_of_collections
from coop.ui.gate.start import answer_at_once


async def _says_ok(scope: dict[str, object], receive: object, send: object) -> None:
    await asyncio.sleep(0)


async def _waits_of_an_accepted_connection() -> tuple[int, int]:
    # As Streamlit makes it: without saying that it is TCP, so that asyncio leaves it as it is.
    with socket.socket(socket.AF_INET) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.setblocking(False)
        before = listening.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        server = uvicorn.Server(uvicorn.Config(_says_ok, lifespan="off", loop="asyncio", log_config=None))
        server.config.load()
        server.lifespan = server.config.lifespan_class(server.config)
        await server.startup([listening])
        _, writer = await asyncio.open_connection(*listening.getsockname())
        while not server.server_state.connections:
            await asyncio.sleep(0)
        (accepted,) = server.server_state.connections
        opened = accepted.transport.get_extra_info("socket")  # type: ignore[union-attr]
        after = opened.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        writer.close()
        await server.shutdown([listening])
    return before, after


def test_no_message_waits_until_the_browser_has_acknowledged_the_one_before() -> None:
    begin = uvicorn.Server.startup
    try:
        answer_at_once()
        before, after = asyncio.run(_waits_of_an_accepted_connection())
    finally:
        uvicorn.Server.startup = begin  # type: ignore[method-assign]
    assert (before, bool(after)) == (0, True)


class _Ring:
    """What only a collection frees."""

    def __init__(self) -> None:
        self.itself = self


def test_what_is_there_to_stay_is_passed_by_and_what_comes_later_is_collected() -> None:
    try:
        keep_out_of_collections()
        assert gc.get_freeze_count() > 10_000
        later = weakref.ref(_Ring())
        assert later() is not None
        gc.collect()
        assert later() is None
    finally:
        gc.unfreeze()
