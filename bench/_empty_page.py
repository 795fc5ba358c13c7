"""The floor: a page with one choice and nothing else, run by the same Streamlit under the same settings."""

from datetime import date, timedelta

import streamlit as st

st.selectbox("as_of", [(date(2025, 1, 1) + timedelta(days=n)).isoformat() for n in range(400)], key="as_of")
