"""Cursors: where the next page of a list begins, opaque to the reader and tied to its filters."""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import orjson

from milepost.api.errors import PageUnknown, ReleaseReplaced
from milepost.publishing.bundle import Bundle

SHORT = 12
"""Characters of a checksum that name a release, as in the name of its folder."""
NOT_FILTERS = frozenset({"cursor", "limit", "release", "format"})


@dataclass(frozen=True, slots=True)
class Walk:
    """One list of one release under one set of filters."""

    bundle: Bundle
    filters: str

    @property
    def release(self) -> str:
        """The release as addresses name it."""
        return self.bundle.checksum[:SHORT]

    def cursor(self, *position: int | str) -> str:
        """Return the cursor of a position."""
        raw = orjson.dumps([self.release, self.filters, *position])
        return base64.urlsafe_b64encode(raw).decode().rstrip("=")

    def position(self, cursor: str) -> list[int | str]:
        """Return the position that a cursor names; [] for none.

        Raises ``PageUnknown``, and ``ReleaseReplaced`` when the cursor is of another release.
        """
        if not cursor:
            return []
        release, filters, *position = _parts(cursor)
        if filters != self.filters or not position:
            raise PageUnknown
        if release != self.release:
            raise ReleaseReplaced(edition=self.bundle.key, release=release)
        return position


def walk_of(bundle: Bundle, path: str, given: Mapping[str, object]) -> Walk:
    """Return the walk through a list: ``given`` are its parameters, of which the filters count."""
    kept = sorted((name, str(value)) for name, value in given.items() if name not in NOT_FILTERS)
    text = orjson.dumps([path, kept])
    return Walk(bundle, hashlib.sha256(text).hexdigest()[:SHORT])


def _parts(cursor: str) -> list[int | str]:
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        parts = orjson.loads(raw)
    except (binascii.Error, ValueError) as error:
        raise PageUnknown from error
    if not isinstance(parts, list) or len(parts) < 3:
        raise PageUnknown
    if not all(isinstance(part, int | str) for part in parts):
        raise PageUnknown
    return parts
