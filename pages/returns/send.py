"""Sending returns: drop files, see each as it was understood, what is wrong and what would move, accept."""

import hashlib
from functools import partial

import streamlit as st

from coop.queries.build import build_facts, plan_years
from coop.text import say
from coop.ui.access import note, own_codes, rights_now
from coop.ui.answers import ask
from coop.ui.page import open_page
from coop.ui.scope import reader_scope
from coop.ui.send import draw_uploader, follow, held_versions, offer_blank, show_receipt, shown_figures
from coop.ui.understood import Understood, frame, sending_finding, show_understood
from etl.returns.blank import blank_of, forms_to_send, periods_to_send, units_that_send
from etl.returns.mark import change_words, marked_name, marked_workbook
from etl.warehouse.sending import Acceptance, Preview, moved_texts, preview, whose

_KEPT = 20  # files lately seen


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def seen(build: str, rights: object, digest: str, file_name: str, _content: bytes) -> Preview:
    """A file as understood against the published build, by who has these rights."""
    senders = own_codes()
    found = preview(_content, file_name, held_versions, shown_figures, senders=senders)
    if senders is not None and found.read.unit_code not in senders:
        note("reject", digest[:16], "refused")
    return found


def understood(found: Preview, content: bytes) -> Understood:
    """What the page draws of one file."""
    read, change = found.read, found.difference
    counts = {what: change.count(what) for what in ("new", "changed", "gone")} if change else {}
    return Understood(
        read.file_name,
        whose(read),
        (read.read_count, read.accepted_count, read.rejected_count),
        read.refused,
        found.known.received_on if found.known else None,
        found.aside,
        found.replaces.received_on if found.replaces else None,
        frame(read.rejects),
        frame(read.warnings),
        frame(read.changes).assign(why=[change_words(one) for one in read.changes]),
        len(read.left_out),
        {**counts, "same": change.same_count} if change else {},
        frame(change.rows if change and found.replaces else ()),
        frame(moved_texts(change)),
        marked_name(read.file_name),
        partial(marked_workbook, content, read),
    )


going: Acceptance | None = st.session_state.get("acceptance")
head = st.container()
files = draw_uploader(f"files-{st.session_state.get('send_round', 0)}")
build = ask(build_facts).build_id
rights = rights_now()
found = [(seen(build, rights, hashlib.sha256(body).hexdigest(), name, body), body) for name, body in files]
shown = [understood(one, body) for one, body in found]
wanted = [(one.file_name, body) for one, body in found if one.is_acceptable]
with head:
    open_page(say("send.name"), sending_finding(shown), coverage="", filters=())
    if "receipt" in st.session_state and not files:
        show_receipt(*st.session_state["receipt"])
for number, one in enumerate(shown):
    show_understood(one, str(number))
slot = st.empty()
if going is not None:
    with slot.container():
        follow(going.is_over, lambda: going.step)
    st.session_state["receipt"] = going.receipt().told
    # Another key is another, empty uploader.
    st.session_state["send_round"] = st.session_state.get("send_round", 0) + 1
    del st.session_state["acceptance"]
    st.rerun()
elif wanted:
    with slot.container():
        if st.button(say("send.accept", n=len(wanted)), type="primary", key="accept"):
            st.session_state["acceptance"] = Acceptance(wanted, senders=own_codes())
            st.rerun()
        st.caption(say("send.accept_note"))
if not files:
    years, now = ask(plan_years), reader_scope().plan_year
    choice = [*years, years[-1] + 1][::-1]
    offer_blank(forms_to_send(), units_that_send, periods_to_send, blank_of, choice, now)
