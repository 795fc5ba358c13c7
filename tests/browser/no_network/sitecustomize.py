"""A server without a network: whatever would leave this machine is refused and written down.

Python imports a module of this name at start from a folder on `PYTHONPATH`; `COOP_REFUSED` names the list.
"""

import os
import sys
from ipaddress import ip_address
from pathlib import Path
from typing import Any

_WATCHED = {
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
    "socket.gethostbyaddr": 0,
}


def _is_here(asked: Any) -> bool:
    """Whether an address or a name is of this machine: a path, a loopback address, no name at all."""
    host = asked[0] if isinstance(asked, tuple) else asked
    name = host.decode() if isinstance(host, bytes) else host
    if not name or name == "localhost" or name.startswith("/"):
        return True
    try:
        return ip_address(name).is_loopback or ip_address(name).is_unspecified
    except ValueError:
        return False


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    place = _WATCHED.get(event)
    if place is None or _is_here(arguments[place]):
        return
    with Path(os.environ["COOP_REFUSED"]).open("a", encoding="utf-8") as refused:
        refused.write(f"{event} {arguments[place]!r}\n")
    raise OSError(f"no network here: {event} {arguments[place]!r}")


sys.addaudithook(_watch)
