"""The theme is readable by everyone: contrast in both themes, fills told apart by all eyes."""

import tomllib
from dataclasses import asdict
from itertools import combinations
from math import dist, hypot
from pathlib import Path

import pytest

from coop.charts.theme import (
    DARK,
    LIGHT,
    OUTCOMES,
    Fill,
    Palette,
    outcome_fill,
    overdue_fill,
    palette_of,
    status_fill,
    to_light,
)
from coop.duties.status import STATUSES
from coop.text import say
from tests.unit.chart_frames import rows_of

CONFIG = Path(__file__).parents[2] / ".streamlit" / "config.toml"
MARK_CONTRAST, TEXT_CONTRAST, TOLD_APART, LIGHTNESS_APART = 3.0, 4.5, 20.0, 10.0
THEMES = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])

# Full protanopia and deuteranopia on linear RGB: Machado, Oliveira and Fernandes 2009.
SIGHT = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}


def linear(color: str) -> list[float]:
    """Return the linear red, green and blue of '#RRGGBB'."""
    parts = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2."""
    lights = sorted(
        sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear(c), strict=True)) for c in (one, other)
    )
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def lab(color: str, sight: str) -> tuple[float, float, float]:
    """Return CIE L*a*b* (D65) of a colour as a kind of sight has it."""
    rgb = [
        min(1.0, max(0.0, sum(m * p for m, p in zip(row, linear(color), strict=True))))
        for row in SIGHT[sight]
    ]
    to_xyz = (
        (0.4124564, 0.3575761, 0.1804375),
        (0.2126729, 0.7151522, 0.0721750),
        (0.0193339, 0.1191920, 0.9503041),
    )
    white = (0.95047, 1.0, 1.08883)
    x, y, z = (
        value ** (1 / 3) if value > (6 / 29) ** 3 else value / (3 * (6 / 29) ** 2) + 4 / 29
        for value in (
            sum(m * p for m, p in zip(row, rgb, strict=True)) / w
            for row, w in zip(to_xyz, white, strict=True)
        )
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one: str, other: str, sight: str) -> float:
    """Return ΔE (CIE 1976) of two colours under a kind of sight."""
    return dist(lab(one, sight), lab(other, sight))


def fills(palette: Palette) -> dict[str, dict[str, Fill]]:
    """Return every fill of a palette, by the family whose members stand side by side."""
    return {
        "status": {code: status_fill(code, palette) for code in STATUSES},
        "outcome": {code: outcome_fill(code, palette) for code in OUTCOMES},
        "tile": {str(count): overdue_fill(count, palette) for count in range(5)},
    }


@THEMES
def test_every_mark_stands_out_from_the_page_by_its_colour_or_its_edge(palette: Palette) -> None:
    for family in ("status", "outcome"):
        for code, fill in fills(palette)[family].items():
            best = max(contrast(fill.color, palette.paper), contrast(fill.edge, palette.paper))
            assert best >= MARK_CONTRAST, code
    for line in (palette.ink, palette.blue, palette.red, palette.edge):
        assert contrast(line, palette.paper) >= MARK_CONTRAST


@THEMES
def test_every_text_can_be_read_on_what_it_stands_on(palette: Palette) -> None:
    for color in (palette.ink, palette.muted, palette.red_text):
        assert contrast(color, palette.paper) >= TEXT_CONTRAST
    for family in fills(palette).values():
        for code, fill in family.items():
            assert contrast(fill.text, fill.color) >= TEXT_CONTRAST, code


@THEMES
@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("family", ["status", "outcome"])
def test_two_fills_differ_by_colour_or_by_pattern_for_all_eyes(
    palette: Palette, sight: str, family: str
) -> None:
    for (one, first), (other, second) in combinations(fills(palette)[family].items(), 2):
        apart = difference(first.color, second.color, sight) >= TOLD_APART
        assert apart or first.shape != second.shape, (one, other)


@THEMES
@pytest.mark.parametrize("family", ["status", "outcome", "tile"])
def test_at_most_four_colours_carry_categories_and_the_rest_is_grey(palette: Palette, family: str) -> None:
    strong = {
        fill.color for fill in fills(palette)[family].values() if hypot(*lab(fill.color, "usual")[1:]) > 12
    }
    assert len(strong) <= 4, strong


@THEMES
@pytest.mark.parametrize("family", ["status", "outcome"])
def test_two_fills_differ_in_a_black_and_white_print_by_lightness_or_by_pattern(
    palette: Palette, family: str
) -> None:
    for (one, first), (other, second) in combinations(fills(palette)[family].items(), 2):
        apart = abs(lab(first.color, "usual")[0] - lab(second.color, "usual")[0]) >= LIGHTNESS_APART
        assert apart or first.shape != second.shape, (one, other)


def test_each_dark_colour_has_one_light_counterpart_for_pictures() -> None:
    assert len(set(asdict(DARK).values())) == len(asdict(DARK))
    assert to_light(LIGHT) == {}
    assert to_light(DARK)[DARK.blue] == LIGHT.blue
    assert palette_of(True) is DARK
    assert palette_of(False) is LIGHT


def test_the_servers_theme_has_the_colours_of_the_charts() -> None:
    theme = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"]
    for name, palette in (("light", LIGHT), ("dark", DARK)):
        shown = theme[name]
        assert (shown["backgroundColor"], shown["textColor"]) == (palette.paper, palette.ink)
        assert (shown["primaryColor"], shown["borderColor"]) == (palette.blue, palette.line)
        assert contrast(shown["linkColor"], palette.paper) >= TEXT_CONTRAST
        assert contrast(palette.ink, shown["secondaryBackgroundColor"]) >= TEXT_CONTRAST


def test_the_server_keeps_to_itself_and_shows_no_traceback() -> None:
    config = tomllib.loads(CONFIG.read_text(encoding="utf-8"))
    assert config["browser"]["gatherUsageStats"] is False
    assert config["server"]["address"] == "localhost"
    assert config["client"]["showErrorDetails"] == "none"
    assert config["runner"]["postScriptGC"] is False


def test_classes_have_the_names_of_the_reference_data_in_its_order() -> None:
    for attribute, codes in (("status", STATUSES), ("outcome", OUTCOMES)):
        listed = [row for row in rows_of("classes") if row["attribute"] == attribute]
        assert [row["class_code"] for row in listed] == list(codes)
        for row in listed:
            assert say(f"charts.{attribute}_{row['class_code']}") == row["title"]
    for row in rows_of("classes"):
        if row["attribute"] == "published_scope":
            assert say(f"charts.scope_{row['class_code']}") == row["title"]
