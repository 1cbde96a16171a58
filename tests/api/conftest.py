"""The real demo, published: beside the made-up editions it has what people see first."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture(scope="session")
def demo_releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real demo, built once for all the processes that run tests."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    home = shared / "demo-of-the-api"
    with (shared / "demo-of-the-api.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "releases" / "published.json").exists():
            kept = {name: text for name, text in os.environ.items() if "MILEPOST" not in name}
            kept |= {
                "MILEPOST_HOME": str(home),
                "DJANGO_SETTINGS_MODULE": "milepost.config.settings",
            }
            program = (
                "import django; django.setup();"
                "from django.core.management import call_command as call;"
                "call('migrate', verbosity=0); call('demo')"
            )
            subprocess.run(
                [sys.executable, "-c", program], env=kept, check=True, stdout=subprocess.DEVNULL
            )
    return home / "releases"


@pytest.fixture
def demo(demo_releases: Path, settings: Settings) -> Path:
    """An instance that publishes the demo."""
    settings.MILEPOST_RELEASES = demo_releases
    return demo_releases
