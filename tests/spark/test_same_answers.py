"""The same question, the same answer: every one of the query layer, on each engine and on DuckDB."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from tqdm import tqdm

from coop.access import EVERYTHING, holding
from tests.spark.every_query import Call, calls

SCOPES = int(os.environ.get("SPARK_SCOPES", "50"))
AT_ONCE = 4  # questions under way side by side, as readers' are
# Answers of a hundred provinces are large: so many are held beside each other until they are compared.
TOGETHER = 50


@pytest.fixture(scope="module")
def asked(grown_home: Path) -> list[Call]:
    """Every question under every scope."""
    with pytest.MonkeyPatch.context() as here:
        here.setenv("COOP_HOME", str(grown_home))
        return calls(SCOPES)


def answered(some: list[Call], home: Path) -> list[tuple[Call, Any]]:
    """Questions with DuckDB's answers."""
    with pytest.MonkeyPatch.context() as here:
        here.setenv("COOP_HOME", str(home))
        here.delenv("COOP_ENGINE", raising=False)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            return list(zip(some, pool.map(_everything, some), strict=True))


def _everything(call: Call) -> Any:
    with holding(EVERYTHING):
        return call()


def difference(call: Call, expected: Any) -> str:
    """How the engine's answer differs from DuckDB's; '' where it does not."""
    try:
        found = _everything(call)
        if isinstance(expected, pd.DataFrame):
            assert_frame_equal(found, expected, check_exact=True)
        else:
            assert found == expected
    except AssertionError as wrong:
        return f"{call.name} {call.given}:\n{wrong}"
    return ""


def test_every_question_is_answered_as_duckdb_answers_it(
    on_engine: str, asked: list[Call], grown_home: Path
) -> None:
    wrong: list[str] = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for start in tqdm(range(0, len(asked), TOGETHER), unit=f"×{TOGETHER}", desc=on_engine):
            pairs = answered(asked[start : start + TOGETHER], grown_home)
            wrong += filter(None, pool.map(lambda pair: difference(*pair), pairs))
            assert len(wrong) < 20, "\n\n".join(wrong)
    assert not wrong, f"{len(wrong)} of {len(asked)} differ:\n" + "\n\n".join(wrong)
