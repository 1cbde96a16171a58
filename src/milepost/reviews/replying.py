"""Inviting governments to reply, taking their replies, and answering them. Door: ``services``."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from milepost.audit.services import record_event
from milepost.evidence.services import cite_source
from milepost.kernel import clock
from milepost.kernel.actors import Actor, require
from milepost.kernel.errors import BadInput, NotFound
from milepost.kernel.findings import Finding
from milepost.kernel.scopes import Scope
from milepost.places.selectors import list_areas
from milepost.reviews.checks import as_findings
from milepost.reviews.entries import Problem
from milepost.reviews.errors import EditionNotComputed
from milepost.reviews.judging import lock_open, rating_key
from milepost.reviews.models import (
    AnswerOutcome,
    Edition,
    Reply,
    ReplyAnswer,
    ReplyCitation,
    ReplyInvitation,
    Stance,
)
from milepost.reviews.reply_entries import (
    AnswerEntry,
    ReplyEntry,
    Subject,
    check_answer,
    check_last_day,
    check_reply,
)
from milepost.reviews.reply_reading import list_replies
from milepost.reviews.reply_window import find_window, planned_last_day
from milepost.reviews.result_selectors import list_ratings
from milepost.reviews.rounds import who_can_extend
from milepost.reviews.selectors import list_known

ANSWERED_TO = ("state", "reason", "flags", "value", "unit", "period")
"""What is kept of the draft rating that a reply answers."""


def invite_reply(actor: Actor, edition: str, place: str, until: date | None = None) -> str:
    """Ask the government of a country to reply until a day; return added, changed or unchanged.

    Without a day it is the last of the stage of replies in the edition's calendar. It may be moved
    later, never earlier. Raises ``NotFound``, ``EditionClosed``,
    ``EditionNotComputed`` (there is nothing to reply to) and ``BadInput``.
    """
    require(actor, "reviews.invite_reply", Scope(edition=edition, place=place))
    with transaction.atomic():
        row = lock_open(edition)
        current = ReplyInvitation.objects.filter(edition=row, place=place).first()
        until = until or planned_last_day(edition)
        if until is None:
            raise BadInput(as_findings([_no_day(), *_check_country(place)]))
        problems = [
            *_check_country(place),
            *check_last_day(until, current.until if current else None, clock.today()),
        ]
        if problems:
            raise BadInput(as_findings(problems))
        list_ratings(edition)
        if current is not None and current.until == until:
            return "unchanged"
        if current is None:
            ReplyInvitation.objects.create(
                edition=row, place=place, until=until, invited_by=actor.label
            )
        else:
            ReplyInvitation.objects.filter(pk=current.pk).update(until=until)
        record_event(
            actor,
            "reviews.reply_window_extended" if current else "reviews.reply_invited",
            subject_kind="reply_window",
            subject_key=rating_key(edition, place),
            before={"until": current.until.isoformat()} if current else None,
            after={"place": place, "until": until.isoformat()},
        )
        return "changed" if current else "added"


def _no_day() -> Problem:
    return Problem(
        field="until",
        code="REPLY_LAST_DAY",
        value="",
        what=_("There is no last day for replies."),
        why=_("A government must know how long it may reply, and the calendar does not say."),
        remedy=_("Give a day, or a calendar with the stage of replies."),
    )


def _check_country(place: str) -> list[Problem]:
    countries = {area["code"] for area in list_areas() if area["kind"] in ("country", "area")}
    if place in countries:
        return []
    return [
        Problem(
            field="place",
            code="UNKNOWN_PLACE",
            value=place,
            what=_("“%(place)s” is not a country.") % {"place": place},
            why=_("A government replies for its country."),
            remedy=_("Write an M49 code in three digits, such as “004”."),
        )
    ]


def record_reply(actor: Actor, edition: str, entry: ReplyEntry) -> str:
    """Keep a government's reply to one rating; return added, changed or unchanged.

    A government has one current reply to a rating, whoever of its focal points writes it; the
    replies before stay in the history. Raises ``BadInput`` with all findings, also when the window
    is not open, when there is no draft rating, and when somebody else of the government has
    replied since ``entry.seen``.
    """
    lies = Scope(edition=edition, framework=entry.framework, place=entry.place)
    require(actor, "reviews.record_reply", lies)
    known = list_known(actor)
    if edition not in known.editions:
        raise NotFound(what="edition", key=edition)
    problems = check_reply(entry, known.editions[edition], known, Stance.values)
    if problems:
        raise BadInput(as_findings(problems))
    with transaction.atomic():
        row = lock_open(edition)
        _require_window(actor, row, entry.place)
        draft = _draft(edition, entry.subject)
        current = _current(row, entry.subject)
        if current is not None and str(current.uuid) != entry.seen:
            raise BadInput([_changed_since(current)])
        return _keep_reply(actor, row, entry, current=current, draft=draft)


def _require_window(actor: Actor, row: Edition, place: str) -> None:
    window = find_window(row, place, actor.key)
    if window.is_open:
        return
    if window.last is None:
        what = _("The government was not invited to reply in this edition.")
    elif window.is_ahead and window.first:
        what = _("Replies are taken from %(day)s.") % {"day": window.first.isoformat()}
    else:
        what = _("Replies were taken until %(day)s.") % {"day": window.last.isoformat()}
    raise BadInput(
        [
            Finding(
                code="REVIEWS_REPLY_WINDOW_CLOSED",
                where=f"{row.key} {place}",
                value=place,
                what=what,
                why=_("Every government has the same time, and the edition goes on after it."),
                remedy=who_can_extend(row.key),
            )
        ]
    )


def _draft(edition: str, subject: Subject) -> dict[str, Any]:
    try:
        ratings = list_ratings(edition)
    except EditionNotComputed:
        ratings = []
    for rating in ratings:
        if (rating["framework"], rating["benchmark"], rating["place"]) == subject:
            return {name: rating[name] for name in ANSWERED_TO}
    where = " ".join(subject)
    raise BadInput(
        [
            Finding(
                code="REVIEWS_REPLY_NO_RATING",
                where=where,
                value=where,
                what=_("There is no draft rating here."),
                why=_("A reply answers a rating."),
                remedy=_("Reply to one of the ratings that are listed for the country."),
            )
        ]
    )


def _current(row: Edition, subject: Subject) -> Reply | None:
    framework, benchmark, place = subject
    return Reply.objects.filter(
        edition=row,
        framework=framework,
        benchmark=benchmark,
        place=place,
        superseded_at=None,
    ).first()


def _changed_since(current: Reply) -> Finding:
    return Finding(
        code="REVIEWS_REPLY_CHANGED",
        where=str(current),
        value=str(current.uuid),
        what=_("%(name)s has kept a reply to this rating since you opened the page.")
        % {"name": current.submitted_by},
        why=_("The government gives one reply; yours would silently replace the other."),
        remedy=_("Read the other reply above, then keep yours again if it should stand."),
    )


def _keep_reply(
    actor: Actor, row: Edition, entry: ReplyEntry, *, current: Reply | None, draft: dict[str, Any]
) -> str:
    citations = [
        cite_source(actor, cited.source, cited.locator, cited.note) for cited in entry.citations
    ]
    if current is not None and _content(current) == _wanted(entry, draft, citations):
        return "unchanged"
    if current is not None:
        Reply.objects.filter(pk=current.pk).update(superseded_at=clock.now())
    made = Reply.objects.create(
        edition=row,
        framework=entry.framework,
        benchmark=entry.benchmark,
        place=entry.place,
        stance=entry.stance,
        text=dict(entry.text),
        office=entry.office.strip(),
        answers_to=draft,
        person_key=actor.key,
        submitted_by=actor.label,
        replaces=current,
    )
    ReplyCitation.objects.bulk_create(
        ReplyCitation(reply=made, citation_id=citation, position=position)
        for position, citation in enumerate(citations)
    )
    record_event(
        actor,
        "reviews.reply_recorded",
        subject_kind="rating",
        subject_key=rating_key(row.key, *entry.subject),
        before={"id": str(current.uuid), "stance": current.stance} if current else None,
        after={"id": str(made.uuid), "stance": made.stance, "office": made.office},
        reason=next(iter(entry.text.values()), ""),
    )
    return "changed" if current else "added"


def _content(row: Reply) -> tuple[Any, ...]:
    cited = list(row.cited.order_by("position").values_list("citation_id", flat=True))
    return row.stance, dict(row.text), row.office, row.answers_to, cited


def _wanted(entry: ReplyEntry, draft: dict[str, Any], cited: Sequence[int]) -> tuple[Any, ...]:
    return entry.stance, dict(entry.text), entry.office.strip(), draft, list(cited)


def answer_reply(actor: Actor, edition: str, entry: AnswerEntry) -> str:
    """Say what was changed because of a reply, or why nothing was; return added or changed.

    Raises ``NotFound`` for a reply that is not of this edition, ``EditionClosed``, and
    ``BadInput`` when the reply was replaced by a newer one.
    """
    reply = _find_reply(edition, entry.reply)
    lies = Scope(edition=edition, framework=reply.framework, place=reply.place)
    require(actor, "reviews.answer_reply", lies)
    problems = check_answer(entry, AnswerOutcome.values)
    if problems:
        raise BadInput(as_findings(problems))
    with transaction.atomic():
        lock_open(edition)
        reply.refresh_from_db()
        if reply.superseded_at is not None:
            raise BadInput([_replaced(reply)])
        current = ReplyAnswer.objects.filter(reply=reply, superseded_at=None).first()
        if current and (current.outcome, current.text) == (entry.outcome, dict(entry.text)):
            return "unchanged"
        if current is not None:
            ReplyAnswer.objects.filter(pk=current.pk).update(superseded_at=clock.now())
        ReplyAnswer.objects.create(
            reply=reply, outcome=entry.outcome, text=dict(entry.text), answered_by=actor.label
        )
        record_event(
            actor,
            "reviews.reply_answered",
            subject_kind="rating",
            subject_key=rating_key(edition, reply.framework, reply.benchmark, reply.place),
            before={"outcome": current.outcome, "text": current.text} if current else None,
            after={"reply": str(reply.uuid), "outcome": entry.outcome},
            reason=next(iter(entry.text.values()), ""),
        )
        return "changed" if current else "added"


def _find_reply(edition: str, identifier: str) -> Reply:
    rows = Reply.objects.filter(edition__key=edition)
    found = next((row for row in rows if str(row.uuid) == identifier), None)
    if found is None:
        raise NotFound(what="reply", key=identifier)
    return found


def _replaced(reply: Reply) -> Finding:
    return Finding(
        code="REVIEWS_REPLY_CHANGED",
        where=str(reply),
        value=str(reply.uuid),
        what=_("The government has changed its reply since you opened the page."),
        why=_("An answer must speak to the reply that is published."),
        remedy=_("Read the newer reply above, and answer it."),
    )


def list_open_replies(row: Edition) -> list[Finding]:
    """Return why replies still keep an edition from closing: windows open, corrections unanswered.

    Only the stance "agrees" needs no answer.
    """
    waiting = [
        _still_open(row, invitation)
        for invitation in ReplyInvitation.objects.filter(edition=row).order_by("place")
        if find_window(row, invitation.place).is_open
    ]
    unanswered = [
        _unanswered(reply)
        for reply in list_replies(row.key)
        if reply["stance"] != Stance.AGREES and reply["answer"] is None
    ]
    return waiting + unanswered


def _still_open(row: Edition, invitation: ReplyInvitation) -> Finding:
    return Finding(
        code="REVIEWS_REPLY_WINDOW_OPEN",
        where=f"{row.key} {invitation.place}",
        value=invitation.place,
        what=_("The government of %(place)s may reply until %(day)s.")
        % {"place": invitation.place, "day": invitation.until.isoformat()},
        why=_("It was promised that its reply is printed beside the rating."),
        remedy=_("Close the edition after that day."),
    )


def _unanswered(reply: dict[str, Any]) -> Finding:
    subject = f"{reply['framework']} {reply['benchmark']} {reply['place']}"
    return Finding(
        code="REVIEWS_REPLY_UNANSWERED",
        where=subject,
        value=reply["benchmark"],
        what=_("A government has replied and nobody has answered."),
        why=_("Readers must see what was changed because of it, or why nothing was."),
        remedy=_("Answer it on the page of replies of the edition."),
    )
