"""The pointer: the one file that says which bundles are served.

Publishing an edition is the replacement of this file and nothing else: a reader sees the old
list or the new one.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from milepost.kernel.files import write_atomically

NAME = "published.json"


@dataclass(frozen=True, slots=True)
class Published:
    """One served edition: ``path`` is the bundle's folder name beside the pointer."""

    key: str
    path: str
    checksum: str
    published_on: date

    def as_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "key": self.key,
            "path": self.path,
            "checksum": self.checksum,
            "published_on": self.published_on.isoformat(),
        }


def read_pointer(releases: Path) -> list[Published]:
    """Return the served editions, oldest first; an absent pointer is an empty list."""
    try:
        content = (releases / NAME).read_bytes()
    except FileNotFoundError:
        return []
    return [
        Published(
            key=row["key"],
            path=row["path"],
            checksum=row["checksum"],
            published_on=date.fromisoformat(row["published_on"]),
        )
        for row in orjson.loads(content)["editions"]
    ]


def write_pointer(releases: Path, editions: list[Published]) -> None:
    """Replace the pointer in one rename."""
    rows = {"editions": [edition.as_dict() for edition in editions]}
    write_atomically(releases / NAME, orjson.dumps(rows, option=orjson.OPT_INDENT_2) + b"\n")


def with_edition(editions: list[Published], added: Published, order: list[str]) -> list[Published]:
    """Return the list with one edition added or replaced, in the given order of keys."""
    kept = [edition for edition in editions if edition.key != added.key] + [added]
    rank = {key: position for position, key in enumerate(order)}
    return sorted(kept, key=lambda edition: (rank.get(edition.key, len(rank)), edition.key))
