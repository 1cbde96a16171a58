"""Who may freeze and publish."""

from milepost.kernel.actors import Actor, grant


def is_editor(actor: Actor, subject: object = None) -> bool:
    """Editors (the secretariat) and administrators."""
    return actor.has_role("editor", "administrator")


def may_announce(actor: Actor, subject: object = None) -> bool:
    """Editors, also of one edition, and administrators."""
    return actor.has_role("editor", "administrator", at=subject)


grant("publishing.announce_round", may_announce)
grant("publishing.build_release", is_editor)
grant("publishing.publish_release", is_editor)
grant("publishing.write_report", is_editor)
