"""Which indicator is shown: its group, itself, its period; every choice lies in a widget or the address."""

from typing import Any

import pandas as pd
import streamlit as st

from coop.queries.scope import Scope
from coop.text import say
from coop.ui.choice import choose_one
from coop.ui.findings import rows_of

GROUP, INDICATOR = "result_group", "indicator"


def choose_group(groups: pd.DataFrame, scope: Scope) -> str:
    """Let the reader pick one task group, the first of the scope by default; the choice is in the address."""
    titles = {
        str(row["group_code"]): f"{row['group_code']}. {row['short_title']}"
        for row in rows_of(groups)
        if not scope.task_groups or row["group_code"] in scope.task_groups
    }
    return choose_one(
        say("indicators.choose_group"),
        list(titles),
        lambda code: titles.get(code, code),
        key=GROUP,
        on_change=leave_indicator,
    )


def choose_indicator(latest: pd.DataFrame) -> dict[Any, Any] | None:
    """Let the reader pick an indicator; None until one is picked. The choice is in the address."""
    titles = {str(row["indicator_code"]): str(row["title"]) for row in rows_of(latest)}
    chosen = st.selectbox(
        say("indicators.column_indicator"),
        list(titles),
        index=None,
        format_func=lambda code: f"{code} {titles.get(code, '')}",
        placeholder=say("indicators.choose"),
        label_visibility="collapsed",
        key=INDICATOR,
        bind="query-params",
    )
    return next((row for row in rows_of(latest) if row["indicator_code"] == chosen), None)


def open_indicator(code: str) -> None:
    """Show one indicator from the next run on (for a click on its panel)."""
    st.session_state[INDICATOR] = code


def leave_indicator() -> None:
    """Show all indicators of the group again (for `on_click`)."""
    st.session_state[INDICATOR] = None


def choose_period(series: pd.DataFrame, code: str) -> dict[Any, Any]:
    """Let the reader pick a period of an indicator that has some, the last with a value by default."""
    own = series[(series["indicator_code"] == code)].iloc[::-1]
    known = own[own["value"].notna()]
    titles = dict(zip(own["period_code"], own["period_title"], strict=True))
    first = list(titles).index(known["period_code"].iloc[0]) if len(known) else 0
    chosen = st.selectbox(
        say("indicators.line_pick"),
        list(titles),
        index=first,
        format_func=lambda period: str(titles.get(period, period)),
        key=_period_of(code),
    )
    rows: list[dict[Any, Any]] = own[own["period_code"] == chosen].to_dict("records")
    return rows[0]


def open_period(code: str, period_code: str) -> None:
    """Show one period of an indicator from the next run on (for a click on its point)."""
    st.session_state[_period_of(code)] = period_code


def _period_of(code: str) -> str:
    return f"period-{code}"
