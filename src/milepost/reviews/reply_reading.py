"""Reading replies as they are stored. Nothing here asks who reads: ``reply_selectors`` does."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from milepost.evidence.selectors import list_citations
from milepost.reviews.models import Reply, ReplyAnswer, ReplyCitation, ReplyInvitation

Document = dict[str, Any]


def list_invitations(edition: str) -> list[Document]:
    """Return the invitations of an edition by place: place, until, invited_on (ISO days)."""
    rows = ReplyInvitation.objects.filter(edition__key=edition).order_by("place")
    return [
        {
            "place": row.place,
            "until": row.until.isoformat(),
            "invited_on": row.invited_at.date().isoformat(),
        }
        for row in rows
    ]


def find_promised_day(edition: str, place: str) -> date | None:
    """Return the last day of a government's invitation, or None when it was not invited."""
    row = ReplyInvitation.objects.filter(edition__key=edition, place=place).first()
    return row.until if row else None


def list_replies(edition: str, place: str = "") -> list[Document]:
    """Return the current replies in the shape of ``replies.json``, without who wrote them.

    Keys: id, framework, benchmark, place, stance, text, office, replied_on, answers_to, citations,
    answer (outcome, text, by, on; or None). Sorted by framework, benchmark and place.
    """
    rows = Reply.objects.filter(edition__key=edition, superseded_at=None)
    if place:
        rows = rows.filter(place=place)
    return shapes_of(rows.order_by("framework", "benchmark", "place"))


def find_reply(edition: str, subject: tuple[str, str, str]) -> Document | None:
    """Return the current reply to one rating, or None."""
    framework, benchmark, place = subject
    rows = Reply.objects.filter(
        edition__key=edition,
        framework=framework,
        benchmark=benchmark,
        place=place,
        superseded_at=None,
    )
    return next(iter(shapes_of(rows)), None)


def list_reply_versions(edition: str, subject: tuple[str, str, str]) -> list[Document]:
    """Return every reply to a rating, the newest first, each with by and superseded_at."""
    framework, benchmark, place = subject
    rows = Reply.objects.filter(
        edition__key=edition, framework=framework, benchmark=benchmark, place=place
    ).order_by("-id")
    return [
        {**shape, "by": row.submitted_by, "superseded_at": row.superseded_at}
        for row, shape in zip(rows, shapes_of(rows), strict=True)
    ]


def shapes_of(rows: Iterable[Reply]) -> list[Document]:
    """Return rows as plain values."""
    kept = list(rows)
    pks = [row.pk for row in kept]
    links: dict[int, list[int]] = {}
    for link in ReplyCitation.objects.filter(reply__in=pks).order_by("position"):
        links.setdefault(link.reply_id, []).append(link.citation_id)
    citations = list_citations({pk for ids in links.values() for pk in ids})
    answers = ReplyAnswer.objects.filter(reply__in=pks, superseded_at=None)
    answered = {answer.reply_id: _answer(answer) for answer in answers}
    return [
        {
            "id": str(row.uuid),
            "framework": row.framework,
            "benchmark": row.benchmark,
            "place": row.place,
            "stance": row.stance,
            "text": row.text,
            "office": row.office,
            "replied_on": row.submitted_at.date().isoformat(),
            "answers_to": row.answers_to,
            "citations": [citations[pk] for pk in links.get(row.pk, ()) if pk in citations],
            "answer": answered.get(row.pk),
        }
        for row in kept
    ]


def _answer(row: ReplyAnswer) -> Document:
    return {
        "outcome": row.outcome,
        "text": row.text,
        "by": row.answered_by,
        "on": row.answered_at.date().isoformat(),
    }
