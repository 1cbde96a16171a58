"""Who may add sources and cite them. Reading them is open to the workspace."""

from milepost.kernel.actors import Actor, grant


def may_edit(actor: Actor, subject: object = None) -> bool:
    """Administrators and editors."""
    return actor.has_role("administrator", "editor")


def may_cite(actor: Actor, subject: object = None) -> bool:
    """Those who assess, and editors."""
    return actor.has_role("administrator", "editor", "assessor")


grant("evidence.load_sources", may_edit)
grant("evidence.cite_source", may_cite)
