"""A real server on a home folder of its own, and what every journey does on it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
from playwright.sync_api import Page

from tests.browser.test_site import OVERFLOWS, violations
from tests.factories.workspace import EDITION, PASSWORD

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent


@dataclass(frozen=True, slots=True)
class Instance:
    """A served home folder."""

    home: Path
    address: str

    def publish(self) -> None:
        """Build the bundle of the edition and publish it, as the operator would."""
        run_program(
            self.home,
            "from milepost.kernel.actors import system_actor as actor;"
            "from milepost.publishing.services import build_release, publish_release;"
            f"build_release(actor('tests'), '{EDITION}');"
            f"publish_release(actor('tests'), '{EDITION}')",
        )

    def values(self) -> set[tuple[str, str, float | None]]:
        """Return area, period and value of every observation that is stored."""
        files = self.home.glob("observations/fee/*.parquet")
        rows = [row for file in files for row in pq.read_table(file).to_pylist()]
        return {(row["area"], row["period"], row["value"]) for row in rows}


def run_program(home: Path, program: str) -> None:
    """Run a program on a home folder in a process of its own: a browser test has no database."""
    known = {**environment(home), "DJANGO_SETTINGS_MODULE": "milepost.config.settings"}
    words = [sys.executable, "-c", f"import django; django.setup(); {program}"]
    subprocess.run(words, env=known, cwd=ROOT, check=True)


def environment(home: Path) -> dict[str, str]:
    """Return the environment of a process that works on a home folder."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("MILEPOST_")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return {**kept, "MILEPOST_HOME": str(home), "WEB_CONCURRENCY": "1"}


@contextmanager
def served(
    filled: Path, home: Path, more: Mapping[str, str] | None = None, host: str = "127.0.0.1"
) -> Iterator[Instance]:
    """Serve a copy of a filled home folder, with more settings where a journey needs them."""
    shutil.copytree(filled, home)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        bound = "{}:{}".format(*free.getsockname())
    words = ["--config", "deploy/gunicorn.conf.py", "--no-control-socket", "--bind", bound]
    server = subprocess.Popen(
        [BIN / "gunicorn", *words, "milepost.config.wsgi:application"],
        env={**environment(home), **(more or {})},
        cwd=ROOT,
    )
    try:
        wait_for(f"http://{bound}/health/")
        yield Instance(home, f"http://{host}:{bound.rpartition(':')[2]}")
    finally:
        # What it holds is thrown away, so there is nothing to end in good order.
        server.send_signal(signal.SIGQUIT)
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()


def wait_for(address: str) -> None:
    """Wait until a server answers."""
    until = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(address):  # noqa: S310 -- an address of this machine
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def sign_in(page: Page, address: str, name: str = "coordinator", password: str = PASSWORD) -> None:
    """Fill in the form for signing in."""
    page.goto(f"{address}/en/work/sign-in/")
    page.get_by_label("E-mail address").fill(f"{name}@example.org")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def looks_right(page: Page) -> None:
    """Axe finds nothing, and nothing is wider than the screen."""
    assert violations(page) == [], page.url
    assert not page.evaluate(OVERFLOWS), page.url
