"""Hiding words of an assessment that must not be printed. Part of the door ``services``."""

from django.db import transaction
from django.utils.translation import gettext as _

from milepost.audit.services import record_event
from milepost.evidence.protection import Level, Protection
from milepost.kernel.actors import Actor, require
from milepost.kernel.errors import BadInput, NotFound
from milepost.kernel.findings import Finding
from milepost.kernel.scopes import Scope
from milepost.reviews.levels import REVIEWERS, is_meant_for
from milepost.reviews.models import Assessment, AssessmentCitation

Rating = tuple[str, str, str, str]
"""(edition, framework, benchmark, place)."""


def cover_words(
    actor: Actor, rating: Rating, assessment: str, protection: Protection, *, reason: str
) -> int:
    """Let fewer people read the note and the passages of an assessment; return how many changed.

    Of the note and each passage those change that more people could read until now. It works on
    closed editions too: a bundle built afterwards leaves out what is not public any more. Only the
    author lets more people in, by handing in again.

    Raises ``PermissionRefused``, ``NotFound``, and ``BadInput`` without a reason or with a level
    that no assessment of the edition can have.
    """
    edition, framework, benchmark, place = rating
    require(
        actor,
        "reviews.cover_words",
        Scope(edition=edition, framework=framework, place=place),
    )
    findings = _check(protection, edition, reason)
    if findings:
        raise BadInput(findings)
    with transaction.atomic():
        rows = Assessment.objects.select_for_update().filter(
            edition__key=edition, framework=framework, benchmark=benchmark, place=place
        )
        row = rows.filter(uuid=assessment).first()
        if row is None:
            raise NotFound(what=_("assessment"), key=assessment)
        changed = _cover_note(row, protection) + _cover_passages(row, protection)
        cover_earlier(row)
        if changed:
            record_event(
                actor,
                "reviews.words_covered",
                subject_kind="rating",
                subject_key="/".join(rating)[:200],
                after={"id": assessment, "level": protection.level.value, "parts": changed},
                reason=reason.strip(),
            )
    return changed


def _check(protection: Protection, edition: str, reason: str) -> list[Finding]:
    findings = []
    if protection.level is Level.PUBLIC or not is_meant_for(protection, edition, {}):
        findings.append(
            Finding(
                code="REVIEWS_LEVEL_UNFIT",
                where="level",
                what=_("Words cannot be covered for nobody."),
                why=_("Covering lets fewer people read something."),
                remedy=_("Choose the network, the people of this edition, or reviewers."),
                column="level",
            )
        )
    if not reason.strip():
        findings.append(
            Finding(
                code="REVIEWS_TEXT_MISSING",
                where="reason",
                what=_("There is no reason."),
                why=_("Whoever wrote the words must be able to see why they are hidden."),
                remedy=_("Write in one sentence why."),
                column="reason",
            )
        )
    return findings


def _is_stricter(new: Protection, old: Protection) -> bool:
    return new != old and not new.lowers(old)


def _cover_note(row: Assessment, protection: Protection) -> int:
    old = Protection(Level(row.note_level), row.note_readers)
    if not row.note or not _is_stricter(protection, old):
        return 0
    return Assessment.objects.filter(pk=row.pk).update(
        note_level=protection.level, note_readers=protection.readers
    )


def _cover_passages(row: Assessment, protection: Protection) -> int:
    changed = 0
    for link in row.cited.all():
        if _is_stricter(protection, Protection(Level(link.level), link.readers)):
            changed += AssessmentCitation.objects.filter(pk=link.pk).update(
                level=protection.level, readers=protection.readers
            )
    return changed


def cover_earlier(row: Assessment) -> None:
    """Cover in earlier versions of an assessment the passages that are covered in this one."""
    for link in row.cited.exclude(level=Level.PUBLIC):
        wanted = Protection(Level(link.level), link.readers)
        earlier = AssessmentCitation.objects.filter(
            citation=link.citation_id,
            assessment__edition=row.edition_id,
            assessment__framework=row.framework,
            assessment__benchmark=row.benchmark,
            assessment__place=row.place,
            assessment__person_key=row.person_key,
            assessment__assessor=row.assessor,
        )
        for old in earlier.exclude(pk=link.pk):
            if _is_stricter(wanted, Protection(Level(old.level), old.readers)):
                AssessmentCitation.objects.filter(pk=old.pk).update(
                    level=wanted.level, readers=wanted.readers
                )


FOR_REVIEWERS = Protection(Level.CONFIDENTIAL, REVIEWERS)
