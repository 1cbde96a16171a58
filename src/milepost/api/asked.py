"""One request about an edition: its bundle, its language, and what every answer says beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from milepost.api.addresses import PREFIX, address_of
from milepost.api.cursors import SHORT, Walk, walk_of
from milepost.api.errors import ReleaseReplaced
from milepost.api.parameters import Paged, Worded
from milepost.api.wording import named
from milepost.kernel.errors import NotFound
from milepost.publishing.bundle import Bundle
from milepost.publishing.library import get_library

Json = dict[str, Any]
NOTE = "Ratings and texts may be reused with the name of the edition. Data keep the licence of \
their source."


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, the edition it is about and its parameters."""

    request: HttpRequest
    bundle: Bundle
    given: Worded

    @property
    def language(self) -> str:
        """The language of names."""
        return str(self.given.lang.value)

    def address(self, *parts: str) -> str:
        """Return the address of something in this edition, in the language asked for."""
        query = {"lang": self.language if self.language != "en" else ""}
        return address_of(self.request, "editions", self.bundle.key, *parts, query=query)

    @property
    def walk(self) -> Walk:
        """The list that is asked for."""
        return walk_of(self.bundle, self.request.path_info, self.given.model_dump(mode="json"))

    def following(self, *position: int | str) -> str:
        """Return the address of the page that begins at a position."""
        query = self.request.GET.dict()
        query |= {"cursor": self.walk.cursor(*position), "release": self.walk.release}
        path = self.request.path_info.removeprefix(PREFIX).split("/")
        return address_of(self.request, *path, query=query)


def ask(request: HttpRequest, edition: str, given: Worded) -> Asked:
    """Return what is asked of an edition, which may be called ``latest``.

    Raises ``NotFound`` and ``ReleaseReplaced``.
    """
    library = get_library()
    bundle = library.newest() if edition == "latest" else library.find(edition)
    if bundle is None:
        raise NotFound(what=_("published edition"), key=edition)
    if given.release and not bundle.checksum.startswith(given.release):
        raise ReleaseReplaced(edition=bundle.key, release=given.release)
    return Asked(request, bundle, given)


def mark_of(bundle: Bundle, language: str) -> Json:
    """Return which release an answer is from."""
    return {
        "key": bundle.key,
        "title": named(bundle.edition.get("title"), language, bundle.key),
        "as_of": bundle.edition["as_of"],
        "release": bundle.checksum[:SHORT],
        "checksum": bundle.checksum,
        "published_on": bundle.published_on,
    }


def licence_of(bundle: Bundle | None) -> Json:
    """Return the terms of what the instance itself says."""
    licences = bundle.package.get("licenses", []) if bundle else []
    return {"name": ", ".join(row["name"] for row in licences) or "CC-BY-4.0", "note": NOTE}


def sources_of(bundle: Bundle, indicators: Iterable[str | None]) -> list[Json]:
    """Return where the data of some indicators come from, each once, by indicator and day."""
    rows = {}
    for key in sorted({key for key in indicators if key in bundle.indicators and key}):
        for vintage in bundle.indicators[key].get("vintages", ()):
            row = {
                "indicator": key,
                "title": vintage["source"],
                "licence": vintage["licence"],
                "url": vintage.get("url", ""),
                "known_on": vintage.get("known_on") or None,
            }
            rows[key, row["title"], row["licence"], row["known_on"] or ""] = row
    return [rows[name] for name in sorted(rows)]


def around(asked: Asked, sources: Sequence[Json] = ()) -> Json:
    """Return what every answer about an edition says beside its data."""
    return {
        "edition": mark_of(asked.bundle, asked.language),
        "licence": licence_of(asked.bundle),
        "sources": list(sources),
    }


def one_page(asked: Asked, rows: Sequence[Any]) -> tuple[list[Any], Json]:
    """Return the rows of the page that is asked for, and what a page says of the whole.

    Raises ``PageUnknown`` and ``ReleaseReplaced``.
    """
    given = asked.given
    limit, cursor = (given.limit, given.cursor) if isinstance(given, Paged) else (1000, "")
    position = asked.walk.position(cursor)
    begin = int(position[0]) if position and str(position[0]).isdigit() else 0
    end = begin + limit
    following = asked.following(end) if end < len(rows) else None
    return list(rows[begin:end]), {"total": len(rows), "next": following}


def answer(document: Json) -> HttpResponse:
    """Return a document as JSON. It has the shape that its description says; tests hold it."""
    return HttpResponse(orjson.dumps(document), content_type="application/json")


def split(text: str) -> list[str]:
    """Return the keys of a filter."""
    return [part for part in text.split(",") if part]


def require_known(what: str, keys: Iterable[str], known: Iterable[str]) -> None:
    """Raise ``NotFound`` for the first key that the edition does not hold."""
    held = set(known)
    for key in keys:
        if key not in held:
            raise NotFound(what=what, key=key)


def members_of(bundle: Bundle, group: str) -> list[str]:
    """Return the members of a group. Raises ``NotFound``."""
    found = bundle.groups.get(group)
    if found is None:
        raise NotFound(what=_("group"), key=group)
    return list(found["members"])
