"""The synthetic editions as reports see them, with a second framework that links to the first."""

from pathlib import Path

import orjson

from milepost.publishing.bundle import Bundle
from milepost.publishing.report.opening import make_scope, open_bundle
from milepost.publishing.report.scope import Scope
from tests.factories.bundle import write_releases

LENS = {
    "key": "sdg-migration",
    "title": {"en": "Targets on migration"},
    "nodes": [
        {
            "key": "10.c",
            "identifier": "Target 10.c",
            "kind": "target",
            "order": 1,
            "parent": "",
            "title": {"en": "Cost of transfers"},
            "text": {"en": "Transfers cost less."},
        },
        {
            "key": "8.8",
            "identifier": "Target 8.8",
            "kind": "target",
            "order": 2,
            "parent": "",
            "title": {"en": "Labour rights"},
            "text": {},
        },
    ],
    "benchmarks": [],
}


def write_editions(releases: Path) -> dict[str, Bundle]:
    """Write both synthetic editions and the linked framework; return them by key."""
    folders = write_releases(releases)
    for folder in folders.values():
        (folder / "linked").mkdir(exist_ok=True)
        (folder / "linked" / "sdg-migration.json").write_bytes(orjson.dumps(LENS))
    return {key: open_bundle(folder) for key, folder in folders.items()}


def scope_of(bundle: Bundle, language: str = "en", **asked: str) -> Scope:
    """Return the scope of a report on a synthetic edition."""
    return make_scope(bundle, language=language, asked=dict(asked))
