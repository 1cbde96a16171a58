"""Who may read what was recorded."""

from milepost.kernel.actors import Actor, grant


def may_view_events(actor: Actor, subject: object = None) -> bool:
    """Administrators: events name people and hold drafts; they also erase names."""
    return actor.has_role("administrator")


grant("audit.view_events", may_view_events)
grant("audit.erase_names", may_view_events)
