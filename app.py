"""The dashboard: page set-up, the reader's scope, the menu; each page is a file in `pages/`.

`streamlit run app.py` serves it. The file is read twice: as a module it is the server's application
(`app`), as a script it is what runs for a reader.
"""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from coop.ui.chart_script import ChartScript
from coop.ui.counts import counted_run
from coop.ui.document_style import DocumentStyle
from coop.ui.doors import Doors
from coop.ui.early import serve
from coop.ui.errors import show_error
from coop.ui.front import DocumentLanguage, forget_pages_folder
from coop.ui.gate import Compressed, Guard, ReturnAddress, gate_routes, open_gate
from coop.ui.picture import picture_routes
from coop.ui.turns import turn

PAGES = {
    "app.menu_plan": (
        ("pages/plan/overview.py", "overview.name"),
        ("pages/plan/agencies.py", "agencies.name"),
        ("pages/plan/districts.py", "districts.name"),
        ("pages/plan/groups.py", "groups.name"),
        ("pages/plan/tasks.py", "tasks.name"),
        ("pages/plan/changes.py", "changes.name"),
    ),
    "app.menu_results": (
        ("pages/results/indicators.py", "indicators.name"),
        ("pages/results/report.py", "report.name"),
        ("pages/results/take_away.py", "take_away.name"),
    ),
    "app.menu_coops": (
        ("pages/coops/classification.py", "classification.name"),
        ("pages/coops/ratings.py", "ratings.name"),
        ("pages/coops/register.py", "register.name"),
        ("pages/coops/summary.py", "summary.name"),
    ),
    "app.menu_returns": (
        ("pages/returns/status.py", "returns_status.name"),
        ("pages/returns/send.py", "send.name"),
        ("pages/returns/corrections.py", "corrections.name"),
    ),
    "app.menu_about": (
        ("pages/about/dictionary.py", "dictionary.name"),
        ("pages/about/audit.py", "audit.name"),
    ),
}


def show_dashboard() -> None:
    """Run once for each thing a reader does: draw the frame, then the page that was asked for."""
    # Imported here: as the server's module this file is read before there is a place for their caches.
    from coop.ui.access import may_open
    from coop.ui.language import draw_language, follow_reader
    from coop.ui.menu import draw_menu, draw_product, pages_by_group
    from coop.ui.page import guard_store, start_page
    from coop.ui.page_copy import offer_page
    from coop.ui.scope import draw_scope
    from coop.ui.search import draw_search
    from coop.ui.sign_in import draw_account, guard_rights, refuse_page
    from coop.ui.views import draw_views

    follow_reader()
    groups = pages_by_group(tuple(PAGES.items()))
    page = st.navigation(groups, position="hidden")
    start_page(page.title)
    with guard_rights(page) as comes_in, guard_store(comes_in) as has_store:
        if has_store:
            opened = {group: [one for one in pages if may_open(one)] for group, pages in groups.items()}
            with st.sidebar:
                draw_product()
                search = st.container(key="search-box")
                draw_scope()
                with search:
                    draw_search()
                draw_views(opened, page)
                draw_menu(opened, page)
                draw_language()
                draw_account()
            if may_open(page):
                page.run()
                offer_page()
            else:
                refuse_page(page)


if __name__ == "__main__":
    with turn(), counted_run():
        show_dashboard()
else:
    open_gate()
    forget_pages_folder()
    app = st.App(
        Path(__file__),
        routes=[*picture_routes(), *gate_routes()],
        middleware=[
            Middleware(Guard),
            Middleware(Doors),
            Middleware(ReturnAddress),
            Middleware(Compressed),
            Middleware(ChartScript),
            Middleware(DocumentLanguage),
            Middleware(DocumentStyle),
        ],
        lifespan=serve,
        on_script_error=show_error,
    )
