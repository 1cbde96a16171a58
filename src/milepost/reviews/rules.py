"""Who may open, judge, decide, compute and close."""

from milepost.kernel.actors import Actor, grant


def may_edit(actor: Actor, subject: object = None) -> bool:
    """Administrators and editors."""
    return actor.has_role("administrator", "editor")


def may_assess(actor: Actor, subject: object = None) -> bool:
    """Assessors judge in their own name; editors and administrators too."""
    return actor.has_role("administrator", "editor", "assessor")


def may_view(actor: Actor, subject: object = None) -> bool:
    """Everybody who holds a role may see a review in progress."""
    return actor.is_system or bool(actor.roles)


grant("reviews.view_edition", may_view)
grant("reviews.open_edition", may_edit)
grant("reviews.load_assessments", may_edit)
grant("reviews.record_assessment", may_assess)
grant("reviews.record_decision", may_edit)
grant("reviews.compute_edition", may_edit)
grant("reviews.close_edition", may_edit)
