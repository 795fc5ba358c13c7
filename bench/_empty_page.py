"""The floor: a page with one choice and nothing else, run by the same Streamlit under the same settings.

Its socket does not wait either (`answer_at_once`), or the floor would be 40 ms higher than it need be.
"""

from datetime import date, timedelta
from pathlib import Path

import streamlit as st

from coop.ui.gate.start import answer_at_once

_DAYS = [(date(2025, 1, 1) + timedelta(days=number)).isoformat() for number in range(400)]

if __name__ == "__main__":
    st.selectbox("as_of", _DAYS, key="as_of")
else:
    answer_at_once()
    app = st.App(Path(__file__))
