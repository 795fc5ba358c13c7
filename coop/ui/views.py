"""Named views: a page with its scope and its day, kept in the reader's browser, shared as a link or a file.

The server keeps nothing. A view is an address under a name, with year and day written out so that it
shows the same tomorrow. `views.js` draws the list, checks files that are opened, and copies the link.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from coop.text import say
from coop.ui.scope import AS_OF, YEAR, reader_scope

_WORDS = (
    "copy", "copied", "not_copied", "name", "keep", "kept", "unnamed", "not_kept", "list", "none", "line",
    "drop", "save", "file_name", "open", "opened", "not_views", "some_left",
)  # fmt: skip
_HTML = """
<p><button type="button" class="copy"></button></p>
<form><label><span class="label"></span><input type="text" maxlength="80" autocomplete="off"></label>
<button type="submit" class="keep"></button></form>
<p class="label title"></p><ul></ul>
<p><button type="button" class="save"></button><button type="button" class="open"></button
><input type="file" accept=".json,application/json" hidden></p>
<p class="said" role="status"></p>
"""
_CSS = """
:host, p, ul, form { font: 400 0.875rem/1.5 var(--st-font); color: var(--st-text-color); margin: 0 0 0.5rem; }
ul { list-style: none; padding: 0; }
li { display: flex; gap: 0.5rem; align-items: baseline; padding: 0.15rem 0; overflow-wrap: anywhere; }
li span { flex: 1; }
small, .label { font-size: 0.8125rem; opacity: 0.8; }
a, button { all: unset; cursor: pointer; color: var(--st-link-color); margin-right: 1rem; }
a:hover, button:hover { text-decoration: underline; }
a:focus-visible, button:focus-visible, input:focus-visible { outline: 2px solid var(--st-primary-color);
  outline-offset: 2px; }
label { display: block; }
input[type="text"] { display: block; box-sizing: border-box; width: 100%; font: inherit; color: inherit;
  padding: 0.25rem 0.5rem; margin: 0.1rem 0 0.25rem; border: 1px solid var(--st-border-color);
  border-radius: 0.25rem; background: var(--st-background-color); }
.said:empty { display: none; }
"""
_VIEWS = st.components.v2.component(
    "views", html=_HTML, css=_CSS, js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
)


def draw_views(groups: Mapping[str, Sequence[Page]], opened: Page) -> None:
    """Draw the box of kept views where it is called; `groups` are all pages, `opened` the page shown."""
    scope = reader_scope()
    with st.popover(say("views.box"), type="tertiary", key="views"):
        _VIEWS(
            key="views-box",
            data=[
                {
                    "page": opened.url_path,
                    "pages": {page.url_path: page.title for pages in groups.values() for page in pages},
                    "fixed": {YEAR: str(scope.plan_year), AS_OF: scope.as_of.isoformat()},
                    "day": AS_OF,
                    "words": {name: say(f"views.{name}") for name in _WORDS},
                }
            ],
        )
