"""Choosing among the frameworks that come with Milepost."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from milepost.frameworks.bundled import list_bundled_crosswalks, list_bundled_frameworks
from milepost.frameworks.crosswalks import parse_crosswalk
from milepost.frameworks.document import parse
from milepost.frameworks.selectors import list_frameworks
from milepost.frameworks.services import LoadReport, load_files
from milepost.kernel.actors import Actor


@cache
def _document(path: Path) -> dict[str, Any]:
    document, findings = parse(path.read_text(encoding="utf-8"), path.name)
    if document is None:
        raise ValueError(findings)
    return document


@cache
def _linked(path: Path) -> frozenset[str]:
    """Return the frameworks between which a crosswalk draws links."""
    crosswalk, findings = parse_crosswalk(path.read_text(encoding="utf-8"), path.name)
    if crosswalk is None:
        raise ValueError(findings)
    return frozenset(
        link[end]["framework"] for link in crosswalk["links"] for end in ("from", "to")
    )


def list_offered() -> list[dict[str, Any]]:
    """Return the bundled frameworks: key, title and about by language, benchmarks, is_loaded."""
    loaded = {row["key"] for row in list_frameworks()}
    return [
        {
            "key": document["key"],
            "title": document["title"],
            "about": document["about"],
            "benchmarks": len(document["benchmarks"]),
            "is_loaded": document["key"] in loaded,
        }
        for document in map(_document, list_bundled_frameworks())
    ]


def load_offered(actor: Actor, keys: Iterable[str]) -> list[LoadReport]:
    """Load bundled frameworks by key, and the crosswalks between all that are then loaded.

    Raises ``PermissionRefused``; keys that are not offered are left aside.
    """
    wanted = set(keys)
    chosen = [path for path in list_bundled_frameworks() if _document(path)["key"] in wanted]
    there = {row["key"] for row in list_frameworks()} | {_document(path)["key"] for path in chosen}
    chosen += [path for path in list_bundled_crosswalks() if _linked(path) <= there]
    return load_files(actor, {path.name: path.read_text(encoding="utf-8") for path in chosen})
