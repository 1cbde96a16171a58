"""Run every bench, say at the end which goals were met and which were missed.

Run ``python bench/every.py [NAME ...]``; names are those of the files without ``bench_``. A bench
that misses a goal does not keep the others from running. Exits 1 when a goal was missed or a bench
broke off.
"""

import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
START = "bench_"
MISSED = 1


def main(names: list[str]) -> int:
    """Run the benches that are named, or all; return the exit code."""
    benches = sorted(HERE.glob(f"{START}*.py"))
    known = {path.stem.removeprefix(START): path for path in benches}
    if unknown := sorted(set(names) - set(known)):
        print(f"no such bench: {', '.join(unknown)}; there are {', '.join(known)}")
        return 2
    said = {}
    for name, path in known.items():
        if names and name not in names:
            continue
        print(f"== {name}", flush=True)
        begun = time.perf_counter()
        code = subprocess.run([sys.executable, str(path)], check=False).returncode
        said[name] = (code, time.perf_counter() - begun)
    print("== all")
    for name, (code, seconds) in said.items():
        outcome = {0: "met", MISSED: "MISSED"}.get(code, f"BROKE OFF (exit {code})")
        print(f"{name:<14} {outcome:<8} {seconds:6.0f} s")
    missed = [name for name, (code, _seconds) in said.items() if code]
    print(f"{len(said) - len(missed)} of {len(said)} met their goals.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
