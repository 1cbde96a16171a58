"""``milepost measure run``: a line for each example, the counts, and honest exit codes."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

HIT = {
    "id": "a quarter",
    "method": "adoption.coverage",
    "inputs": {"parties": 1, "eligible": 4},
    "expected": {"coverage": 0.25},
    "tolerance": 1e-9,
}
MISS = HIT | {"id": "a third", "expected": {"coverage": 0.3333}}
UNKNOWN = HIT | {"id": "stars", "method": "astrology.sign"}
ERROR = HIT | {"id": "no inputs", "inputs": {}}


def run(tmp_path: Path, content: Any, *options: str) -> tuple[int, str]:
    """Run the command on a file; return its exit code and what it printed."""
    path = tmp_path / "examples.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    out = StringIO()
    try:
        call_command("measure", "run", str(path), *options, stdout=out, stderr=StringIO())
    except SystemExit as stop:
        return int(stop.code or 0), out.getvalue()
    return 0, out.getvalue()


@pytest.mark.parametrize(
    ("vectors", "code", "word"),
    [
        ([HIT], 0, "1 examples: 1 hit"),
        ({"vectors": [HIT]}, 0, "1 examples: 1 hit"),
        ([], 0, "0 examples"),
        ([HIT, MISS], 1, "1 missed"),
        ([HIT, ERROR], 1, "ERROR"),
        ([HIT, UNKNOWN, MISS], 2, "1 of an unknown method"),
    ],
)
def test_exit_codes_and_counts(tmp_path: Path, vectors: Any, code: int, word: str) -> None:
    stopped, printed = run(tmp_path, vectors)
    assert stopped == code
    assert word in printed


def test_a_miss_says_what_was_expected_and_what_came(tmp_path: Path) -> None:
    _, printed = run(tmp_path, [MISS])
    assert "MISS" in printed
    assert "coverage: expected 0.3333, got 0.25" in printed


def test_json_is_a_list_of_objects(tmp_path: Path) -> None:
    code, printed = run(tmp_path, [HIT, MISS], "--json")
    assert code == 1
    assert [item["outcome"] for item in json.loads(printed)] == ["hit", "miss"]


@pytest.mark.parametrize(
    ("content", "findings"),
    [
        ("not json", 1),
        ({"examples": []}, 1),
        ([{"id": "bare"}], 3),
        ([HIT | {"inputs": [1]}, 7], 4),
        ([HIT | {"tolerance": "small"}, HIT | {"tolerance": -1}, HIT | {"tolerance": [1]}], 3),
    ],
)
def test_unreadable_files_give_all_their_findings(
    tmp_path: Path, content: Any, findings: int
) -> None:
    code, printed = run(tmp_path, content)
    assert code == 1
    assert printed.count("why:") == findings


def test_a_missing_file_is_a_finding(tmp_path: Path) -> None:
    out = StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("measure", "run", str(tmp_path / "none.json"), stdout=out, stderr=StringIO())
    assert stop.value.code == 1
    assert "none.json" in out.getvalue()
