"""What stands at the door of the server: who may ask, and what every answer says about itself.

`gate_middleware()` and `gate_routes()` go into `st.App`; `open_gate()` is called once before it is made.
"""

from starlette.middleware import Middleware
from starlette.routing import Route

from coop.ui.gate.compress import Compressed
from coop.ui.gate.guard import Guard
from coop.ui.gate.start import hide_server_name, stop_unless_allowed
from coop.ui.gate.watch import watch_routes

__all__ = ["gate_middleware", "gate_routes", "open_gate"]


def open_gate() -> None:
    """Make the server keep its name to itself; end the process where it may not listen as it was told to."""
    hide_server_name()
    stop_unless_allowed()


def gate_middleware() -> list[Middleware]:
    """What every request goes through, in this order, before Streamlit sees it."""
    return [Middleware(Guard), Middleware(Compressed)]


def gate_routes() -> list[Route]:
    """`/healthz` and `/metrics`, answered to this machine only."""
    return watch_routes()
