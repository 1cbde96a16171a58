"""The documents name only what exists: paths, make targets, commands, settings, statuses."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

ROOT = Path(__file__).resolve().parent.parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("changelog.d/*.md")])
TOP = {entry.name for entry in ROOT.iterdir()}
KINDS = {
    "security",
    "method",
    "data",
    "removed",
    "deprecated",
    "added",
    "changed",
    "fixed",
    "operators",
}
IDS = [path.relative_to(ROOT).as_posix() for path in DOCUMENTS]

code_span = re.compile(r"`([^`\n]+)`")
link = re.compile(r"\]\(([^)#\s]+)")
block = re.compile(r"```(?:console|sh|bash)\n(.*?)```", re.DOTALL)


def named_paths(text: str) -> Iterator[str]:
    """Yield code spans that look like a path of this repository."""
    for span in code_span.findall(text):
        first = span.split("/")[0]
        is_path = "/" in span and first in TOP and re.fullmatch(r"[\w./-]+", span)
        if is_path and not span.startswith("var/"):
            yield span


def named_commands(text: str) -> Iterator[list[str]]:
    """Yield command lines of console blocks and of code spans, as words."""
    lines = [line for body in block.findall(text) for line in body.splitlines()]
    lines += code_span.findall(text)
    for line in lines:
        for part in line.split("&&"):
            words = part.strip().removeprefix(".venv/bin/").split()
            if words and words[0] in {"make", "milepost"}:
                yield words


@pytest.mark.parametrize("document", DOCUMENTS, ids=IDS)
def test_document_names_only_paths_that_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    missing = [path for path in named_paths(text) if not (ROOT / path).exists()]
    local = [target for target in link.findall(text) if "://" not in target]
    missing += [target for target in local if not (document.parent / target).exists()]
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=IDS)
def test_document_names_only_commands_that_exist(document: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    wrong = []
    for program, *words in named_commands(document.read_text(encoding="utf-8")):
        named = [word for word in words if not word.startswith(("-", "<")) and "=" not in word]
        if program == "make":
            wrong += [f"make {name}" for name in named[:1] if name not in targets]
        elif named and not _is_command(named):
            wrong.append(f"milepost {' '.join(named[:2])}")
    assert wrong == []


def _is_command(words: list[str]) -> bool:
    commands = get_commands()
    name = re.split(r"[|…]", words[0])[0]
    if name not in commands:
        return False
    command = load_command_class(commands[name], name)
    parser = command.create_parser("milepost", name)
    actions = [set(a.choices) for a in parser._actions if a.dest == "action" and a.choices]
    if not actions or len(words) < 2:
        return True
    return set(re.split(r"[|]", words[1].rstrip("…"))) <= actions[0]


def test_decision_records_are_accepted_superseded_or_rejected() -> None:
    records = sorted((ROOT / "docs/decisions").glob("*.md"))
    statuses = {
        path.name: re.search(r"^Status: (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
        for path in records
    }
    assert len(records) >= 2
    for name, status in statuses.items():
        assert status is not None, name
        assert status[1] in {"accepted", "superseded", "rejected"}, name


def test_changelog_fragments_are_named_for_issue_topic_and_kind() -> None:
    names = [path.name for path in (ROOT / "changelog.d").glob("*.md") if path.name != "README.md"]
    assert names
    for name in names:
        match = re.fullmatch(r"\d+-[a-z0-9-]+\.([a-z]+)\.md", name)
        assert match is not None, name
        assert match[1] in KINDS, name


def test_locks_pin_by_version_and_hash_and_name_no_address() -> None:
    locks = [*ROOT.glob("*.lock"), *ROOT.glob("frontend/package-lock.json")]
    assert len(locks) >= 2
    for path in locks:
        text = path.read_text(encoding="utf-8")
        assert "://" not in text.replace('"url": "https://', ""), path.name
        assert '"resolved"' not in text, path.name
    pinned = re.findall(
        r"^[a-z0-9-]+(?:\[[a-z,-]+\])?==\S+", _text("requirements.lock"), re.MULTILINE
    )
    assert len(pinned) > 20
    assert _text("requirements.lock").count("--hash=sha256:") >= len(pinned)


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")
