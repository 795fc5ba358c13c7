"""A reader limited to some units sees on an engine exactly the rows that DuckDB shows them, and no others."""

from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from coop.access import Rights, holding
from coop.schema import table_names
from coop.warehouse import EngineTrouble, query
from tests.spark.every_query import calls

OWN = Rights("unit", ("436", "SKHDT"), frozenset({"read"}))
OTHER = Rights("unit", ("444",), frozenset({"read"}))
NOBODY = Rights("unit", (), frozenset({"read"}))


def rows(table: str, rights: Rights) -> pd.DataFrame:
    """Everything that a reader sees of a table, in one order whatever the engine."""
    with holding(rights):
        frame = query(f"SELECT * FROM {table}")
    texts = [repr(row) for row in frame.itertuples(index=False)]
    return frame.iloc[sorted(range(len(texts)), key=texts.__getitem__)].reset_index(drop=True)


@pytest.mark.parametrize("rights", [OWN, OTHER, NOBODY], ids=["two units", "one unit", "no unit"])
def test_a_limited_reader_sees_the_same_rows_of_every_table(
    on_engine: str, grown_home: Path, rights: Rights, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = {table: rows(table, rights) for table in table_names()}
    monkeypatch.setenv("COOP_HOME", str(grown_home))
    monkeypatch.delenv("COOP_ENGINE")
    for table, frame in found.items():
        assert_frame_equal(frame, rows(table, rights), check_exact=True, obj=table)


def test_sessions_side_by_side_do_not_see_each_others_rows(on_engine: str) -> None:
    """Views of one reader are not those of another, whoever comes first."""
    seen = [set(rows("dim_duty", rights)["unit_code"]) for rights in (OWN, OTHER, NOBODY, OWN)]
    assert seen == [{"436", "SKHDT"}, {"444"}, set(), {"436", "SKHDT"}]


def test_what_the_views_of_own_rows_forget_does_not_exist(on_engine: str) -> None:
    with holding(OWN), pytest.raises(EngineTrouble):
        query("SELECT * FROM not_a_table")


def test_a_limited_reader_gets_duckdbs_answers(
    on_engine: str, grown_home: Path, engine_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COOP_HOME", str(grown_home))
    monkeypatch.delenv("COOP_ENGINE")
    with holding(OWN):
        expected = [(call, call()) for call in calls(2, seed=21)]
        monkeypatch.setenv("COOP_HOME", str(engine_home))
        monkeypatch.setenv("COOP_ENGINE", on_engine)
        for call, answer in expected:
            if isinstance(answer, pd.DataFrame):
                assert_frame_equal(call(), answer, check_exact=True, obj=call.name)
            else:
                assert call() == answer, call.name
