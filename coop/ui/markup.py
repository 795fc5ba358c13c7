"""Text of the store made inert: escaped for HTML, escaped for Markdown. No other way leads to a page."""

from html import escape
from string import punctuation

_MARKDOWN = frozenset(punctuation)
_BEGINS_MARKUP = frozenset("\\`*_[]<>$~|")


def element(name: str, content: str, **attributes: str) -> str:
    """One element around `content`, which is HTML already; attribute values are text and are escaped.

    An attribute `css` becomes `class`; underscores become hyphens.
    """
    named = {"class" if key == "css" else key.replace("_", "-"): value for key, value in attributes.items()}
    written = "".join(f' {key}="{escape(value)}"' for key, value in named.items())
    return f"<{name}{written}>{content}</{name}>"


def text_element(name: str, text: str, **attributes: str) -> str:
    """One element around text, which is escaped."""
    return element(name, escape(text), **attributes)


def plain(text: str) -> str:
    """Text for a place where Streamlit reads Markdown, written so that it is shown as it is."""
    return "".join(f"\\{letter}" if letter in _MARKDOWN else letter for letter in text)


def inert(text: str) -> str:
    """Text for a label whose words the address holds: only what could begin Markdown is marked."""
    return "".join(f"\\{letter}" if letter in _BEGINS_MARKUP else letter for letter in text)
