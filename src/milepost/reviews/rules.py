"""Who may open, judge, decide, compute and close.

The subject is the ``Scope`` in which the edition or rating lies, or None for the instance.
"""

from milepost.kernel.actors import Actor, grant

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


grant("reviews.view_edition", may_view)
grant("reviews.open_edition", may_edit)
grant("reviews.load_assessments", may_edit)
grant("reviews.record_assessment", may_assess)
grant("reviews.record_decision", may_decide)
grant("reviews.compute_edition", may_edit)
grant("reviews.close_edition", may_edit)
grant("reviews.set_calendar", may_edit)
grant("reviews.assign_work", may_edit)
grant("reviews.extend_stage", may_edit)
grant("reviews.view_progress", may_edit)
grant("reviews.send_reminders", may_edit)
