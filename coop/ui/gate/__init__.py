"""What stands at the door of the server: who may ask, and what every answer says about itself.

`Guard`, then whatever asks for rights, then `ReturnAddress` and `Compressed` are middleware of `st.App`;
`gate_routes()` are routes of it. `open_gate()` is called once before it is made.
"""

from starlette.routing import Route

from coop.sharing import follow
from coop.ui.gate.compress import Compressed
from coop.ui.gate.guard import Guard
from coop.ui.gate.return_address import ReturnAddress
from coop.ui.gate.start import answer_at_once, hide_server_name, stop_unless_allowed
from coop.ui.gate.theme import read_theme_once
from coop.ui.gate.watch import watch_routes

__all__ = ["Compressed", "Guard", "ReturnAddress", "gate_routes", "open_gate"]


def open_gate() -> None:
    """Make the server answer at once, keep its name to itself and follow other machines where it only reads.

    Ends the process where it may not listen as it was told to.
    """
    hide_server_name()
    answer_at_once()
    read_theme_once()
    stop_unless_allowed()
    follow()


def gate_routes() -> list[Route]:
    """`/healthz` and `/metrics`, answered to this machine only."""
    return watch_routes()
