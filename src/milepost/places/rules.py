"""Who may change a network's groupings. Reading places is open to all."""

from milepost.kernel.actors import Actor, grant


def may_keep_groups(actor: Actor, subject: object = None) -> bool:
    """Administrators, editors and data stewards."""
    return actor.has_role("administrator", "editor", "data_steward")


grant("places.load_groups", may_keep_groups)
