"""The files of an Open SDG repository: which indicators it holds, and what is said of each.

Open SDG keeps ``data/indicator_1-2-1.csv`` and ``meta/1-2-1.md`` (YAML between two lines of
``---``) or ``meta/1-2-1.yml``. Nothing here reads the data.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from milepost.indicators.open_sdg import messages
from milepost.kernel.errors import BadInput

_DATA = re.compile(r"(?:indicator_)?([A-Za-z0-9][A-Za-z0-9_-]*)\.csv")
_FRONT = re.compile(r"\A\ufeff?---\s*\n(.*?)\n---", re.DOTALL)
_Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Source:
    """One indicator of a repository: ``key`` as in ``1-2-1``, its data file, its metadata."""

    key: str
    path: Path
    meta: dict[str, Any] = field(default_factory=dict)

    @property
    def number(self) -> str:
        """The indicator's number with dots, as people write it."""
        return str(self.meta.get("indicator_number") or self.key.replace("-", "."))

    def text(self, *names: str) -> str:
        """Return the first stated metadata text under one of the names, or ""."""
        for name in names:
            value = self.meta.get(name)
            if isinstance(value, str | int | float) and str(value).strip():
                return " ".join(str(value).split())
        return ""


def list_sources(folder: Path) -> list[Source]:
    """Return the indicators of a repository in the order of their keys.

    Raises ``BadInput`` when the folder is not such a repository.
    """
    data = folder / "data"
    if not data.is_dir():
        raise BadInput([messages.not_a_repository(folder)])
    found = list(_sources(data, folder / "meta"))
    if not found:
        raise BadInput([messages.not_a_repository(folder)])
    return sorted(found, key=lambda source: source.key)


def _sources(data: Path, meta: Path) -> Iterator[Source]:
    for path in data.glob("*.csv"):
        named = _DATA.fullmatch(path.name)
        if named is not None and path.stat().st_size:
            key = named[1].lower().replace("_", "-")
            yield Source(key, path, read_meta(meta, named[1]))


def read_meta(meta: Path, name: str) -> dict[str, Any]:
    """Return the metadata of an indicator; empty when there is none that can be read."""
    for suffix in (".md", ".yml", ".yaml"):
        path = meta / f"{name}{suffix}"
        if not path.is_file():
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        if suffix == ".md":
            front = _FRONT.match(text)
            text = front[1] if front else ""
        try:
            loaded = yaml.load(text, Loader=_Loader)  # noqa: S506 -- a safe loader either way
        except yaml.YAMLError:
            return {}
        return loaded if isinstance(loaded, dict) else {}
    return {}
