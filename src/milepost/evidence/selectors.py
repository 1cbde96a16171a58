"""Reading sources. Everything as plain values, and only what the actor may see.

What somebody may not see is to them as if it were not there: the same query, the same error. What
is confidential and handed out is written to the log of readings.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, QuerySet

from milepost.evidence.models import Citation, Source
from milepost.evidence.protection import Level, Protection
from milepost.evidence.reading import note_reading
from milepost.evidence.sources_file import FIELDS
from milepost.kernel.actors import ANONYMOUS, Actor, may
from milepost.kernel.errors import NotFound


def list_public_sources() -> list[dict[str, Any]]:
    """Return the public sources by key; nothing else is ever frozen into a bundle."""
    return [_source(source) for source in Source.objects.filter(level=Level.PUBLIC)]


def list_sources(actor: Actor) -> list[dict[str, Any]]:
    """Return the sources that the actor may see by key.

    Keys: key, title, publisher, issued, url, licence, kind, level.
    """
    rows = _seen(actor, Source.objects.order_by("key"))
    _note(actor, rows, "list")
    return [_with_level(source) for source in rows]


def list_sources_with_use(actor: Actor) -> list[dict[str, Any]]:
    """Return the same with the number of passages cited from each (``citations``)."""
    rows = _seen(actor, Source.objects.annotate(count=Count("citations")).order_by("key"))
    _note(actor, rows, "list")
    return [{**_with_level(source), "citations": source.count} for source in rows]


def find_source(actor: Actor, key: str) -> dict[str, Any] | None:
    """Return one source with ``level`` and ``readers``, or None."""
    row = find_source_row(actor, key)
    if row is None:
        return None
    _note(actor, [row], "source")
    return {**_with_level(row), "readers": row.readers}


def get_source(actor: Actor, key: str) -> dict[str, Any]:
    """Return one source. Raises ``NotFound``, also for one that the actor may not see."""
    found = find_source(actor, key)
    if found is None:
        raise NotFound(what="source", key=key)
    return found


def find_source_row(actor: Actor, key: str, *, lock: bool = False) -> Source | None:
    """Return the row of a source that the actor may see, for this room alone."""
    rows = Source.objects.select_for_update() if lock else Source.objects.all()
    row = rows.filter(key=key).first()
    return row if row is not None and _may_see(actor, row) else None


def list_source_keys(actor: Actor) -> frozenset[str]:
    """Return the keys of the sources that the actor may see."""
    return frozenset(source.key for source in _seen(actor, Source.objects.all()))


def list_citations(ids: Iterable[int], reader: Actor = ANONYMOUS) -> dict[int, dict[str, Any]]:
    """Return citations by id: source (key), locator, note (text map).

    Passages of sources that the reader may not see are left out; without a reader those that are
    not public.
    """
    rows = Citation.objects.filter(pk__in=list(ids)).select_related("source")
    shown = [row for row in rows if _may_see(reader, row.source)]
    _note(reader, [row.source for row in shown], "citation")
    return {
        citation.pk: {
            "source": citation.source.key,
            "locator": citation.locator,
            "note": dict(citation.note),
        }
        for citation in shown
    }


def protection_of(source: Source) -> Protection:
    """Return how a source is protected."""
    return Protection(Level(source.level), source.readers)


def _may_see(actor: Actor, source: Source) -> bool:
    return may(actor, "evidence.view_sources", protection_of(source))


def _seen(actor: Actor, rows: QuerySet[Source]) -> list[Any]:
    return [row for row in rows if _may_see(actor, row)]


def _note(actor: Actor, rows: Iterable[Source], how: str) -> None:
    note_reading(actor, (row.key for row in rows if row.level == Level.CONFIDENTIAL), how)


def _source(source: Source) -> dict[str, Any]:
    return {field: getattr(source, field) for field in FIELDS}


def _with_level(source: Source) -> dict[str, Any]:
    return {**_source(source), "level": source.level}
