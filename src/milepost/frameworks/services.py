"""Changing frameworks: loading versions and crosswalks, deciding on links."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from milepost.audit.services import record_event
from milepost.frameworks.changes import Change, diff_documents
from milepost.frameworks.crosswalks import Ends, ends_of, is_crosswalk, parse_crosswalk
from milepost.frameworks.document import Document, checksum_of, parse
from milepost.frameworks.errors import LinkDecisionInvalid
from milepost.frameworks.models import (
    Crosswalk,
    CrosswalkLink,
    Framework,
    FrameworkVersion,
    LinkReview,
)
from milepost.frameworks.selectors import list_defined_indicators, list_known_keys
from milepost.frameworks.translating import list_added_languages
from milepost.kernel import clock
from milepost.kernel.actors import Actor, require
from milepost.kernel.errors import BadInput, NotFound
from milepost.kernel.findings import Finding
from milepost.kernel.yaml_text import where_line


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What loading a file did, or would do in a dry run.

    ``outcome`` is added, updated (a crosswalk, or a version that gained languages) or unchanged;
    ``before`` is the version that was the newest until now, "" for none; ``changes`` are against
    it, those of an update against what it replaces. ``findings`` are warnings.
    """

    kind: str
    key: str
    version: str
    outcome: str
    before: str
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    dry_run: bool

    def as_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "kind": self.kind,
            "key": self.key,
            "version": self.version,
            "outcome": self.outcome,
            "before": self.before,
            "changes": [change.as_dict() for change in self.changes],
            "findings": [finding.as_dict() for finding in self.findings],
            "dry_run": self.dry_run,
        }


def load_framework(actor: Actor, text: str, filename: str, *, dry_run: bool = False) -> LoadReport:
    """Add the version that a framework file holds; the same content again changes nothing.

    Texts in further languages join a version that is loaded; nothing else of it can change.
    Raises ``BadInput`` with all findings, also when the version is loaded with other content.
    """
    require(actor, "frameworks.load_framework")
    document, findings = parse(text, filename, list_defined_indicators())
    if document is None:
        raise BadInput(findings)
    with transaction.atomic():
        framework = _lock_framework(document["key"], create=not dry_run)
        versions = FrameworkVersion.objects.filter(framework=framework)
        newest = versions.order_by("-id").first() if framework else None
        same = versions.filter(version=document["version"]).first() if framework else None
        added = list_added_languages(same.document, document) if same is not None else []
        if same is not None and added is None:
            raise BadInput([*findings, _version_taken(filename, same, document)])
        changes = diff_documents(_document(same or newest), document)
        if same is not None and added and not dry_run:
            _add_languages(actor, same, document, languages=added, text=text, filename=filename)
        if same is None and framework is not None and not dry_run:
            _add_version(actor, document, framework=framework, text=text, filename=filename)
    return LoadReport(
        kind="framework",
        key=document["key"],
        version=document["version"],
        outcome="added" if same is None else "updated" if added else "unchanged",
        before=newest.version if newest else "",
        changes=tuple(changes),
        findings=tuple(findings),
        dry_run=dry_run,
    )


def load_crosswalk(actor: Actor, text: str, filename: str, *, dry_run: bool = False) -> LoadReport:
    """Bring the links of a crosswalk file in; a decision that a person took here is kept.

    Links that left the file are removed. Both ends must exist in loaded frameworks. Raises
    ``BadInput`` with all findings.
    """
    require(actor, "frameworks.load_crosswalk")
    crosswalk, findings = parse_crosswalk(text, filename, list_known_keys())
    if crosswalk is None:
        raise BadInput(findings)
    with transaction.atomic():
        stored = Crosswalk.objects.select_for_update().filter(key=crosswalk["key"]).first()
        present = {_link_ends(link): link for link in stored.links.all()} if stored else {}
        wanted = {ends_of(link): link for link in crosswalk["links"]}
        changes = _link_changes(present, wanted)
        renamed = stored is not None and (
            stored.title != crosswalk["title"] or stored.about != crosswalk["about"]
        )
        outcome = "added" if stored is None else "updated" if changes or renamed else "unchanged"
        if outcome != "unchanged" and not dry_run:
            kept = _keep_crosswalk(actor, crosswalk, text, filename)
            _write_links(kept, present, wanted)
            record_event(
                actor,
                "frameworks.crosswalk_loaded",
                subject_kind="crosswalk",
                subject_key=crosswalk["key"],
                after={"changes": [change.as_dict() for change in changes]},
            )
    return LoadReport(
        kind="crosswalk",
        key=crosswalk["key"],
        version="",
        outcome=outcome,
        before="",
        changes=tuple(changes),
        findings=tuple(findings),
        dry_run=dry_run,
    )


def load_files(
    actor: Actor, texts: Mapping[str, str], *, dry_run: bool = False
) -> list[LoadReport]:
    """Load several files, given by name, all or none; frameworks before crosswalks.

    A dry run does the same and undoes it, so that a crosswalk may link frameworks of the same
    call. Raises ``BadInput`` with the findings of all files.
    """
    reports: list[LoadReport] = []
    findings: list[Finding] = []
    with transaction.atomic():
        for name in sorted(texts, key=lambda name: is_crosswalk(texts[name])):
            load = load_crosswalk if is_crosswalk(texts[name]) else load_framework
            try:
                reports.append(load(actor, texts[name], name))
            except BadInput as error:
                findings += error.findings
        if findings:
            raise BadInput(findings)
        transaction.set_rollback(dry_run)
    return [replace(report, dry_run=dry_run) for report in reports]


def review_link(
    actor: Actor,
    crosswalk: str,
    ends: Sequence[str],
    *,
    decision: str,
    reason: str = "",
) -> None:
    """Confirm or reject a link, or put it back to proposed, in the actor's name.

    ``ends`` are from framework, from node, to framework, to node. Raises ``NotFound`` and
    ``LinkDecisionInvalid``.
    """
    require(actor, "frameworks.review_link")
    if decision not in LinkReview.values:
        raise LinkDecisionInvalid(decision=decision)
    names = ("from_framework", "from_node", "to_framework", "to_node")
    shown = " ".join(ends)
    with transaction.atomic():
        link = (
            CrosswalkLink.objects.select_for_update()
            .filter(crosswalk__key=crosswalk, **dict(zip(names, ends, strict=True)))
            .first()
        )
        if link is None:
            raise NotFound(what="link", key=f"{crosswalk}: {shown}")
        before = {"review": link.review, "reviewed_by": link.reviewed_by}
        if before == {"review": decision, "reviewed_by": actor.label}:
            return
        link.review = decision
        link.reviewed_by = actor.label
        link.reviewed_at = clock.now()
        link.review_reason = reason
        link.save()
        record_event(
            actor,
            "frameworks.link_reviewed",
            subject_kind="crosswalk_link",
            subject_key=f"{crosswalk}: {shown}"[:200],
            before=before,
            after={"review": decision, "reviewed_by": actor.label},
            reason=reason,
        )


def _document(version: FrameworkVersion | None) -> Mapping[str, Any] | None:
    return version.document if version is not None else None


def _lock_framework(key: str, *, create: bool) -> Framework | None:
    """Return the framework's row, held until the transaction ends; made first when asked."""
    if create:
        Framework.objects.get_or_create(key=key)
    return Framework.objects.select_for_update().filter(key=key).first()


def _add_version(
    actor: Actor, document: Document, *, framework: Framework, text: str, filename: str
) -> None:
    newest = FrameworkVersion.objects.filter(framework=framework).order_by("-id").first()
    FrameworkVersion.objects.create(
        framework=framework,
        version=document["version"],
        document=document,
        checksum=checksum_of(document),
        source_text=text,
        filename=filename[:255],
        loaded_by=actor.label,
    )
    record_event(
        actor,
        "frameworks.version_loaded",
        subject_kind="framework",
        subject_key=document["key"],
        before={"version": newest.version, "checksum": newest.checksum} if newest else None,
        after={"version": document["version"], "checksum": checksum_of(document)},
    )


def _add_languages(
    actor: Actor,
    row: FrameworkVersion,
    document: Document,
    *,
    languages: Sequence[str],
    text: str,
    filename: str,
) -> None:
    before = row.checksum
    row.document = document
    row.checksum = checksum_of(document)
    row.source_text = text
    row.filename = filename[:255]
    row.save(update_fields=["document", "checksum", "source_text", "filename"])
    record_event(
        actor,
        "frameworks.languages_added",
        subject_kind="framework",
        subject_key=document["key"],
        before={"version": row.version, "checksum": before},
        after={
            "version": row.version,
            "checksum": row.checksum,
            "languages": list(languages),
        },
    )


def _version_taken(filename: str, same: FrameworkVersion, document: Document) -> Finding:
    changes = diff_documents(same.document, document)
    entries = list(dict.fromkeys(f"{change.part} {change.key}".strip() for change in changes))
    shown = ", ".join(entries[:8]) + (" …" if len(entries) > 8 else "")
    return Finding(
        code="FRAMEWORKS_VERSION_TAKEN",
        where=where_line(filename, 1),
        line=1,
        value=same.version,
        what=_("Version %(version)s is loaded with other content; these differ: %(entries)s.")
        % {"version": same.version, "entries": shown},
        why=_("Editions were or will be rated against the version that is loaded."),
        remedy=_("Give the changed file a new version; both are then kept."),
    )


def _keep_crosswalk(
    actor: Actor, crosswalk: Mapping[str, Any], text: str, filename: str
) -> Crosswalk:
    header: dict[str, Any] = {
        "title": crosswalk["title"],
        "about": crosswalk["about"],
        "source_text": text,
        "filename": filename[:255],
        "loaded_at": clock.now(),
        "loaded_by": actor.label,
    }
    kept, _created = Crosswalk.objects.update_or_create(key=crosswalk["key"], defaults=header)
    return kept


def _link_ends(link: CrosswalkLink) -> Ends:
    return link.from_framework, link.from_node, link.to_framework, link.to_node


def _link_values(link: CrosswalkLink) -> dict[str, Any]:
    fields = ("relation", "confidence", "note", "review", "reviewed_by")
    return {field: getattr(link, field) for field in fields}


def _wanted_values(link: Mapping[str, Any], present: CrosswalkLink | None) -> dict[str, Any]:
    """Return the values a link shall have; a decision taken on this instance stands."""
    fields = ("relation", "confidence", "note", "review", "reviewed_by")
    values = {field: link[field] for field in fields}
    if present is not None and present.reviewed_at is not None:
        values |= {"review": present.review, "reviewed_by": present.reviewed_by}
    return values


def _link_changes(
    present: Mapping[Ends, CrosswalkLink], wanted: Mapping[Ends, Mapping[str, Any]]
) -> list[Change]:
    changes = [
        Change("removed", "link", " ".join(ends)) for ends in sorted(present.keys() - wanted.keys())
    ]
    for ends, link in sorted(wanted.items()):
        stored = present.get(ends)
        if stored is None:
            changes.append(Change("added", "link", " ".join(ends)))
            continue
        old, new = _link_values(stored), _wanted_values(link, stored)
        changes += [
            Change("changed", "link", " ".join(ends), field, old[field], new[field])
            for field in new
            if old[field] != new[field]
        ]
    return changes


def _write_links(
    crosswalk: Crosswalk,
    present: Mapping[Ends, CrosswalkLink],
    wanted: Mapping[Ends, Mapping[str, Any]],
) -> None:
    gone = [link.pk for ends, link in present.items() if ends not in wanted]
    crosswalk.links.filter(pk__in=gone).delete()
    for ends, link in wanted.items():
        values = _wanted_values(link, present.get(ends))
        names = ("from_framework", "from_node", "to_framework", "to_node")
        identity: dict[str, Any] = dict(zip(names, ends, strict=True))
        CrosswalkLink.objects.update_or_create(crosswalk=crosswalk, **identity, defaults=values)
