"""Audit log: who did what, when, from where, and how it ended; whether the log is whole."""

from dataclasses import replace

from coop.text import say
from coop.ui.audit import audit_finding, audit_log, chosen, show_entries, show_state
from coop.ui.page import open_page

every_entry, verdict = audit_log()
finding = audit_finding(every_entry, verdict)
origin = open_page(say("audit.name"), finding, coverage="", filters=())
show_state(verdict)
if not every_entry.empty:
    entries, choices = chosen(every_entry)
    show_entries(entries, replace(origin, filters=choices, source=say("audit.origin"), is_illustrative=False))
