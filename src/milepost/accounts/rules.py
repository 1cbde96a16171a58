"""Who may do what with accounts."""

from milepost.kernel.actors import Actor, grant


def is_administrator(actor: Actor, subject: object = None) -> bool:
    """Administrators and the operator at the command line."""
    return actor.has_role("administrator")


grant("accounts.create_user", is_administrator)
