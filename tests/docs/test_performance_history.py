"""What the benches keep from version to version, and the page that is made from it."""

import sys
from importlib import import_module
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))
measured = import_module("measured")


def run(version: str, *figures: dict[str, object]) -> dict[str, object]:
    """Return a run of one version with some figures."""
    return {
        "version": version, "commit": "abc", "day": "2026-11-26", "machine": "x86_64, 2 cores",
        "load": 0.2, "figures": list(figures),
    }  # fmt: skip


def figure(bench: str, found: float, goal: float, *, at_least: bool = False) -> dict[str, object]:
    return {
        "bench": bench, "what": "ratio", "found": found, "goal": goal, "unit": "times",
        "at_least": at_least,
    }  # fmt: skip


def test_what_a_bench_says_is_heard(capsys: pytest.CaptureFixture[str]) -> None:
    measured.say("ratio", 1.23456, 2.0)
    measured.say("speed", 2.5, 3.0, at_least=True)
    lines = ["| 1 | 2 |", *capsys.readouterr().out.splitlines()]
    slow, quick = measured.heard("engine", lines)
    assert (slow["bench"], slow["found"], measured.is_met(slow)) == ("engine", 1.235, True)
    assert (quick["what"], quick["unit"], measured.is_met(quick)) == ("speed", "times", False)


def test_runs_are_kept_one_a_line(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    assert measured.read_runs(path) == []
    first, second = run("1.0", figure("engine", 1.5, 2.0)), run("1.1", figure("engine", 2.5, 2.0))
    measured.keep(first, path)
    measured.keep(second, path)
    assert measured.read_runs(path) == [first, second]


def test_the_page_shows_the_newest_run_of_each_version() -> None:
    page = measured.history_page(
        [
            run("1.0", figure("engine", 1.9, 2.0), figure("quality", 4.0, 5.0)),
            run("1.0", figure("engine", 1.5, 2.0)),
            run("1.1", figure("engine", 2.5, 2.0), figure("pandas", 3.5, 3.0, at_least=True)),
        ]
    )
    lines = page.splitlines()
    assert "| bench | figure | goal | 1.0 | 1.1 |" in lines
    assert "| engine | ratio | at most 2 times | 1.5, met | 2.5, **missed** |" in lines
    assert "| quality | ratio | at most 5 times | 4, met | not run |" in lines
    assert "| pandas | ratio | at least 3 times | not run | 3.5, met |" in lines
    assert sum(line.startswith("| 1.0 | abc |") for line in lines) == 2


def test_a_figure_that_a_bench_no_longer_has_leaves_its_version() -> None:
    old = {**figure("engine", 1.0, 2.0), "what": "former"}
    page = measured.history_page([run("1.0", old), run("1.0", figure("engine", 1.5, 2.0))])
    assert "former" not in page
    assert "No run" in measured.history_page([])
