"""Who may do what with indicators and data."""

from milepost.kernel.actors import Actor, grant


def is_steward(actor: Actor, subject: object = None) -> bool:
    """Data stewards, administrators and the operator at the command line."""
    return actor.has_role("data_steward", "administrator")


grant("indicators.define_indicators", is_steward)
grant("indicators.import_data", is_steward)
grant("indicators.view_imports", is_steward)
grant("indicators.withdraw_vintage", is_steward)
