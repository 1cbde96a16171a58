"""Run every bench, say at the end which goals were met and which were missed, and keep the figures.

Run ``python bench/every.py [--keep] [NAME ...]``; names are those of the files without ``bench_``.
A bench that misses a goal does not keep the others from running. With ``--keep`` the figures that
have goals are appended to the history of versions (see ``measured.py``). Exits 1 when a goal was
missed or a bench broke off.
"""

import argparse
import os
import platform
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from measured import HISTORY, heard, keep

import milepost

HERE = Path(__file__).parent
START = "bench_"
MISSED = 1


def run(path: Path) -> tuple[int, list[str]]:
    """Run a bench, show what it prints as it comes, and return its exit code and its lines."""
    lines = []
    with subprocess.Popen(
        [sys.executable, "-u", str(path)], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            lines.append(line.rstrip("\n"))
    return process.returncode, lines


def surroundings() -> dict[str, Any]:
    """Return version, commit, day and machine."""
    asked = ["git", "-C", str(HERE), "rev-parse", "--short=10", "HEAD"]
    commit = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "version": milepost.__version__,
        "commit": commit or "unknown",
        "day": datetime.now(tz=UTC).date().isoformat(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GB",
        "load": round(os.getloadavg()[0], 1),
    }


def main(names: list[str], *, keeps: bool) -> int:
    """Run the benches that are named, or all; return the exit code."""
    benches = sorted(HERE.glob(f"{START}*.py"))
    known = {path.stem.removeprefix(START): path for path in benches}
    if unknown := sorted(set(names) - set(known)):
        print(f"no such bench: {', '.join(unknown)}; there are {', '.join(known)}")
        return 2
    around, said, figures = surroundings(), {}, []
    for name, path in known.items():
        if names and name not in names:
            continue
        print(f"== {name}", flush=True)
        begun = time.perf_counter()
        code, lines = run(path)
        said[name] = (code, time.perf_counter() - begun)
        figures += list(heard(name, lines))
    print("== all")
    for name, (code, seconds) in said.items():
        outcome = {0: "met", MISSED: "MISSED"}.get(code, f"BROKE OFF (exit {code})")
        print(f"{name:<14} {outcome:<8} {seconds:6.0f} s")
    missed = [name for name, (code, _seconds) in said.items() if code]
    print(f"{len(said) - len(missed)} of {len(said)} met their goals.")
    if keeps and figures:
        keep({**around, "figures": figures})
        print(f"kept {len(figures)} figures in {HISTORY.name}; make fix renews the page")
    return 1 if missed else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", action="store_true", help="append the figures to the history")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    sys.exit(main(options.names, keeps=options.keep))
