"""Who may open, judge, decide, compute and close.

The subject is the ``Scope`` in which the edition or rating lies, or None for the instance.
"""

from dataclasses import dataclass

from milepost.evidence.protection import Level, Protection
from milepost.kernel.actors import Actor, ActorKind, grant
from milepost.kernel.scopes import Scope

WORKING = (
    "administrator",
    "editor",
    "reviewer",
    "data_steward",
    "assessor",
    "rapporteur",
    "contributor",
    "focal_point",
    "observer",
)
"""Roles that take part in a review; belonging to an organisation alone is not one."""
INSIDE = tuple(role for role in WORKING if role != "focal_point")
"""Roles that see the work itself; a government sees draft ratings of its country, and no more."""


def may_edit(actor: Actor, subject: object = None) -> bool:
    """Administrators and editors."""
    return actor.has_role("administrator", "editor", at=subject)


def may_assess(actor: Actor, subject: object = None) -> bool:
    """Assessors judge in their own name; editors and administrators too."""
    return actor.has_role("administrator", "editor", "assessor", at=subject)


def may_decide(actor: Actor, subject: object = None) -> bool:
    """Reviewers decide where rule and panel differ; editors and administrators too."""
    return actor.has_role("administrator", "editor", "reviewer", at=subject)


def may_view(actor: Actor, subject: object = None) -> bool:
    """Everybody who holds a role somewhere may see that a review is in progress."""
    return actor.holds(*WORKING)


def may_see_work(actor: Actor, subject: object = None) -> bool:
    """Who sees assessments and boards before publication: everybody but governments.

    Of an edition, those whose role is not for another edition or framework alone.
    """
    if not isinstance(subject, Scope):
        return actor.holds(*INSIDE)
    return actor.has_role(*INSIDE) or any(
        item.role in INSIDE and item.touches(subject) for item in actor.held
    )


def may_see_rating(actor: Actor, subject: object = None) -> bool:
    """Who sees one rating while it is worked on: those whose role reaches it."""
    return actor.has_role(*INSIDE, at=subject)


def may_reply(actor: Actor, subject: object = None) -> bool:
    """Government focal points, each for the country that the role names.

    A role that names no place is for no government, and so opens nothing.
    """
    if actor.is_system:
        return True
    where = subject if isinstance(subject, Scope) else None
    return any(
        item.role == "focal_point" and item.scope.place and item.reaches(where)
        for item in actor.held
    )


@dataclass(frozen=True, slots=True)
class Seat:
    """One panel as somebody comes to it: where the rating lies, and whether one judged in it.

    ``is_owed`` says that one was asked to judge and has not done so yet.
    """

    where: Scope
    is_taken: bool
    is_owed: bool = False


def may_see_panel(actor: Actor, subject: object = None) -> bool:
    """Reviewers of the rating; and those who have judged it and may still assess there.

    A reviewer who was asked to judge as well sees the panel when the own assessment is in.

    Asked of a scope alone, it says who may come to see some panel there.
    """
    if isinstance(subject, Scope):
        return may_decide(actor, subject) or may_assess(actor, subject)
    if not isinstance(subject, Seat):
        return may_decide(actor, subject)
    if subject.is_owed:
        return False
    return may_decide(actor, subject.where) or (
        subject.is_taken and may_assess(actor, subject.where)
    )


@dataclass(frozen=True, slots=True)
class Guarded:
    """A note or passage as somebody comes to it: who may read it, where it lies, whose it is."""

    protection: Protection
    where: Scope
    author: str = ""


def may_read_guarded(actor: Actor, subject: object = None) -> bool:
    """The author; whom the level lets in; of confidential words the reviewers of the rating."""
    if not isinstance(subject, Guarded):
        return False
    if actor.kind is ActorKind.PERSON and actor.key == subject.author:
        return True
    if subject.protection.level is Level.CONFIDENTIAL:
        roles = ("administrator", *subject.protection.readers.split())
        return actor.has_role(*roles, at=subject.where)
    return subject.protection.lets_in(actor)


def may_cover(actor: Actor, subject: object = None) -> bool:
    """Who decides there, and data stewards, hide words that must not be printed."""
    return may_decide(actor, subject) or actor.has_role("data_steward", at=subject)


def is_administrator(actor: Actor, subject: object = None) -> bool:
    """Administrators, as for every erasure."""
    return actor.has_role("administrator")


grant("reviews.view_edition", may_view)
grant("reviews.view_work", may_see_work)
grant("reviews.view_rating", may_see_rating)
grant("reviews.open_edition", may_edit)
grant("reviews.load_assessments", may_edit)
grant("reviews.record_assessment", may_assess)
grant("reviews.record_decision", may_decide)
grant("reviews.compute_edition", may_edit)
grant("reviews.close_edition", may_edit)
grant("reviews.set_calendar", may_edit)
grant("reviews.take_version", may_edit)
grant("reviews.assign_work", may_edit)
grant("reviews.extend_stage", may_edit)
grant("reviews.view_progress", may_edit)
grant("reviews.send_reminders", may_edit)
grant("reviews.invite_reply", may_edit)
grant("reviews.record_reply", may_reply)
grant("reviews.answer_reply", may_decide)
grant("reviews.view_panel", may_see_panel)
grant("reviews.open_second_round", may_decide)
grant("reviews.close_second_round", may_decide)
grant("reviews.write_remark", may_see_panel)
grant("reviews.replace_name", is_administrator)
grant("reviews.read_guarded", may_read_guarded)
grant("reviews.cover_words", may_cover)
