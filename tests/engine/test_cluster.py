"""A cluster of Spark gives the bytes that DuckDB gives, from the same files."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from milepost.engine.backends import Engine
from tests.engine.cluster_run import rate_files, write_files
from tests.engine.clusters import start_cluster

SEED = 7


@pytest.mark.slow
def test_a_cluster_gives_the_same_bytes(duck: Engine, tmp_path: Path) -> None:
    write_files(tmp_path, SEED)
    with start_cluster(tmp_path) as cluster:
        # A process has one session of Spark, and this one may have a local one already.
        done = subprocess.run(
            [sys.executable, "-m", "tests.engine.cluster_run", str(tmp_path), str(SEED)],
            env={
                **os.environ,
                "MILEPOST_ENGINE": cluster.address,
                "MILEPOST_HOME": str(tmp_path / "home"),
                "SPARK_CONF_DIR": str(cluster.settings),
                "SPARK_LOCAL_IP": "127.0.0.1",
                "DJANGO_SETTINGS_MODULE": "milepost.config.settings",
            },
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.split() == ["spark", cluster.address]
    for name, content in rate_files(duck, tmp_path, SEED).items():
        assert (tmp_path / f"{name}.rated").read_bytes() == content, name
