"""The three pages as many are built: pandas reads the workbook, plotly.express draws, nothing is kept.

The workbook is the store's tables, a sheet each (`bench/naive.py` writes it); every page shows the charts and
the table that its model shows first, no more.
"""

import os
from datetime import date, timedelta

import pandas as pd
import plotly.express as px
import streamlit as st

book = os.environ["NAIVE_BOOK"]
st.set_page_config(layout="wide")
days = [(date(2025, 1, 1) + timedelta(days=n)).isoformat() for n in range(400)]
as_of = pd.Timestamp(st.selectbox("as_of", days, key="as_of"))


def known(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows that held on the day."""
    since, until = pd.to_datetime(frame["known_from"]), pd.to_datetime(frame["known_until"])
    return frame[(since <= as_of) & (until.isna() | (as_of < until))]


def overview() -> None:
    """Status of duties by group, overdue by district."""
    duties = pd.read_excel(book, "dim_duty")
    events = known(pd.read_excel(book, "fact_duty_event"))
    units, groups = pd.read_excel(book, "dim_unit"), pd.read_excel(book, "dim_task_group")
    rows = duties[duties["plan_year"] == 2024].merge(events, on=["duty_code", "unit_code"], how="left")
    rows["status"] = rows["duty_state"].fillna("not_reported")
    late = (pd.to_datetime(rows["due_on"]) < as_of) & ~rows["status"].isin(["completed", "not_applicable"])
    rows.loc[late & (rows["status"] != "not_reported"), "status"] = "overdue"
    rows = rows.merge(groups, on="group_code").merge(units, on="unit_code", suffixes=("", "_unit"))
    for column, name in zip(
        st.columns(4), ("completed", "overdue", "in_progress", "not_reported"), strict=True
    ):
        column.metric(name, int((rows["status"] == name).sum()))
    st.plotly_chart(
        px.bar(rows.groupby(["title", "status"], as_index=False).size(), x="size", y="title", color="status")
    )
    overdue = rows[rows["status"] == "overdue"]
    st.plotly_chart(
        px.bar(overdue.groupby("short_title_unit", as_index=False).size(), x="size", y="short_title_unit")
    )
    st.dataframe(overdue[["title", "short_title_unit", "due_on", "difficulties"]])


def ratings() -> None:
    """Outcomes by year and district, criteria, what does not agree."""
    coops = known(pd.read_excel(book, "fact_coop_year"))
    points = pd.read_excel(book, "fact_coop_points")
    st.plotly_chart(
        px.bar(
            coops.groupby(["assessment_year", "outcome"], as_index=False).size(),
            x="assessment_year",
            y="size",
            color="outcome",
        )
    )
    year = coops[coops["assessment_year"] == 2024]
    st.plotly_chart(
        px.bar(
            year.groupby(["district_code", "outcome"], as_index=False).size(),
            x="size",
            y="district_code",
            color="outcome",
        )
    )
    scored = points[points["assessment_year"] == 2024].drop(
        columns=["return_id", "coop_code", "assessment_year"]
    )
    means = scored.mean().rename_axis("criterion_code").reset_index(name="points")
    st.plotly_chart(px.bar(means, x="points", y="criterion_code"))
    st.dataframe(year[year["rating_agrees"] == False][["coop_code", "name", "points", "declared_points"]])  # noqa: E712


def indicators() -> None:
    """A line for each indicator."""
    values = known(pd.read_excel(book, "fact_indicator_value"))
    titles, periods = pd.read_excel(book, "dim_indicator"), pd.read_excel(book, "dim_period")
    rows = values.merge(periods[["period_code", "last_day"]], on="period_code")
    rows = rows.merge(titles[["indicator_code", "short_title"]], on="indicator_code")
    sums = rows.groupby(["short_title", "last_day"], as_index=False)["value"].sum()
    st.plotly_chart(
        px.line(
            sums,
            x="last_day",
            y="value",
            facet_col="short_title",
            facet_col_wrap=4,
            height=2400,
            facet_row_spacing=0.01,
        )
    )


{"overview": overview, "ratings": ratings, "indicators": indicators}[
    st.query_params.get("page", "overview")
]()
