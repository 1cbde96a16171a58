"""Who may load surveys, see them by their level, and publish their tables.

Nobody sees answers: pages, files and commands give tables whose small cells are hidden.
"""

from milepost.kernel.actors import Actor, grant


def is_steward(actor: Actor, subject: object = None) -> bool:
    """Data stewards, administrators and the operator at the command line."""
    return actor.has_role("data_steward", "administrator")


def may_prepare(actor: Actor, subject: object = None) -> bool:
    """Those who load or publish see tables before they are published."""
    return actor.has_role("data_steward", "administrator", "editor")


def may_publish(actor: Actor, subject: object = None) -> bool:
    """Editors and administrators; loading and publishing are two acts."""
    return actor.has_role("editor", "administrator")


def may_view(actor: Actor, subject: object = None) -> bool:
    """By the level that those who answered agreed to; without a level, everybody who takes part."""
    if subject == "confidential":
        return is_steward(actor)
    if subject == "circle":
        return may_prepare(actor) or actor.has_role("reviewer", "assessor")
    return actor.holds()


grant("intake.load_survey", is_steward)
grant("intake.withdraw_survey", may_prepare)
grant("intake.publish_table", may_publish)
grant("intake.view_drafts", may_prepare)
grant("intake.view_surveys", may_view)
