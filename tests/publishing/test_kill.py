"""A kill at any moment of publishing leaves the old edition served and the new one absent."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.slow
def test_publishing_killed_again_and_again_serves_whole_editions_only(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    environment = {name: value for name, value in os.environ.items() if "MILEPOST" not in name}
    environment |= {
        "MILEPOST_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "milepost.config.settings",
        "PYTHONPATH": f"{ROOT}/src:{ROOT}",
    }
    command = [sys.executable, "-W", "ignore", "-m", "tests.publishing.kill_publishing", str(home)]
    printed = subprocess.run(
        command, env=environment, cwd=ROOT, check=True, capture_output=True, timeout=280
    ).stdout
    outcomes = json.loads(printed)
    for outcome in outcomes:
        assert outcome["after_kill"] in (["2016"], ["2016", "2018"])
        assert outcome["after_repeat"] == ["2016", "2018"]
    cut_short = sum(outcome["after_kill"] == ["2016"] for outcome in outcomes)
    assert cut_short >= 3, "the kills came too late; the test would prove nothing"
