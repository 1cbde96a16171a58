"""The size budget and the banned names that the guide for contributors states."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = [
    path
    for folder in ("src", "tests", "scripts", "bench")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "migrations" not in path.parts
]
BANNED = {"utils", "helpers", "tools", "common", "misc"}
LONGEST_FILE = 600
LONGEST_FUNCTION = 50


def test_no_file_is_over_the_hard_limit() -> None:
    assert len(SOURCES) > 100
    lines = {path: path.read_text(encoding="utf-8").count("\n") for path in SOURCES}
    assert {path.name: count for path, count in lines.items() if count > LONGEST_FILE} == {}


def test_no_function_of_the_package_is_over_the_limit() -> None:
    long = []
    for path in SOURCES:
        if "src" not in path.relative_to(ROOT).parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.end_lineno is not None:
                length = node.end_lineno - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    long.append(f"{path.name}: {node.name}")
    assert long == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [path.name for path in SOURCES if path.stem in BANNED] == []
