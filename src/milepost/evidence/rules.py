"""Who may add sources and cite them. Reading them is open to the workspace."""

from milepost.kernel.actors import Actor, grant


def may_edit(actor: Actor, subject: object = None) -> bool:
    """Administrators and editors."""
    return actor.has_role("administrator", "editor")


def may_cite(actor: Actor, subject: object = None) -> bool:
    """Those who assess or reply for a government, wherever they do, and editors.

    A citation names a passage and judges nothing: where it may be used is asked by what cites it.
    """
    return actor.holds("administrator", "editor", "assessor", "focal_point")


grant("evidence.load_sources", may_edit)
grant("evidence.add_document", may_cite)
grant("evidence.cite_source", may_cite)
