"""Kill the publishing of an edition again and again, and print what was served after each kill.

Run with the home folder as argument. Every attempt is a process of its own, forked after the
imports so that many fit into a test; the kill is SIGKILL at a random moment of its life.
"""

import json
import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402

from milepost.kernel.actors import system_actor  # noqa: E402
from milepost.publishing.pointer import read_pointer  # noqa: E402
from milepost.publishing.services import build_release, publish_release  # noqa: E402
from milepost.publishing.verification import verify_bundle  # noqa: E402
from tests.factories.instance import close_one, fill_instance  # noqa: E402

ATTEMPTS = 15
ACTOR = system_actor("tests")


def prepare(home: Path) -> None:
    """Publish one edition and close the next."""
    call_command("migrate", verbosity=0)
    fill_instance(ACTOR, home)
    close_one(ACTOR, "2016")
    build_release(ACTOR, "2016")
    publish_release(ACTOR, "2016")
    close_one(ACTOR, "2018", previous="2016")


def in_child(work: str) -> int:
    """Run ``prepare`` or ``release`` in a process of its own and return its number."""
    child = os.fork()
    if child:
        return child
    try:
        if work == "prepare":
            prepare(Path(sys.argv[1]))
        else:
            build_release(ACTOR, "2018")
            publish_release(ACTOR, "2018")
        connections.close_all()
    finally:
        os._exit(0)


def served(home: Path) -> list[str]:
    """Return the served editions, each followed by "broken" if it does not verify."""
    keys = []
    for edition in read_pointer(home / "releases"):
        keys.append(edition.key)
        if not verify_bundle(home / "releases" / edition.path).holds:
            keys.append("broken")
    return keys


def main() -> None:
    """Time one release, then kill many."""
    home = Path(sys.argv[1])
    kept = home.with_name("kept")
    os.waitpid(in_child("prepare"), 0)
    shutil.copytree(home, kept)
    began = time.monotonic()
    os.waitpid(in_child("release"), 0)
    whole = time.monotonic() - began
    chance = random.Random(20151125)  # noqa: S311 -- moments of a test, not secrets
    outcomes = []
    for _attempt in range(ATTEMPTS):
        shutil.rmtree(home)
        shutil.copytree(kept, home)
        child = in_child("release")
        time.sleep(chance.uniform(0, whole))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        after_kill = served(home)
        os.waitpid(in_child("release"), 0)
        outcomes.append({"after_kill": after_kill, "after_repeat": served(home)})
    sys.stdout.write(json.dumps(outcomes))


if __name__ == "__main__":
    main()
