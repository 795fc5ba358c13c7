"""Real engines on loopback with bounded memory, stopped at the end: Sail, and Apache Spark standalone.

Spark is what stands in its own wheel: a master, two workers of one core, and the Connect server. Ports are
free ones, and nothing listens beyond this machine.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

HOST = "127.0.0.1"
START_SECONDS = 120
_QUICK_CODE = "-XX:TieredStopAtLevel=1"
# Lists of a hundred provinces have millions of rows: sorting one in an executor of 1 GB ended it.
MEMORY = "3g"
# It builds what joins hand to every worker.
DRIVER_MEMORY = "4g"


@dataclass
class Engine:
    """A running engine: its address for `COOP_ENGINE`, and its processes by name."""

    address: str
    processes: "dict[str, subprocess.Popen[bytes]]" = field(default_factory=dict)


@contextmanager
def sail(folder: Path, *, port: int = 0) -> Iterator[Engine]:
    """Sail's server: one process, up in a second."""
    port = port or free_port()
    command = [sys.executable, "-m", "pysail", "spark", "server", "--ip", HOST, "--port", str(port)]
    with ExitStack() as stack:
        server = stack.enter_context(_process(command, folder / "sail.log"))
        wait_for(port, server, folder / "sail.log")
        yield Engine(f"sc://{HOST}:{port}", {"server": server})


@contextmanager
def spark(folder: Path, *, workers: int = 2) -> Iterator[Engine]:
    """A standalone Spark: master, `workers` of one core each, and the Connect server as its application."""
    master_port, port = free_port(), free_port()
    master = f"spark://{HOST}:{master_port}"
    with ExitStack() as stack:
        processes = {}

        def start(name: str, *words: str, **more: str) -> "subprocess.Popen[bytes]":
            processes[name] = stack.enter_context(_process([*words], folder / f"{name}.log", **more))
            return processes[name]

        web = ("--webui-port", "0")
        began = start(
            "master", _bin("spark-class"), "org.apache.spark.deploy.master.Master",
            "--host", HOST, "--port", str(master_port), *web,
        )  # fmt: skip
        wait_for(master_port, began, folder / "master.log")
        for number in range(workers):
            start(
                f"worker{number}", _bin("spark-class"), "org.apache.spark.deploy.worker.Worker", master,
                "--host", HOST, "--cores", "1", "--memory", MEMORY, *web,
                "--work-dir", str(folder / f"work{number}"),
            )  # fmt: skip
        # Its memory comes from there: for the Connect server spark-submit does not heed `--driver-memory`.
        words = _connect_words(master, port, folder)
        began = start("connect", _bin("spark-submit"), *words, memory=DRIVER_MEMORY)
        wait_for(port, began, folder / "connect.log")
        yield Engine(f"sc://{HOST}:{port}", processes)


def _connect_words(master: str, port: int, folder: Path) -> list[str]:
    settings = {
        "spark.connect.grpc.binding.address": HOST,
        "spark.connect.grpc.binding.port": port,
        "spark.driver.host": HOST,
        "spark.driver.bindAddress": HOST,
        "spark.executor.memory": MEMORY,
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": 2,
        # Our Parquet is small for its rows: by its size alone Spark would hand millions of them to everyone.
        "spark.sql.sources.fileCompressionFactor": 30,
        # Every question is new: a second compiler would take half of two processors for code that runs once.
        "spark.driver.extraJavaOptions": _QUICK_CODE,
        "spark.executor.extraJavaOptions": _QUICK_CODE,
        # A test that waits for a browser or another engine must not lose this one meanwhile.
        "spark.network.timeout": "1800s",
        "spark.locality.wait": "0s",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.warehouse.dir": str(folder / "tables"),
        "spark.local.dir": str(folder / "scratch"),
    }
    words = [word for name, value in settings.items() for word in ("--conf", f"{name}={value}")]
    return [
        "--master", master, *words,
        "--class", "org.apache.spark.sql.connect.service.SparkConnectServer", "spark-internal",
    ]  # fmt: skip


def spark_home() -> Path:
    """The folder of Spark inside its wheel."""
    found = find_spec("pyspark")
    assert found is not None, "pyspark is not installed: run `make test-spark`"
    return Path(str(found.origin)).parent


def _bin(name: str) -> str:
    return str(spark_home() / "bin" / name)


@contextmanager
def _process(command: list[str], log: Path, memory: str = "512m") -> "Iterator[subprocess.Popen[bytes]]":
    """A process in a group of its own, so that what it starts itself ends with it."""
    environment = os.environ | {
        "SPARK_HOME": str(spark_home()),
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": HOST,
        "SPARK_DAEMON_MEMORY": memory,
    }
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=environment,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            kill(process)


def kill(process: "subprocess.Popen[bytes]") -> None:
    """End a process and what it has started, at once, as a power cut would."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=30)


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Return when the port answers; fails with the log if the process stops or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.2)
    said = log.read_text(encoding="utf-8", errors="replace")
    raise AssertionError(f"nothing listens on {port}:\n{said[-4000:]}")
