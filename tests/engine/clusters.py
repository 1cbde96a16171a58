"""A real cluster of Spark on this machine: a master and two workers, each a process of its own."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import orjson
import pytest

PATIENCE = 45.0
QUICK_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
# A few rows: writing and compiling code for them takes longer than going over them.
DEFAULTS = f"""\
spark.sql.codegen.wholeStage false
spark.sql.codegen.factoryMode NO_CODEGEN
spark.driver.extraJavaOptions {QUICK_START}
spark.executor.extraJavaOptions {QUICK_START}
spark.driver.host 127.0.0.1
spark.driver.bindAddress 127.0.0.1
spark.executor.cores 1
spark.executor.memory 768m
spark.ui.enabled false
spark.sql.shuffle.partitions 2
spark.sql.adaptive.enabled false
"""


@dataclass(frozen=True)
class Cluster:
    """Where the master is, and the folder of ``spark-defaults.conf`` for programs that use it."""

    address: str
    settings: Path


@contextmanager
def start_cluster(folder: Path) -> Iterator[Cluster]:
    """Start a master and two workers of one core each; stop them whatever happens."""
    found = find_spec("pyspark")
    if found is None or found.origin is None or shutil.which("java") is None:
        pytest.skip("Spark needs the extra spark and a Java runtime")
    spark = Path(found.origin).parent
    (folder / "spark-defaults.conf").write_text(DEFAULTS, encoding="ascii")
    port, page = free_port(), free_port()
    address = f"spark://127.0.0.1:{port}"
    master = ["master.Master", "--port", str(port), "--webui-port", str(page)]
    worker = ["worker.Worker", address, "--port", "0", "--webui-port", "0"]
    worker += ["--cores", "1", "--memory", "1g", "--work-dir", str(folder / "work")]
    with ExitStack() as stack:
        stack.enter_context(_process(spark, folder, master))
        _wait(page, workers=0)
        for _number in range(2):
            stack.enter_context(_process(spark, folder, worker))
        _wait(page, workers=2)
        yield Cluster(address, folder)


@contextmanager
def _process(spark: Path, folder: Path, words: list[str]) -> Iterator[None]:
    name, *rest = words
    command = [str(spark / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}"]
    with (folder / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(
            [*command, "--host", "127.0.0.1", *rest],
            env={
                **os.environ,
                "SPARK_HOME": str(spark),
                "SPARK_LOCAL_IP": "127.0.0.1",
                "SPARK_DAEMON_MEMORY": "256m",
                "SPARK_DAEMON_JAVA_OPTS": QUICK_START,
                "SPARK_CONF_DIR": str(folder),
            },
            stdout=log,
            stderr=log,
        )
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _wait(page: int, workers: int) -> None:
    """Wait until the master answers and knows that many workers."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urlopen(f"http://127.0.0.1:{page}/json/", timeout=5) as answer:
                if orjson.loads(answer.read())["aliveworkers"] >= workers:
                    return
        except (URLError, OSError):
            pass
        time.sleep(0.2)
    pytest.fail(f"no {workers} workers after {PATIENCE:g} seconds")
