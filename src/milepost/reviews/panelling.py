"""Second rounds of a panel, and its discussion. The door is ``services``."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from milepost.audit.services import record_event
from milepost.kernel import clock
from milepost.kernel.actors import Actor, require
from milepost.kernel.errors import BadInput, NotFound, PermissionRefused
from milepost.kernel.findings import Finding
from milepost.kernel.scopes import Scope
from milepost.reviews.checks import as_findings, has_text
from milepost.reviews.entries import Problem
from milepost.reviews.errors import EditionNotComputed
from milepost.reviews.judging import lock_open, rating_key
from milepost.reviews.models import Assessment, Edition, Remark, SecondRound
from milepost.reviews.panel_figures import spread_of
from milepost.reviews.panel_reading import Subject, find_second_round, where_of
from milepost.reviews.panel_selectors import EDITABLE, seat_of
from milepost.reviews.result_selectors import list_ratings
from milepost.reviews.status_selectors import list_undecided

LONGEST = 5000


def open_second_round(
    actor: Actor, edition: str, subjects: Sequence[Subject], reason: Mapping[str, str]
) -> int:
    """Give contested ratings back to their panels, all or none; return how many.

    The panels see the distribution and reasons of their first round without names, and confirm or
    change their assessments. Raises ``NotFound``, ``EditionClosed`` and ``BadInput`` with a finding
    for each rating that nobody contests or that has had its second round.
    """
    for subject in subjects:
        require(actor, "reviews.open_second_round", _where(edition, subject))
    if not subjects:
        require(actor, "reviews.open_second_round", Scope(edition=edition))
    with transaction.atomic():
        row = lock_open(edition)
        findings = as_findings(_check_reason(reason, subjects))
        undecided = _undecided(edition)
        for subject in subjects:
            findings += _check_round(row, subject, is_undecided=subject in undecided)
        if findings:
            raise BadInput(findings)
        for subject in subjects:
            _open(actor, row, subject, reason)
    return len(subjects)


def _where(edition: str, subject: Subject) -> Scope:
    framework, _benchmark, place = subject
    return Scope(edition=edition, framework=framework, place=place)


def _check_reason(reason: Mapping[str, str], subjects: Sequence[Subject]) -> list[Problem]:
    problems = []
    if not has_text(reason):
        problems.append(
            Problem(
                field="reason",
                code="REASON_MISSING",
                value="",
                what=_("There is no reason."),
                why=_(
                    "The panel must know what to think over, and readers why it was asked again."
                ),
                remedy=_("Write in one or two sentences why the panel is asked again."),
            )
        )
    if not subjects:
        problems.append(
            Problem(
                field="ratings",
                code="NO_RATING_CHOSEN",
                value="",
                what=_("No rating was chosen."),
                why=_("A second round is held for single ratings."),
                remedy=_("Choose the contested ratings that the panels should think over."),
            )
        )
    return problems


def _first(row: Edition, subject: Subject) -> list[Assessment]:
    return list(
        Assessment.objects.filter(edition=row, **where_of(subject), superseded_at=None).order_by(
            "uuid"
        )
    )


def _undecided(edition: str) -> set[Subject]:
    """Return the ratings in which rule and panel differ, as far as they are computed."""
    try:
        rows = list_undecided(list_ratings(edition))
    except EditionNotComputed:
        return set()
    return {(item["framework"], item["benchmark"], item["place"]) for item in rows}


def _check_round(row: Edition, subject: Subject, *, is_undecided: bool) -> list[Finding]:
    if find_second_round(row, subject) is not None:
        return [
            _finding(
                "REVIEWS_SECOND_ROUND_HELD",
                subject,
                _("This rating has had its second round."),
                _("A panel that is asked until it agrees is no panel."),
                _("Decide it, with the reason; the spread stays visible."),
            )
        ]
    voices = [
        {"colour": item.colour, "standpoint": item.standpoint} for item in _first(row, subject)
    ]
    if spread_of(voices)["contested"]:
        return []
    return [
        _finding(
            "REVIEWS_PANEL_NOT_CONTESTED",
            subject,
            _("Nobody disagrees on this rating."),
            _("A second round is for ratings on which people differ."),
            _("Choose contested ratings only."),
        )
    ]


def _finding(code: str, subject: Subject, what: str, why: str, remedy: str) -> Finding:
    where = " ".join(subject)
    return Finding(code=code, where=where, value=where, what=what, why=why, remedy=remedy)


def _open(actor: Actor, row: Edition, subject: Subject, reason: Mapping[str, str]) -> None:
    first = [str(item.uuid) for item in _first(row, subject)]
    SecondRound.objects.create(
        edition=row,
        **where_of(subject),
        reason=dict(reason),
        first=first,
        opened_by=actor.label,
    )
    record_event(
        actor,
        "reviews.second_round_opened",
        subject_kind="rating",
        subject_key=rating_key(row.key, *subject),
        after={"first": first},
        reason=next(iter(reason.values()), ""),
    )


def close_second_round(actor: Actor, edition: str, subject: Subject) -> None:
    """End a second round; closing it again changes nothing. Raises ``NotFound``.

    Who has not answered keeps the assessment of the first round.
    """
    require(actor, "reviews.close_second_round", _where(edition, subject))
    with transaction.atomic():
        row = lock_open(edition)
        found = find_second_round(row, subject)
        if found is None:
            raise NotFound(what="second round", key=" ".join(subject))
        if found.closed_at is not None:
            return
        SecondRound.objects.filter(pk=found.pk).update(closed_at=clock.now(), closed_by=actor.label)
        record_event(
            actor,
            "reviews.second_round_closed",
            subject_kind="rating",
            subject_key=rating_key(edition, *subject),
        )


def list_open_rounds(row: Edition) -> list[Finding]:
    """Return why second rounds still keep an edition from closing."""
    return [
        _finding(
            "REVIEWS_SECOND_ROUND_OPEN",
            (found.framework, found.benchmark, found.place),
            _("The second round of this rating is still open."),
            _("Its panel was asked to think again, and may still answer."),
            _("End the second round on the page of the panel, and compute."),
        )
        for found in SecondRound.objects.filter(edition=row, closed_at=None)
    ]


# --- the discussion -----------------------------------------------------------------------------


def write_remark(actor: Actor, edition: str, subject: Subject, text: str) -> str:
    """Add a remark to the discussion of a panel; return its id.

    The same words by the same author as the last remark are not added twice, so that a second
    click does no harm. Raises ``PermissionRefused``, ``EditionClosed`` and ``BadInput``.
    """
    with transaction.atomic():
        row = lock_open(edition)
        require(actor, "reviews.write_remark", seat_of(actor, row, subject))
        words = _check_words(text)
        last = Remark.objects.filter(edition=row, **where_of(subject)).order_by("-id").first()
        if last and (last.author_key, last.text) == (actor.key, words):
            return str(last.uuid)
        made = Remark.objects.create(
            edition=row,
            **where_of(subject),
            author_key=actor.key,
            author=actor.label,
            text=words,
        )
        _record_remark(actor, made, "reviews.remark_written")
    return str(made.uuid)


def edit_remark(actor: Actor, edition: str, remark: str, text: str) -> None:
    """Change one's own remark within a quarter of an hour.

    Raises ``NotFound``, ``PermissionRefused`` for somebody else's, ``EditionClosed`` and
    ``BadInput`` when it is too late or withdrawn.
    """
    with transaction.atomic():
        lock_open(edition)
        found = _own_remark(actor, edition, remark, "reviews.edit_remark")
        words = _check_words(text)
        if found.withdrawn_at is not None or clock.now() - found.written_at >= EDITABLE:
            raise BadInput([_too_late(found)])
        if words != found.text:
            Remark.objects.filter(pk=found.pk).update(text=words, edited_at=clock.now())
            _record_remark(actor, found, "reviews.remark_edited")


def withdraw_remark(actor: Actor, edition: str, remark: str) -> None:
    """Take back one's own remark; its author and moment stay, its words are deleted.

    Raises ``NotFound``, ``PermissionRefused`` for somebody else's, and ``EditionClosed``.
    """
    with transaction.atomic():
        lock_open(edition)
        found = _own_remark(actor, edition, remark, "reviews.withdraw_remark")
        if found.withdrawn_at is None:
            Remark.objects.filter(pk=found.pk).update(text="", withdrawn_at=clock.now())
            _record_remark(actor, found, "reviews.remark_withdrawn")


def _own_remark(actor: Actor, edition: str, remark: str, permission: str) -> Remark:
    rows = Remark.objects.filter(edition__key=edition).select_related("edition")
    found = next((row for row in rows if str(row.uuid) == remark), None)
    if found is None:
        raise NotFound(what="remark", key=remark)
    subject = (found.framework, found.benchmark, found.place)
    require(actor, "reviews.write_remark", seat_of(actor, found.edition, subject))
    if found.author_key != actor.key:
        raise PermissionRefused(actor=actor.label, permission=permission)
    return found


def _check_words(text: str) -> str:
    words = text.strip()
    if words and len(words) <= LONGEST:
        return words
    problem = Problem(
        field="text",
        code="REMARK_LENGTH",
        value="",
        what=_("A remark has between 1 and %(most)s characters.") % {"most": LONGEST},
        why=_("The others of the panel read it."),
        remedy=_("Write it in a few sentences."),
    )
    raise BadInput(as_findings([problem]))


def _too_late(found: Remark) -> Finding:
    return Finding(
        code="REVIEWS_REMARK_FIXED",
        where=str(found),
        column="text",
        what=_("A remark can be edited for a quarter of an hour, and not once it is withdrawn."),
        why=_("Others may have answered it."),
        remedy=_("Write another remark, or withdraw this one."),
    )


def _record_remark(actor: Actor, found: Remark, action: str) -> None:
    """Record that something was said; the words stay with the panel and out of the audit."""
    record_event(
        actor,
        action,
        subject_kind="remark",
        subject_key=rating_key(
            found.edition.key, found.framework, found.benchmark, found.place, str(found.uuid)[:8]
        ),
    )
