"""Reading draft ratings and replies, each with who reads. No name of an assessor leaves here."""

from typing import Any

from milepost.kernel.actors import Actor, may, require
from milepost.kernel.errors import NotFound
from milepost.kernel.scopes import Scope
from milepost.reviews.errors import EditionNotComputed
from milepost.reviews.models import Edition
from milepost.reviews.reply_entries import Subject
from milepost.reviews.reply_reading import (
    list_invitations,
    list_replies,
    list_reply_versions,
)
from milepost.reviews.reply_window import Window, find_window
from milepost.reviews.result_selectors import find_trace, list_ratings
from milepost.reviews.selectors import get_edition_row

Document = dict[str, Any]
DRAFT = (
    "framework",
    "benchmark",
    "goal",
    "place",
    "state",
    "reason",
    "status",
    "flags",
    "basis",
    "value",
    "unit",
    "period",
    "numbers",
    "computed",
)
"""What a government sees of a draft rating, beside how many assessors gave which colour."""
PERSONAL_STEPS = ("panel.assessment",)
"""Steps of a working that tell of one assessor."""


def list_own_places(actor: Actor, edition: str) -> list[Document]:
    """Return the invited places for which the actor speaks: place, first, until, is_open, is_ahead.

    Raises ``NotFound``.
    """
    row = get_edition_row(edition)
    return [
        {**invitation, **_window_part(find_window(row, invitation["place"], actor.key))}
        for invitation in list_invitations(edition)
        if _speaks_for(actor, row, invitation["place"])
    ]


def _window_part(window: Window) -> Document:
    """Return the days of a window as ISO text, and how it stands."""
    return {
        "first": window.first.isoformat() if window.first else None,
        "until": window.last.isoformat() if window.last else None,
        "is_open": window.is_open,
        "is_ahead": window.is_ahead,
    }


def _speaks_for(actor: Actor, edition: Edition, place: str) -> bool:
    """Whether the actor may reply for a place in any framework of the edition."""
    frameworks = edition.frameworks.values_list("key", flat=True)
    return not actor.is_system and any(
        may(actor, "reviews.record_reply", Scope(edition=edition.key, framework=key, place=place))
        for key in frameworks
    )


def list_drafts(actor: Actor, edition: str, place: str) -> list[Document]:
    """Return the draft ratings of a place that the actor may reply to; empty outside the window.

    Each has the keys ``DRAFT`` and ``reply`` (the government's current one, or None).
    """
    row = get_edition_row(edition)
    if not find_window(row, place, actor.key).is_open:
        return []
    replied = {
        (item["framework"], item["benchmark"]): item for item in list_replies(edition, place)
    }
    return [
        {**_draft(rating), "reply": replied.get((rating["framework"], rating["benchmark"]))}
        for rating in _ratings(edition)
        if rating["place"] == place and _may_reply(actor, edition, rating)
    ]


def _ratings(edition: str) -> list[Document]:
    try:
        return list_ratings(edition)
    except EditionNotComputed:
        return []


def _may_reply(actor: Actor, edition: str, rating: Document) -> bool:
    lies = Scope(edition=edition, framework=rating["framework"], place=rating["place"])
    return may(actor, "reviews.record_reply", lies)


def _draft(rating: Document) -> Document:
    judged = rating["judged"]
    colours = None if judged is None else {"n": judged["n"], **judged["distribution"]}
    return {**{name: rating[name] for name in DRAFT}, "colours": colours}


def list_own_replies(actor: Actor, edition: str, place: str) -> list[Document]:
    """Return the replies of a government with their answers, for its own focal points."""
    return [row for row in list_replies(edition, place) if _may_reply(actor, edition, row)]


def get_reply_page(actor: Actor, edition: str, subject: Subject) -> Document:
    """Return what a focal point needs to reply to one rating.

    Keys: window, draft and trace (None outside the window), reply (current, or None), versions
    (all replies of this government, newest first). Raises ``NotFound`` and ``PermissionRefused``.
    """
    framework, _benchmark, place = subject
    row = get_edition_row(edition)
    require(actor, "reviews.record_reply", Scope(edition=edition, framework=framework, place=place))
    window = find_window(row, place, actor.key)
    if not window.is_invited:
        raise NotFound(what="invitation", key=f"{edition} {place}")
    versions = list_reply_versions(edition, subject)
    current = next((item for item in versions if item["superseded_at"] is None), None)
    return {
        "window": window,
        "reply": current,
        "versions": versions,
        **_shown(row, window, subject),
    }


def _shown(edition: Edition, window: Window, subject: Subject) -> Document:
    if not window.is_open:
        return {"draft": None, "trace": None}
    found = [
        rating
        for rating in _ratings(edition.key)
        if (rating["framework"], rating["benchmark"], rating["place"]) == subject
    ]
    if not found:
        return {"draft": None, "trace": None}
    trace = find_trace(edition.key, *subject)
    if trace is not None:
        steps = [step for step in trace["steps"] if step["code"] not in PERSONAL_STEPS]
        trace = {**trace, "steps": steps}
    return {"draft": _draft(found[0]), "trace": trace}


def list_replies_to_answer(actor: Actor, edition: str) -> list[Document]:
    """Return the replies that the actor may answer, with their answers. Raises ``NotFound``."""
    get_edition_row(edition)
    return [
        row
        for row in list_replies(edition)
        if may(
            actor,
            "reviews.answer_reply",
            Scope(edition=edition, framework=row["framework"], place=row["place"]),
        )
    ]


def list_reply_counts(actor: Actor, edition: str) -> list[Document]:
    """Return the invitations of an edition with its window, replies and unanswered (counts).

    Only places in which the actor may answer or invite.
    """
    row = get_edition_row(edition)
    replies = list_replies(edition)
    found = []
    for invitation in list_invitations(edition):
        place = invitation["place"]
        lies = Scope(edition=edition, place=place)
        if not (
            may(actor, "reviews.answer_reply", lies) or may(actor, "reviews.invite_reply", lies)
        ):
            continue
        own = [reply for reply in replies if reply["place"] == place]
        waiting = [r for r in own if r["answer"] is None and r["stance"] != "agrees"]
        window = _window_part(find_window(row, place))
        found.append({**invitation, **window, "replies": len(own), "unanswered": len(waiting)})
    return found
