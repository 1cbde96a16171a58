"""Notices of rounds: the one file that says what is under review now, and nothing of its results.

A notice is written when a coordinator announces a round, and read by the public site beside the
pointer. It names days, frameworks and organisations that agreed to it; never a person, a draft or
a rating.
"""

from pathlib import Path
from typing import Any

import orjson

from milepost.kernel.files import write_atomically

NAME = "rounds.json"
Notice = dict[str, Any]
"""Keys: edition, title, about (text maps), as_of, frameworks (key, title), stages (stage,
starts_on, ends_on), organisations (name, kind, website), take_part (text map), contact,
announced_on. Days as ISO text."""


def read_notices(releases: Path) -> list[Notice]:
    """Return the notices, the round that ends last first; an absent file is an empty list."""
    try:
        content = (releases / NAME).read_bytes()
    except FileNotFoundError:
        return []
    rows: list[Notice] = orjson.loads(content)["rounds"]
    return rows


def write_notices(releases: Path, notices: list[Notice]) -> None:
    """Replace all notices in one rename."""
    kept = sorted(notices, key=lambda row: (row["as_of"], row["edition"]), reverse=True)
    releases.mkdir(parents=True, exist_ok=True)
    write_atomically(
        releases / NAME, orjson.dumps({"rounds": kept}, option=orjson.OPT_INDENT_2) + b"\n"
    )


def stamp_of(releases: Path) -> str:
    """Return a text that changes when the notices are replaced; empty without any."""
    try:
        found = (releases / NAME).stat()
    except FileNotFoundError:
        return ""
    return f"{found.st_mtime_ns}-{found.st_size}-{found.st_ino}"
