"""Who may load frameworks and decide on links. Reading them is open to all."""

from milepost.kernel.actors import Actor, grant


def may_edit(actor: Actor, subject: object = None) -> bool:
    """Administrators and editors."""
    return actor.has_role("administrator", "editor")


grant("frameworks.load_framework", may_edit)
grant("frameworks.load_crosswalk", may_edit)
grant("frameworks.review_link", may_edit)
