"""The one look of all charts: colours of both themes, the fill of each status, type and separators.

Dark colours are chosen, not derived. A fill is told apart by colour (ΔE ≥ 20 also for protan and
deutan sight) or by its pattern, in a black-and-white print by lightness or pattern; light fills carry an
edge of at least 3:1 against the page.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import plotly.graph_objects as go

from coop.text import say

FONT = '"Source Sans", "Source Sans 3", "Noto Sans", "Segoe UI", sans-serif'
SIZE = 13
SMALL = 11
CLEAR = "rgba(0,0,0,0)"

# Display order of the outcomes of a yearly assessment.
RATINGS = ("good", "fair", "average", "weak")
OUTCOMES = (*RATINGS, "not_assessed_new", "not_assessed_stopped", "out_of_scope", "not_reported")


@dataclass(frozen=True)
class Palette:
    """Colours of one theme; the same names in both."""

    paper: str
    ink: str
    muted: str
    line: str
    edge: str  # outline of light fills, at least 3:1 on paper
    blue: str
    pale: str
    red: str
    red_hatch: str  # lines on red, so that it is not blue in a black-and-white print
    red_text: str
    grey: str
    stone: str  # the middle rating
    faint: str  # not applicable
    on_strong: str  # text on blue and red
    tint_0: str  # tiles with none overdue, one, two
    tint_1: str
    tint_2: str


LIGHT = Palette(
    paper="#FFFFFF",
    ink="#17212B",
    muted="#5B6B7A",
    line="#E3E8ED",
    edge="#7D8A97",
    blue="#2073BC",
    pale="#9CC4E6",
    red="#B3261E",
    red_hatch="#D9756E",
    red_text="#B3261E",
    grey="#BDC7D1",
    stone="#E9E2D9",
    faint="#F1F4F6",
    on_strong="#FFFFFF",
    tint_0="#EAF1F8",
    tint_1="#EBC0BC",
    tint_2="#D98C85",
)
DARK = Palette(
    paper="#12181F",
    ink="#E8EDF2",
    muted="#A3B1BF",
    line="#2E3944",
    edge="#7A8895",
    blue="#4E9FE3",
    pale="#28537A",
    red="#F26D63",
    red_hatch="#A83A32",
    red_text="#FF8A80",
    grey="#56636F",
    stone="#6F685F",
    faint="#1D252D",
    on_strong="#0B1117",
    tint_0="#1C2C3B",
    tint_1="#5E2E2E",
    tint_2="#8C3B37",
)


@dataclass(frozen=True)
class Fill:
    """How one class is painted: colour, outline, hatching (Plotly's shape, empty for none) and its ink."""

    color: str
    edge: str
    text: str
    shape: str = ""
    hatch: str = ""


def palette_of(dark: bool) -> Palette:
    """Return the colours of the dark or of the light theme."""
    return DARK if dark else LIGHT


def status_fill(status: str, palette: Palette) -> Fill:
    """Return the fill of a status code; KeyError for an unknown one."""
    p = palette
    return {
        "completed_on_time": Fill(p.blue, p.paper, p.on_strong),
        "completed_late": Fill(p.pale, p.blue, p.ink, "/", p.blue),
        "in_progress": Fill(p.grey, p.edge, p.ink),
        "not_started": Fill(p.paper, p.edge, p.ink),
        "overdue": Fill(p.red, p.paper, p.on_strong, "|", p.red_hatch),
        "not_reported": not_reported(p),
        "not_applicable": Fill(p.faint, p.edge, p.ink, ".", p.edge),
    }[status]


def outcome_fill(outcome: str, palette: Palette) -> Fill:
    """Return the fill of an assessment outcome; KeyError for an unknown one."""
    p = palette
    return {
        "good": Fill(p.blue, p.paper, p.on_strong),
        "fair": Fill(p.pale, p.blue, p.ink),
        "average": Fill(p.stone, p.edge, p.ink),
        "weak": Fill(p.red, p.paper, p.on_strong, "|", p.red_hatch),
        "not_assessed_new": Fill(p.paper, p.edge, p.ink, ".", p.edge),
        "not_assessed_stopped": Fill(p.paper, p.edge, p.ink, "-", p.edge),
        "out_of_scope": Fill(p.faint, p.edge, p.ink, "x", p.edge),
        "not_reported": not_reported(p),
    }[outcome]


def not_reported(palette: Palette) -> Fill:
    """Return the grey hatching of what no return speaks of."""
    return Fill(palette.paper, palette.edge, palette.ink, "\\", palette.edge)


def overdue_fill(overdue: int, palette: Palette) -> Fill:
    """Return the tint of a tile by its overdue duties: none, one, two, three and more."""
    p = palette
    if overdue >= 3:
        return Fill(p.red, p.red, p.on_strong)
    tint = (p.tint_0, p.tint_1, p.tint_2)[overdue]
    return Fill(tint, tint, p.ink)


def marker(fill: Fill) -> dict[str, Any]:
    """Return Plotly's marker for bars of one fill."""
    return {
        "color": fill.color,
        "line": {"color": fill.edge, "width": 1},
        "pattern": {
            "shape": fill.shape,
            "fgcolor": fill.hatch or fill.color,
            "bgcolor": fill.color,
            "size": 6,
            "solidity": 0.22,
        },
    }


def inside_font(fill: Fill) -> dict[str, Any]:
    """Return the type of a number on a fill; on hatching it gets a halo of the fill's colour."""
    halo = ", ".join([f"0 0 3px {fill.color}"] * 5) if fill.shape else "none"
    return {"color": fill.text, "size": 12, "shadow": halo}


def figure(traces: list[Any], palette: Palette, height: int, **layout: Any) -> go.Figure:
    """Return a figure of `traces` in the house's base layout; `layout` adds to it or overrides it."""
    base: dict[str, Any] = {
        "height": height,
        "margin": {"l": 0, "r": 8, "t": 4, "b": 4, "pad": 6},
        "font": {"family": FONT, "size": SIZE, "color": palette.ink},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "separators": say("format.decimal") + say("format.thousands"),
        "dragmode": False,
        "showlegend": False,
        "hoverlabel": {
            "bgcolor": palette.paper,
            "bordercolor": palette.edge,
            "align": "left",
            "font": {"family": FONT, "size": SIZE, "color": palette.ink},
        },
        "meta": {"light": to_light(palette)},
        "template": "none",  # Plotly's own look is 7 kB a figure, all of it overridden here
    }
    return go.Figure(traces, go.Layout({**base, **layout}))


def to_light(palette: Palette) -> dict[str, str]:
    """Return the light counterpart of each colour of `palette`, for pictures; empty for the light theme."""
    light: Mapping[str, str] = asdict(LIGHT)
    return {} if palette is LIGHT else {color: light[name] for name, color in asdict(palette).items()}


def quiet_axis(**changes: Any) -> dict[str, Any]:
    """Return an axis without line, grid, ticks or zoom; `changes` adds to it or overrides it."""
    axis = {"showgrid": False, "zeroline": False, "showline": False, "ticks": "", "fixedrange": True}
    return {**axis, **changes}


def legend(palette: Palette, *, on_top: bool = False) -> dict[str, Any]:
    """Return a horizontal legend under (or over) the marks, in the order of the traces."""
    return {
        "orientation": "h",
        "x": 0,
        "xanchor": "left",
        "y": 1.0 if on_top else -0.01,
        "yanchor": "bottom" if on_top else "top",
        "traceorder": "normal",
        "itemclick": False,
        "itemdoubleclick": False,
        "font": {"size": 12, "color": palette.muted},
        "indentation": -8,
    }
