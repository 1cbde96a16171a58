"""What is published: the list of editions in the pointer, each with its bundle.

The pointer is looked at again only when its file was replaced, so that a published edition shows
at once and costs one ``stat`` a request.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from milepost.publishing import pointer
from milepost.publishing.bundle import SAFE_KEY, Bundle
from milepost.publishing.notices import stamp_of


@dataclass(frozen=True, slots=True)
class _Shelf:
    """One reading of the pointer; replaced as a whole, so that threads never see half of it."""

    seen: tuple[int, int, int] | None
    version: str
    bundles: dict[str, Bundle]


EMPTY = _Shelf(None, "none", {})


class Library:
    """What is published in one folder of releases; ``only`` keeps some editions of it."""

    def __init__(self, releases: Path, only: frozenset[str] | None = None) -> None:
        self.releases = releases
        self.only = only
        self._shelf = EMPTY

    def _read(self) -> _Shelf:
        try:
            found = (self.releases / pointer.NAME).stat()
        except FileNotFoundError:
            self._shelf = EMPTY
            return EMPTY
        seen = (found.st_mtime_ns, found.st_size, found.st_ino)
        shelf = self._shelf
        if seen == shelf.seen:
            return shelf
        kept = {(bundle.checksum, bundle.folder): bundle for bundle in shelf.bundles.values()}
        bundles: dict[str, Bundle] = {}
        listing = hashlib.sha256()
        for row in pointer.read_pointer(self.releases):
            if not SAFE_KEY.fullmatch(row.path) or not self._wants(row.key):
                continue
            folder = self.releases / row.path
            fresh = Bundle(folder, row.checksum, row.published_on)
            bundles[row.key] = kept.get((row.checksum, folder), fresh)
            listing.update(f"{row.key}:{row.checksum}:{row.path}|".encode())
        self._shelf = _Shelf(seen, listing.hexdigest()[:16], bundles)
        return self._shelf

    def _wants(self, key: str) -> bool:
        return self.only is None or key in self.only

    @property
    def version(self) -> str:
        """A text that changes exactly when the published editions or the notices change."""
        listing = self._read().version
        notices = stamp_of(self.releases)
        return f"{listing}-{notices}" if notices else listing

    def editions(self) -> list[Bundle]:
        """Return the published editions, oldest first."""
        return list(self._read().bundles.values())

    def newest(self) -> Bundle | None:
        """Return the newest published edition."""
        editions = self.editions()
        return editions[-1] if editions else None

    def find(self, key: str) -> Bundle | None:
        """Return a published edition by its key."""
        return self._read().bundles.get(key)


@lru_cache(maxsize=64)
def _library_at(releases: Path) -> Library:
    return Library(releases)


_chosen: ContextVar[Library | None] = ContextVar("chosen_library", default=None)


@contextmanager
def using(library: Library) -> Iterator[None]:
    """Let every page made inside the block show this library."""
    token = _chosen.set(library)
    try:
        yield
    finally:
        _chosen.reset(token)


def get_library() -> Library:
    """Return the library of this instance, or the one chosen; one a process and folder."""
    return _chosen.get() or _library_at(Path(settings.MILEPOST_RELEASES))
