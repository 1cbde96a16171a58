"""A document becomes a file again, and proposals change what they name and nothing else."""

import pytest

from milepost.frameworks.bundled import list_bundled_frameworks
from milepost.frameworks.document import Document, parse
from milepost.frameworks.rewriting import apply, as_file, as_text, list_migration

NEW = {
    "key": "new-1",
    "title": {"en": "New"},
    "text": {"en": "Something new is done."},
    "type": "process",
    "action_by": ["government"],
    "level": "country",
    "judge": {name: {"en": name} for name in ("question", "green", "yellow", "red")},
}


def document_of(name: str) -> Document:
    (path,) = [path for path in list_bundled_frameworks() if path.stem == name]
    document, _findings = parse(path.read_text(encoding="utf-8"), path.name)
    assert document is not None
    return document


def changed(document: Document, *proposals: dict[str, object]) -> Document:
    tree = as_file(document)
    assert apply(tree, proposals, document["sources"][0]["key"]) == []
    made, findings = parse(as_text(tree), "made.yaml")
    assert made is not None, findings
    return made


@pytest.mark.parametrize("path", list_bundled_frameworks(), ids=lambda path: path.stem)
def test_a_document_written_as_a_file_is_the_same_document(path: object) -> None:
    document = document_of(getattr(path, "stem"))  # noqa: B009 -- a path of any kind
    again, findings = parse(as_text(as_file(document)), "again.yaml")
    assert again == document, findings


def test_each_kind_of_proposal_does_what_it_says() -> None:
    before = document_of("plan-8-points")
    first, second = before["benchmarks"][0], before["benchmarks"][1]
    home = before["nodes"][-1]["key"]
    after = changed(
        before,
        {"kind": "reword", "target": first["key"], "content": {"title": {"en": "Other words"}}},
        {"kind": "move", "target": second["key"], "content": {"to": home}},
        {"kind": "remove", "target": before["benchmarks"][2]["key"], "content": {}},
        {"kind": "add_benchmark", "target": home, "content": NEW},
    )
    found = {row["key"]: row for row in after["benchmarks"]}
    assert found[first["key"]]["title"] == {**first["title"], "en": "Other words"}
    assert found[second["key"]]["node"] == home
    assert before["benchmarks"][2]["key"] not in found
    assert found["new-1"]["node"] == home
    assert list_migration(before, after) == {
        "kept": [row["key"] for row in before["benchmarks"][3:]],
        "moved": [second["key"]],
        "reworded": [first["key"]],
        "added": ["new-1"],
        "removed": [before["benchmarks"][2]["key"]],
    }


def test_what_no_longer_fits_is_named_and_changes_nothing() -> None:
    before = document_of("plan-8-points")
    tree = as_file(before)
    key = before["benchmarks"][0]["key"]
    obstacles = apply(
        tree,
        [
            {"kind": "move", "target": key, "content": {"to": "nowhere"}},
            {"kind": "remove", "target": "nothing", "content": {}},
            {"kind": "add_benchmark", "target": "nowhere", "content": NEW},
            {
                "kind": "add_benchmark",
                "target": before["nodes"][0]["key"],
                "content": {**NEW, "key": key},
            },
        ],
    )
    assert [(item.position, item.code) for item in obstacles] == [
        (0, "target_gone"),
        (1, "target_gone"),
        (2, "target_gone"),
        (3, "key_taken"),
    ]
    again, _findings = parse(as_text(tree), "again.yaml")
    assert again == before
