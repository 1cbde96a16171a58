"""Who may freeze and publish."""

from milepost.kernel.actors import Actor, grant


def is_editor(actor: Actor, subject: object = None) -> bool:
    """Editors (the secretariat) and administrators."""
    return actor.has_role("editor", "administrator")


grant("publishing.build_release", is_editor)
grant("publishing.publish_release", is_editor)
grant("publishing.write_report", is_editor)
