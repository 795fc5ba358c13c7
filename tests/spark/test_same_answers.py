"""The same question, the same answer: every one of the query layer, on each engine and on DuckDB."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from coop.access import EVERYTHING, holding
from tests.spark.every_query import Call, calls

SCOPES = int(os.environ.get("SPARK_SCOPES", "50"))
AT_ONCE = 4  # questions under way side by side, as readers' are


@pytest.fixture(scope="module")
def answered(grown_home: Path) -> list[tuple[Call, Any]]:
    """Every question with DuckDB's answer."""
    before = os.environ["COOP_HOME"]
    os.environ["COOP_HOME"] = str(grown_home)
    try:
        return [(call, call()) for call in calls(SCOPES)]
    finally:
        os.environ["COOP_HOME"] = before


def difference(call: Call, expected: Any) -> str:
    """How the engine's answer differs from DuckDB's; '' where it does not."""
    try:
        with holding(EVERYTHING):
            found = call()
        if isinstance(expected, pd.DataFrame):
            assert_frame_equal(found, expected, check_exact=True)
        else:
            assert found == expected
    except AssertionError as wrong:
        return f"{call.name} {call.given}:\n{wrong}"
    return ""


def test_every_question_is_answered_as_duckdb_answers_it(
    on_engine: str, answered: list[tuple[Call, Any]]
) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        told = list(pool.map(lambda pair: difference(*pair), answered))
    wrong = [one for one in told if one]
    assert not wrong, f"{len(wrong)} of {len(told)} differ:\n" + "\n\n".join(wrong[:20])
