"""Who may add sources, cite them, see them, and say who may see them."""

from milepost.accounts.wording import ROLES
from milepost.evidence.protection import Protection
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


def may_view(actor: Actor, subject: object = None) -> bool:
    """Everybody who holds a role; for one source, those whom its level lets in."""
    if isinstance(subject, Protection):
        return subject.lets_in(actor)
    return actor.holds(*ROLES)


def may_protect(actor: Actor, subject: object = None) -> bool:
    """Administrators, editors and data stewards raise the level of what they may see."""
    return actor.has_role("administrator", "editor", "data_steward")


def may_lower(actor: Actor, subject: object = None) -> bool:
    """Administrators and data stewards let more people see something, for a reason."""
    return actor.has_role("administrator", "data_steward")


grant("evidence.view_sources", may_view)
grant("evidence.protect_source", may_protect)
grant("evidence.lower_protection", may_lower)
grant("evidence.view_readings", may_lower)
