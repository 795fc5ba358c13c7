"""The files as officers sent them, out of the archive: the end of every trail from figure to cell."""

from pathlib import Path

import pandas as pd
import streamlit as st

from coop import paths
from coop.sharing import only_reads
from coop.text import say
from coop.ui.access import may
from coop.ui.later import made_later


def offer_original(rows: pd.DataFrame, key: str) -> None:
    """Let the reader pick one of the files that `rows` (file_name, return_id) come from and save it."""
    files = rows.dropna(subset=["return_id"]).drop_duplicates("return_id")
    names = dict(zip(files["return_id"].astype(str), files["file_name"].astype(str), strict=True))
    if not names or not may("see_rows"):
        return
    if only_reads():
        st.caption(say("sharing.originals_elsewhere"))
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"original-{key}"):
        chosen = st.selectbox(
            say("app.original"),
            list(names),
            index=0 if len(names) == 1 else None,
            format_func=lambda code: names.get(code, code),
            placeholder=say("app.choose_original", n=len(names)),
            key=f"original-of-{key}",
        )
        file = original(chosen) if chosen in names else None
        st.download_button(
            say("app.save_original"),
            made_later(file.read_bytes, "see_rows") if file else b"",
            names.get(str(chosen), "-"),
            disabled=file is None,
            on_click="ignore",
            key=f"save-original-{key}",
        )


def original(return_id: str) -> Path | None:
    """Where the archive keeps the file of a return; None where it does not."""
    if not return_id.isalnum():
        return None
    return next(iter(sorted(paths.archive().glob(f"{return_id}*"))), None)
