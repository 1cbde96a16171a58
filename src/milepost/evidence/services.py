"""Adding sources and citing them."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass

import orjson
from django.db import transaction

from milepost.audit.services import record_event
from milepost.evidence.errors import CitationInvalid
from milepost.evidence.models import Citation, Source
from milepost.evidence.sources_file import FIELDS, check_source, parse_sources
from milepost.kernel.actors import Actor, require
from milepost.kernel.errors import BadInput, NotFound


@dataclass(frozen=True, slots=True)
class SourcesReport:
    """What loading a file of sources did: keys by outcome."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        """Return plain values."""
        return {
            "added": list(self.added),
            "changed": list(self.changed),
            "unchanged": list(self.unchanged),
        }


@dataclass(frozen=True, slots=True)
class Document:
    """A document as somebody who cites it names it; ``url`` and ``issued`` may be empty."""

    title: str
    publisher: str
    url: str = ""
    issued: str = ""


def load_sources(actor: Actor, text: str, filename: str) -> SourcesReport:
    """Add the sources of a file, or bring known ones up to date; once more changes nothing.

    Raises ``BadInput`` with all findings.
    """
    require(actor, "evidence.load_sources")
    sources, findings = parse_sources(text, filename)
    if sources is None:
        raise BadInput(findings)
    outcomes: dict[str, list[str]] = {"added": [], "changed": [], "unchanged": []}
    with transaction.atomic():
        for source in sources:
            outcomes[_keep(actor, source)].append(source["key"])
    return SourcesReport(**{name: tuple(keys) for name, keys in outcomes.items()})


def add_document(actor: Actor, document: Document) -> str:
    """Add one document that somebody cites and that is not on the list yet; return its key.

    A document with the same address, or without one with the same title and publisher, is not
    added twice. Raises ``BadInput`` with all findings; their ``column`` is the field.
    """
    require(actor, "evidence.add_document")
    found = Source.objects.filter(url=document.url).first() if document.url else None
    if found is None:
        same = {"title": document.title, "publisher": document.publisher, "url": document.url}
        found = Source.objects.filter(**same).first()
    if found is not None:
        return str(found.key)
    digest = hashlib.sha256("|".join(astuple(document)).encode()).hexdigest()
    row = {"key": f"document-{digest[:12]}", "kind": "other"} | {
        name: value for name, value in asdict(document).items() if value
    }
    findings = check_source(row)
    if findings:
        raise BadInput(findings)
    with transaction.atomic():
        _keep(actor, {field: row.get(field, "") for field in FIELDS})
    return str(row["key"])


def _keep(actor: Actor, wanted: Mapping[str, str]) -> str:
    source = Source.objects.select_for_update().filter(key=wanted["key"]).first()
    before = {field: getattr(source, field) for field in FIELDS} if source else None
    if before == dict(wanted):
        return "unchanged"
    if source is None:
        Source.objects.create(**wanted, added_by=actor.label)
    else:
        for field in FIELDS:
            setattr(source, field, wanted[field])
        source.save()
    record_event(
        actor,
        "evidence.source_changed" if source else "evidence.source_added",
        subject_kind="source",
        subject_key=wanted["key"],
        before=before,
        after=dict(wanted),
    )
    return "changed" if source else "added"


def cite_source(actor: Actor, key: str, locator: str, note: Mapping[str, str] | None = None) -> int:
    """Return the id of the citation of a passage, made now if nobody cited it before.

    Raises ``NotFound`` for an unknown source and ``CitationInvalid`` without a locator.
    """
    require(actor, "evidence.cite_source")
    if not locator.strip():
        raise CitationInvalid(source=key)
    text = dict(sorted((note or {}).items()))
    checksum = hashlib.sha256(orjson.dumps(text)).hexdigest()
    with transaction.atomic():
        source = Source.objects.filter(key=key).first()
        if source is None:
            raise NotFound(what="source", key=key)
        citation, is_new = Citation.objects.get_or_create(
            source=source,
            locator=locator.strip(),
            note_checksum=checksum,
            defaults={"note": text},
        )
        if is_new:
            record_event(
                actor,
                "evidence.citation_added",
                subject_kind="citation",
                subject_key=str(citation.uuid),
                after={"source": key, "locator": citation.locator, "note": text},
            )
    return citation.pk
