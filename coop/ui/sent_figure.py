"""A figure in the form in which it is sent, its JSON written once: writing it takes longer than all else.

Streamlit has every figure written anew in every run, through `plotly.io.to_json`. That function is told here
to hand out what was written before; where Streamlit should write figures in another way one day, each run
writes its own again and nothing else changes.
"""

from typing import Any

import plotly.io

_write = plotly.io.to_json


class SentFigure(dict[str, Any]):
    """A figure as plain values, with its JSON in `text`; nobody changes it."""

    def __init__(self, figure: Any) -> None:
        """Of a Plotly figure."""
        super().__init__(figure.to_dict())
        self.text: str = _write(dict(self), validate=False)


def _written(figure: Any, *arguments: Any, **named: Any) -> str:
    return figure.text if isinstance(figure, SentFigure) else str(_write(figure, *arguments, **named))


plotly.io.to_json = _written
