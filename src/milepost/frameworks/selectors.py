"""Reading frameworks: documents, versions, differences, links. Everything as plain values."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from milepost.frameworks.changes import Change, diff_documents
from milepost.frameworks.document import list_keys
from milepost.frameworks.models import CrosswalkLink, Framework, FrameworkVersion
from milepost.indicators.selectors import list_indicators
from milepost.kernel.errors import NotFound


def get_document(key: str, version: str | None = None) -> dict[str, Any]:
    """Return a normalised document; without a version, the one loaded last.

    Raises ``NotFound`` for an unknown framework or version.
    """
    document: dict[str, Any] = _version(key, version).document
    return document


def get_source(key: str, version: str | None = None) -> str:
    """Return the text of the file as it was loaded. Raises ``NotFound``."""
    return _version(key, version).source_text


def list_frameworks() -> list[dict[str, Any]]:
    """Return each framework with its newest version.

    Keys: key, version, title, issuer, period, nodes and benchmarks (counts), versions (count),
    checksum, loaded_at, loaded_by.
    """
    found = []
    for framework in Framework.objects.annotate(count=Count("versions")).order_by("key"):
        newest = _version(framework.key, None)
        document = newest.document
        found.append(
            {
                "key": framework.key,
                "version": newest.version,
                "title": document["title"],
                "issuer": document["issuer"],
                "period": document["period"],
                "nodes": len(document["nodes"]),
                "benchmarks": len(document["benchmarks"]),
                "versions": framework.count,
                "checksum": newest.checksum,
                "loaded_at": newest.loaded_at,
                "loaded_by": newest.loaded_by,
            }
        )
    return found


def list_versions(key: str) -> list[dict[str, Any]]:
    """Return the versions of a framework, the newest first.

    Keys: version, checksum, filename, loaded_at, loaded_by. Empty for an unknown framework.
    """
    fields = ("version", "checksum", "filename", "loaded_at", "loaded_by")
    rows = FrameworkVersion.objects.filter(framework__key=key).order_by("-id").values(*fields)
    return [dict(row) for row in rows]


def diff_versions(key: str, old: str, new: str) -> list[Change]:
    """Return what changed from one loaded version to another. Raises ``NotFound``."""
    return diff_documents(get_document(key, old), get_document(key, new))


def list_known_keys() -> dict[str, frozenset[str]]:
    """Return the node and benchmark keys of every loaded framework, all versions together."""
    known: dict[str, frozenset[str]] = {}
    rows = FrameworkVersion.objects.order_by("id").values_list("framework__key", "document")
    for key, document in rows:
        known[key] = known.get(key, frozenset()) | list_keys(document)
    return known


def list_defined_indicators() -> frozenset[str]:
    """Return the keys of the indicators that a measure may name on this instance."""
    return frozenset(indicator["key"] for indicator in list_indicators())


def list_links(framework: str | None = None) -> list[dict[str, Any]]:
    """Return crosswalk links, of all frameworks or those that touch one, in a fixed order.

    Keys: crosswalk, from {framework, node}, to {framework, node}, relation, confidence, review,
    reviewed_by, reviewed_at (ISO instant or None), note (text map).
    """
    links = CrosswalkLink.objects.select_related("crosswalk").order_by(
        "from_framework", "from_node", "to_framework", "to_node", "crosswalk__key"
    )
    if framework is not None:
        links = links.filter(Q(from_framework=framework) | Q(to_framework=framework))
    return [
        {
            "crosswalk": link.crosswalk.key,
            "from": {"framework": link.from_framework, "node": link.from_node},
            "to": {"framework": link.to_framework, "node": link.to_node},
            "relation": link.relation,
            "confidence": link.confidence,
            "review": link.review,
            "reviewed_by": link.reviewed_by,
            "reviewed_at": _instant(link.reviewed_at),
            "note": link.note,
        }
        for link in links
    ]


def _instant(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _version(key: str, version: str | None) -> FrameworkVersion:
    versions = FrameworkVersion.objects.filter(framework__key=key)
    if version is not None:
        versions = versions.filter(version=version)
    found = versions.order_by("-id").first()
    if found is None:
        name = key if version is None else f"{key} {version}"
        raise NotFound(what="framework", key=name)
    return found
