"""Fifty assessors who hand in at once, against one who hands in alone; nothing lost or doubled.

Run ``python bench/bench_assessing.py``. On SQLite, and on a private PostgreSQL where one is
installed, fifty people each hand in twenty ratings through the service of the desk, all at the
same time, and every third one twice at once, as a double click does. Before that one person hands
in alone. A save counts when it is kept: what a double click sends again counts for nothing. Exits
1 when an assessment is lost or doubled, or when many together get less done in a second than half
of what one does alone.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PEOPLE, EACH, ALONE = 50, 20, 100
LEAST_SHARE = 0.5


def main() -> int:
    """Measure on each database in a process of its own; return the exit code."""
    if "--child" in sys.argv:
        return child()
    code = run("SQLite", [])
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        print("PostgreSQL is not installed.")
        return code
    server = [sys.executable, str(ROOT / "scripts" / "with_postgres.py"), str(found[-1].parent)]
    return max(code, run("PostgreSQL", server))


def run(name: str, before: list[str]) -> int:
    """Run the child on a fresh home folder and print what it found."""
    home = tempfile.mkdtemp(prefix="milepost-bench-")
    kept = {key: text for key, text in os.environ.items() if not key.startswith("MILEPOST_")}
    environment = {**kept, "MILEPOST_HOME": home, "PYTHONPATH": str(ROOT)}
    words = [*before, sys.executable, __file__, "--child"]
    try:
        done = subprocess.run(words, env=environment, check=False, capture_output=True, text=True)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    if done.returncode:
        print(done.stderr[-2000:])
        return 1
    found = json.loads(done.stdout.splitlines()[-1])
    share = found["together"] / found["alone"]
    print(f"{name}: {PEOPLE} people, {found['kept']} of {found['wanted']} assessments kept, "
          f"{found['doubled']} doubled")  # fmt: skip
    print(f"  alone, saves a second          {found['alone']:>8.1f}")
    print(f"  together, saves a second       {found['together']:>8.1f}")
    print(f"  ratio                          {share:>8.2f}   (at least {LEAST_SHARE:g})")
    print(f"  a save together, median and p95 {found['median']:>7.2f} s {found['p95']:>7.2f} s")
    whole = found["kept"] == found["wanted"] and not found["doubled"]
    return 0 if whole and share >= LEAST_SHARE else 1


def child() -> int:
    """Fill a home folder, hand in alone and together, and print the counts as JSON."""
    address = os.environ.get("MILEPOST_TEST_DATABASE_URL")
    if address:
        os.environ["MILEPOST_DATABASE_URL"] = address
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "milepost.config.settings")
    import django  # noqa: PLC0415

    django.setup()
    return measure()


def measure() -> int:
    """Measure on the database of the settings; see ``child``."""
    from tests.factories import review_round as plan  # noqa: PLC0415

    from milepost.accounts.services import create_user  # noqa: PLC0415
    from milepost.kernel.actors import system_actor  # noqa: PLC0415
    from milepost.reviews.models import Assessment  # noqa: PLC0415
    from milepost.reviews.services import record_assessment  # noqa: PLC0415

    plan.main()
    names = [f"person{number}" for number in range(PEOPLE + 1)]
    for name in names:
        create_user(
            system_actor("bench"),
            f"{name}@example.org",
            name=name,
            password="a long quiet river",
            roles=frozenset({"assessor"}),
        )
    actors = [plan.actor_called(name) for name in names]
    organisation = next(iter(plan.ORGANISATIONS))

    def save(person: int, number: int) -> float:
        benchmark = plan.BENCHMARKS[number % EACH]
        place = plan.PLACES[(person + number // EACH) % len(plan.PLACES)]
        entry = plan.entry_of(organisation, names[person], benchmark, place)
        begun = time.perf_counter()
        record_assessment(actors[person], entry)
        return time.perf_counter() - begun

    begun = time.perf_counter()
    for number in range(min(ALONE, EACH * len(plan.PLACES))):
        save(PEOPLE, number)
    alone = min(ALONE, EACH * len(plan.PLACES)) / (time.perf_counter() - begun)

    seconds, took = together(save)
    keys = [actor.key for actor in actors[:PEOPLE]]
    rows = Assessment.objects.filter(person_key__in=keys)
    found = {
        "wanted": PEOPLE * EACH,
        "kept": rows.filter(superseded_at=None).count(),
        "doubled": rows.count() - PEOPLE * EACH,
        "alone": alone,
        "together": PEOPLE * EACH / seconds,
        "median": statistics.median(took),
        "p95": statistics.quantiles(took, n=20)[-1],
    }
    print(json.dumps(found))
    return 0


def together(save: Callable[[int, int], float]) -> tuple[float, list[float]]:
    """Let everybody save at once; return the seconds of all and of each save."""
    from django.db import connection  # noqa: PLC0415

    took: list[float] = []
    start = threading.Barrier(PEOPLE + 1)

    def save_and_close(person: int, number: int) -> None:
        try:
            save(person, number)
        finally:
            connection.close()

    def work(person: int) -> None:
        start.wait()
        try:
            for number in range(EACH):
                again = threading.Thread(target=save_and_close, args=(person, number))
                # Not all on the same number: a database takes a hundred connections by default.
                twice = (person + number) % 3 == 0
                if twice:
                    again.start()
                took.append(save(person, number))
                if twice:
                    again.join()
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(person,)) for person in range(PEOPLE)]
    for thread in threads:
        thread.start()
    start.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - begun
    return seconds, took


if __name__ == "__main__":
    sys.exit(main())
