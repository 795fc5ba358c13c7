"""Files a reader takes away: made only when asked for, each with where its figures come from."""

import pandas as pd
import streamlit as st

from coop.exports.csv import csv_bytes
from coop.exports.file_name import file_name
from coop.exports.provenance import Provenance
from coop.text import say
from coop.ui.access import may
from coop.ui.later import made_later
from coop.ui.page_copy import XLSX, note_table

__all__ = ["XLSX", "offer_files"]


def offer_files(table: pd.DataFrame, origin: Provenance, name: str, key: str) -> None:
    """Draw the two buttons that save `table` as XLSX and as CSV, for who may; `name` is the files' stem."""
    note_table(table, origin)
    if not may("export"):
        return
    stem = [value for _, value in origin.filters]
    with st.container(horizontal=True, key=f"files-{key}"):
        st.download_button(
            say("app.save_xlsx"),
            made_later(lambda: _as_workbook(table, origin)),
            file_name(name, stem, origin.as_of, "xlsx"),
            mime=XLSX,
            key=f"xlsx-{key}",
            on_click="ignore",
            type="tertiary",
        )
        st.download_button(
            say("app.save_csv"),
            made_later(lambda: csv_bytes(table, origin)),
            file_name(name, stem, origin.as_of, "csv"),
            mime="text/csv",
            key=f"csv-{key}",
            on_click="ignore",
            type="tertiary",
        )


def _as_workbook(table: pd.DataFrame, origin: Provenance) -> bytes:
    # Imported once somebody asks for a workbook (coop/ui/page_copy.py).
    from coop.exports.workbook import workbook_bytes

    return workbook_bytes(table, origin)
