"""Adding sources and citing them."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass
from typing import Any

import orjson
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from milepost.accounts.selectors import list_organisations
from milepost.audit.services import record_event
from milepost.evidence.errors import CitationInvalid, ProtectionInvalid
from milepost.evidence.models import Citation, Source
from milepost.evidence.protection import ORGANISATION, Level, Protection
from milepost.evidence.selectors import find_source_row, protection_of
from milepost.evidence.sources_file import FIELDS, check_source, parse_sources
from milepost.kernel.actors import Actor, require
from milepost.kernel.errors import BadInput, NotFound

EVERYBODY = Protection()


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


def load_sources(
    actor: Actor, text: str, filename: str, protection: Protection = EVERYBODY
) -> SourcesReport:
    """Add the sources of a file, or bring known ones up to date; once more changes nothing.

    New ones are protected by ``protection``; known ones keep their level. Raises ``BadInput``
    with all findings and ``ProtectionInvalid``.
    """
    require(actor, "evidence.load_sources")
    _check_readers(actor, protection)
    sources, findings = parse_sources(text, filename)
    if sources is None:
        raise BadInput(findings)
    outcomes: dict[str, list[str]] = {"added": [], "changed": [], "unchanged": []}
    with transaction.atomic():
        for source in sources:
            outcomes[_keep(actor, source, protection)].append(source["key"])
    return SourcesReport(**{name: tuple(keys) for name, keys in outcomes.items()})


def add_document(actor: Actor, document: Document) -> str:
    """Add one document that somebody cites and that is not on the list yet; return its key.

    A document with the same address, or without one with the same title and publisher, is not
    added twice. Raises ``BadInput`` with all findings; their ``column`` is the field.
    """
    require(actor, "evidence.add_document")
    found = _known(actor, document)
    if found is not None:
        return str(found.key)
    row = {"key": _free_key(document), "kind": "other"} | {
        name: value for name, value in asdict(document).items() if value
    }
    findings = check_source(row)
    if findings:
        raise BadInput(findings)
    with transaction.atomic():
        _keep(actor, {field: row.get(field, "") for field in FIELDS})
    return str(row["key"])


def _check_readers(actor: Actor, protection: Protection) -> None:
    """Refuse readers that do not fit the level, and an organisation that is not there."""
    if not protection.is_sound:
        raise ProtectionInvalid(reason=_("readers do not fit the level."))
    kind, _colon, key = protection.readers.partition(":")
    if kind == ORGANISATION and key not in {row["uuid"] for row in list_organisations(actor)}:
        raise ProtectionInvalid(reason=_("there is no such organisation."))


def _known(actor: Actor, document: Document) -> Source | None:
    """Return the source that a document is, among those that the actor may see."""
    same = Q(title=document.title, publisher=document.publisher, url=document.url)
    rows = Source.objects.filter(same | Q(url=document.url) if document.url else same)
    seen = (row for row in rows.order_by("id") if find_source_row(actor, row.key))
    return next(seen, None)


def _free_key(document: Document) -> str:
    """Return a key that no source has; a restricted one may be the same document."""
    digest = hashlib.sha256("|".join(astuple(document)).encode()).hexdigest()
    while Source.objects.filter(key=f"document-{digest[:12]}").exists():
        digest = hashlib.sha256(digest.encode()).hexdigest()
    return f"document-{digest[:12]}"


def _keep(actor: Actor, wanted: Mapping[str, str], protection: Protection = EVERYBODY) -> str:
    source = Source.objects.select_for_update().filter(key=wanted["key"]).first()
    if source and find_source_row(actor, source.key) is None:
        # Whoever loads sources learns that the key is taken, and nothing else.
        raise ProtectionInvalid(reason=_("the key “%(key)s” cannot be used.") % wanted)
    before = {field: getattr(source, field) for field in FIELDS} if source else None
    if before == dict(wanted):
        return "unchanged"
    if source is None:
        Source.objects.create(
            **wanted,
            added_by=actor.label,
            level=protection.level.value,
            readers=protection.readers,
        )
    else:
        for field in FIELDS:
            setattr(source, field, wanted[field])
        source.save()
    record_event(
        actor,
        "evidence.source_changed" if source else "evidence.source_added",
        subject_kind="source",
        subject_key=wanted["key"],
        **_told(source, before, wanted, protection),
    )
    return "changed" if source else "added"


def _told(
    source: Source | None,
    before: Mapping[str, str] | None,
    after: Mapping[str, str],
    protection: Protection,
) -> dict[str, Any]:
    """Return what the audit says of a change; of confidential sources not what they are."""
    level = source.level if source else protection.level.value
    if level == Level.CONFIDENTIAL:
        return {"after": {"key": after["key"], "level": level}}
    return {"before": dict(before) if before else None, "after": dict(after)}


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
        source = find_source_row(actor, key)
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
                after={"source": key}
                if source.level == Level.CONFIDENTIAL
                else {"source": key, "locator": citation.locator, "note": text},
            )
    return citation.pk


def protect_source(actor: Actor, key: str, protection: Protection, *, reason: str = "") -> str:
    """Say who may see a source; return "changed" or "unchanged".

    Letting more people in, or others, needs the right to lower protection and a reason. Bundles
    that were published keep what they hold. Raises ``PermissionRefused``, ``NotFound`` (also for a
    source that the actor may not see) and ``ProtectionInvalid``.
    """
    require(actor, "evidence.protect_source")
    with transaction.atomic():
        source = find_source_row(actor, key, lock=True)
        if source is None:
            raise NotFound(what="source", key=key)
        before = protection_of(source)
        if before == protection:
            return "unchanged"
        _check_readers(actor, protection)
        if protection.lowers(before):
            require(actor, "evidence.lower_protection")
            if not reason.strip():
                raise ProtectionInvalid(reason=_("a reason is missing."))
        Source.objects.filter(pk=source.pk).update(
            level=protection.level.value, readers=protection.readers
        )
        record_event(
            actor,
            "evidence.level_set",
            subject_kind="source",
            subject_key=key,
            before={"level": before.level.value, "readers": before.readers},
            after={"level": protection.level.value, "readers": protection.readers},
            reason=reason.strip(),
        )
    return "changed"
