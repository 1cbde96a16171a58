"""Reading sources. Everything as plain values."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count

from milepost.evidence.models import Citation, Source
from milepost.evidence.sources_file import FIELDS
from milepost.kernel.errors import NotFound


def list_sources() -> list[dict[str, Any]]:
    """Return all sources by key: key, title, publisher, issued, url, licence, kind."""
    return [_source(source) for source in Source.objects.order_by("key")]


def list_sources_with_use() -> list[dict[str, Any]]:
    """Return all sources with the number of passages cited from each (``citations``)."""
    sources = Source.objects.annotate(count=Count("citations")).order_by("key")
    return [{**_source(source), "citations": source.count} for source in sources]


def find_source(key: str) -> dict[str, Any] | None:
    """Return one source, or None."""
    source = Source.objects.filter(key=key).first()
    return _source(source) if source else None


def get_source(key: str) -> dict[str, Any]:
    """Return one source. Raises ``NotFound``."""
    found = find_source(key)
    if found is None:
        raise NotFound(what="source", key=key)
    return found


def list_source_keys() -> frozenset[str]:
    """Return the keys of all sources."""
    return frozenset(Source.objects.values_list("key", flat=True))


def list_citations(ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Return citations by id: source (key), locator, note (text map)."""
    citations = Citation.objects.filter(pk__in=list(ids)).select_related("source")
    return {
        citation.pk: {
            "source": citation.source.key,
            "locator": citation.locator,
            "note": dict(citation.note),
        }
        for citation in citations
    }


def _source(source: Source) -> dict[str, Any]:
    return {field: getattr(source, field) for field in FIELDS}
