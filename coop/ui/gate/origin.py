"""Where a request comes from: under which name, from which page, from this machine or another."""

from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from coop.settings import setting
from coop.ui.front import Scope

_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}
_USUAL_PORTS = {"http": 80, "https": 443}
_FORWARDED = (b"forwarded", b"x-forwarded-for", b"x-real-ip")


def is_known_host(host: str) -> bool:
    """Whether the `Host` of a request names this machine, or is one of the settings' `server.hosts`."""
    name = _name_and_port(host)[0]
    return name in _THIS_MACHINE or name in str(setting("server.hosts")).casefold().split()


def is_same_page(origin: str | None, host: str) -> bool:
    """Whether a page of ours asks: its `Origin` has the request's own name and port.

    No `Origin` is no browser, and so no one else's cookies.
    """
    if origin is None:
        return True
    scheme, _, asking = origin.partition("://")
    usual = _USUAL_PORTS.get(scheme)
    named, asked = _name_and_port(asking), _name_and_port(host)
    return usual is not None and named[0] != "" and _with(named, usual) == _with(asked, usual)


def is_from_here(scope: Scope, asked: Mapping[bytes, str]) -> bool:
    """Whether a program on this machine asks, and no proxy for someone else."""
    client = scope.get("client")
    if client is None or any(name in asked for name in _FORWARDED):
        return False
    try:
        is_here = ip_address(client[0]).is_loopback
    except ValueError:
        return False
    return is_here and _name_and_port(asked.get(b"host", ""))[0] in _THIS_MACHINE


def _with(place: tuple[str, int | None], usual: int) -> tuple[str, int]:
    return place[0], place[1] or usual


def _name_and_port(authority: str) -> tuple[str, int | None]:
    """Name and port of `name:port`; an empty name for what is no authority."""
    try:
        parts = urlsplit(f"//{authority}")
        if parts.netloc != authority or parts.username is not None:
            return "", None
        return (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return "", None
