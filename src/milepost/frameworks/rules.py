"""Who may load frameworks, decide on links, and take part in a consultation.

Reading frameworks is open to all.
"""

from milepost.kernel.actors import Actor, grant


def may_edit(actor: Actor, subject: object = None) -> bool:
    """Administrators and editors."""
    return actor.has_role("administrator", "editor")


def may_take_part(actor: Actor, subject: object = None) -> bool:
    """Everybody who holds a role somewhere, governments too."""
    return actor.holds(
        "administrator",
        "editor",
        "reviewer",
        "data_steward",
        "assessor",
        "rapporteur",
        "contributor",
        "focal_point",
    )


def may_read(actor: Actor, subject: object = None) -> bool:
    """Everybody who holds a role somewhere."""
    return may_take_part(actor) or actor.holds("observer")


grant("frameworks.view_consultations", may_read)
grant("frameworks.propose_change", may_take_part)
grant("frameworks.consult", may_edit)
grant("frameworks.load_framework", may_edit)
grant("frameworks.load_crosswalk", may_edit)
grant("frameworks.review_link", may_edit)
