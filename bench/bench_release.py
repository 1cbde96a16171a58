"""Time ``release build`` of the demo's editions: under 60 s, with verification inside.

The copy in the same run gives the ratio: how many times a build takes as long as copying the
finished bundle's bytes, which is the least that any build must do.
"""

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from measured import say

HOME = Path(tempfile.mkdtemp(prefix="milepost-bench-"))
os.environ["MILEPOST_HOME"] = str(HOME)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "milepost.config.settings")
LIMIT = 60.0


def main() -> int:
    """Build the demo, then build each release again into an empty folder."""
    import django  # noqa: PLC0415 -- settings read the home folder that is made above

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from milepost.kernel.actors import system_actor  # noqa: PLC0415
    from milepost.publishing.demo import build_demo  # noqa: PLC0415
    from milepost.publishing.services import build_release  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    actor = system_actor("bench")
    slowest = 0.0
    for row in build_demo(actor, lambda _text: None):
        folder = Path(row["path"])
        kept = folder.with_name(f"kept-{folder.name}")
        began = time.perf_counter()
        shutil.copytree(folder, kept)
        copying = time.perf_counter() - began
        shutil.rmtree(folder)
        began = time.perf_counter()
        build_release(actor, row["edition"])
        took = time.perf_counter() - began
        slowest = max(slowest, took)
        print(f"release build {row['edition']}: {took:.1f} s (limit {LIMIT:.0f} s); "
              f"copy {copying:.2f} s; ratio {took / copying:.0f}")  # fmt: skip
    say("slowest build of a release", slowest, LIMIT, "s")
    return int(slowest > LIMIT)


if __name__ == "__main__":
    code = main()
    shutil.rmtree(HOME, ignore_errors=True)
    sys.exit(code)
