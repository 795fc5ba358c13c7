"""Words on marks: wrapped category labels, counts of totals, shares with their interval."""

from html import escape
from math import ceil
from typing import Any

from coop.charts.theme import SMALL, Palette
from coop.duties.small_numbers import display_of, wilson_interval
from coop.format import number, percent, percent_range, ratio
from coop.text import say


def wrap(text: str, width: int) -> list[str]:
    """Break `text` between words into lines of about `width` letters and of like length; cut nothing."""
    words = text.split()
    count = max(1, ceil(len(text) / width))
    target = max(len(text) / count, max((len(word) for word in words), default=1))
    lines: list[str] = []
    for word in words:
        if lines and len(lines[-1]) + 1 + len(word) <= min(width, target + 4):
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines


def category_label(title: str, note: str, palette: Palette) -> str:
    """Return a category's label on one line: its title with a smaller, muted note after it."""
    return f"{escape(title)}  {small(note, palette.muted)}" if note else escape(title)


def labels_above(labels: list[tuple[str, str]], palette: Palette) -> list[dict[str, Any]]:
    """Return annotations that put each (title, note) over the bar of its row, from the left edge."""
    return [
        {
            "text": category_label(title, note, palette),
            "x": 0,
            "xref": "paper",
            "xanchor": "left",
            "y": row,
            "yanchor": "bottom",
            "yshift": -1,
            "borderpad": 0,
            "align": "left",
            "showarrow": False,
        }
        for row, (title, note) in enumerate(labels)
    ]


def small(text: str, color: str) -> str:
    """Return `text` in small type of a colour, in Plotly's mark-up."""
    return f'<span style="font-size:{SMALL}px;color:{color}">{escape(text)}</span>'


def share_text(count: int, total: int) -> str:
    """Return the percentage a share of few may bear: none below 10, marked below 20, else plain."""
    if total <= 0 or display_of(total) == "count_only":
        return ""
    mark = say("charts.small_mark") if display_of(total) == "marked" else ""
    return percent(count / total) + mark


def counted(count: int, total: int) -> str:
    """Return n/N with the percentage and its 95 % interval, as far as N bears them."""
    if not share_text(count, total):
        return ratio(count, total)
    return say(
        "charts.counted",
        ratio=ratio(count, total),
        share=share_text(count, total),
        range=range_text(count, total),
    )


def range_text(count: int, total: int) -> str:
    """Return the 95 % interval of a share as text."""
    interval = wilson_interval(count, total)
    return percent_range(*interval) if interval else percent_range(None, None)


def table_share(count: int, total: int) -> float | None:
    """Return the percentage for a table (of a hundred, one decimal); None where N is below 10."""
    if total <= 0 or display_of(total) == "count_only":
        return None
    return round(100 * count / total, 1)


def table_range(count: int, total: int) -> tuple[float | None, float | None]:
    """Return the ends of the 95 % interval for a table (of a hundred); None where N is below 10."""
    interval = wilson_interval(count, total)
    if interval is None or table_share(count, total) is None:
        return None, None
    return round(100 * interval.low, 1), round(100 * interval.high, 1)


def hover(title: str, *lines: str) -> str:
    """Return a hover text: a bold title, then lines."""
    return "<br>".join([f"<b>{escape(title)}</b>", *(escape(line) for line in lines if line)])


def integer(value: int) -> str:
    """Return a count as text."""
    return number(value, 0)
