"""Time ``release export-site`` of the demo's editions, grown to 250 places.

Run ``python bench/bench_static_site.py`` for a tenth of the benchmarks of the goal (10 of 100), or
with ``--full`` for all of it: 250 places x 100 benchmarks x 2 editions x 2 languages, which must
take under 10 minutes on 2 cores. The copy of the finished site in the same run gives the ratio:
how many times a build takes as long as writing its bytes. A second build, in which nothing
changed, is timed as well. What a tenth says about the whole is an estimate, and printed as one.
"""

import os
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

from measured import say

HOME = Path(os.environ.get("MILEPOST_SITE_BENCH") or tempfile.mkdtemp(prefix="milepost-bench-"))
os.environ["MILEPOST_SITE_BENCH"] = str(HOME)  # the processes that render read this file again
os.environ["MILEPOST_HOME"] = str(HOME)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "milepost.config.settings")
BENCH = Path(__file__).resolve().parent
sys.path.insert(0, str(BENCH))
PLACES, BENCHMARKS, TENTH = 250, 100, 10
LIMIT = 600.0


def main() -> int:
    """Build the site twice and copy it; exit 1 when the goal is missed (or would be)."""
    import django  # noqa: PLC0415 -- settings read the home folder that is made above

    django.setup()
    from static_site_data import grown  # noqa: PLC0415

    from milepost.publishing.static_site.building import build_site  # noqa: PLC0415
    from milepost.publishing.static_site.options import Options  # noqa: PLC0415

    is_full = "--full" in sys.argv
    count = BENCHMARKS if is_full else TENTH
    releases = HOME / "grown"
    grown(_demo(), releases, count, PLACES)
    asked = Options(HOME / "site", ("2015", "2019"), ("en", "ar"), processes=2)
    began = time.perf_counter()
    written = build_site(releases, asked)
    took = time.perf_counter() - began
    began = time.perf_counter()
    again = build_site(releases, asked)
    idle = time.perf_counter() - began
    began = time.perf_counter()
    shutil.copytree(HOME / "site", HOME / "copy")
    copying = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = used.ru_utime + used.ru_stime
    heaviest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"static site of {PLACES} places x {count} benchmarks x 2 editions x 2 languages: "
          f"{written.files} files in {took:.0f} s ({processor:.0f} s of processors), "
          f"{took / written.files * 1000:.1f} ms a file; "
          f"nothing changed: {idle:.1f} s ({again.rendered} rendered); copy {copying:.1f} s; "
          f"ratio {took / copying:.1f}; heaviest process {heaviest:.0f} MB")  # fmt: skip
    if not is_full:
        # Pages of places, charts and reports are all there; only the benchmarks are a tenth.
        whole = took * _files_of_whole(written.files) / written.files
        print(f"estimate for {BENCHMARKS} benchmarks: {whole:.0f} s (limit {LIMIT:.0f} s)")
        took = whole
    say("whole site, estimated unless --full", took, LIMIT, "s")
    return int(took > LIMIT or again.rendered > 0)


def _files_of_whole(files: int) -> float:
    """Return about how many files the whole has: those of each benchmark ten times."""
    each = 4 * (PLACES + 15)
    return files + (BENCHMARKS - TENTH) * each


def _demo() -> Path:
    """Return a folder of releases with the demo's editions; one that is there saves a minute."""
    given = os.environ.get("MILEPOST_DEMO_RELEASES")
    if given:
        return Path(given)
    from django.core.management import call_command  # noqa: PLC0415

    from milepost.kernel.actors import system_actor  # noqa: PLC0415
    from milepost.publishing.demo import build_demo  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    build_demo(system_actor("bench"), lambda _text: None)
    return HOME / "releases"


if __name__ == "__main__":
    code = main()
    shutil.rmtree(HOME, ignore_errors=True)
    sys.exit(code)
