"""Text of the store made inert: escaped for HTML, escaped for Markdown. No other way leads to a page."""

import re
from html import escape
from string import punctuation

_MARKDOWN = frozenset(punctuation)
_BEGINS_MARKUP = frozenset("\\`*_[]<>$~|")
# A browser makes links of bare addresses after Markdown was read, so that no backslash hinders it.
_BARE_LINK = re.compile(r"(https?(?=://)|www(?=\.)|(?=@))", re.IGNORECASE)
_WORD_JOINER = "\u2060"  # has no width and breaks no line


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
    return _marked(text, _MARKDOWN)


def inert(text: str) -> str:
    """Text for a label whose words the address holds: only what could begin Markdown is marked."""
    return _marked(text, _BEGINS_MARKUP)


def _marked(text: str, marks: frozenset[str]) -> str:
    unlinked = _BARE_LINK.sub(rf"\1{_WORD_JOINER}", text)
    return "".join(f"\\{letter}" if letter in marks else letter for letter in unlinked)
