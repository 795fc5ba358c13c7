"""A worker lost in mid-question costs time, not the answer, and a long question tells how far it is."""

import threading
from pathlib import Path
from typing import Any

import pytest

from coop.warehouse import Progress, build_problem, query, telling
from tests.spark.engines import kill

# Every pair of points of one criterion in one return: of a hundred provinces a minute for two workers.
LONG = """
SELECT count(*) AS n, sum(a.points * b.points) AS s
FROM fact_coop_points AS a
JOIN fact_coop_points AS b ON b.return_id = a.return_id AND b.criterion_code = a.criterion_code
WHERE a.criterion_code = '5'"""


def test_a_worker_killed_in_mid_question_costs_a_retry_not_the_answer(
    on_engine: str, running: Any, grown_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workers = [process for name, process in running.processes.items() if name.startswith("worker")]
    if not workers:
        pytest.skip("this engine is one process")
    told: list[Progress] = []
    killed = threading.Event()

    def listen(progress: Progress) -> None:
        told.append(progress)
        if progress.known and not killed.is_set():
            kill(workers[0])
            killed.set()

    with telling(listen):
        answer = query(LONG).to_dict("records")
    assert killed.is_set(), "the question was over before a worker could be lost"
    assert workers[1].poll() is None
    assert any(0 < one.done <= one.known for one in told)
    assert build_problem() is None
    monkeypatch.setenv("COOP_HOME", str(grown_home))
    monkeypatch.delenv("COOP_ENGINE")
    assert answer == query(LONG).to_dict("records")
