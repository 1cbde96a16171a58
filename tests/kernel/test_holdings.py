"""Every field of every table is declared: about a person, secret, or neither."""

from milepost.kernel.holdings import Erasure, list_declarations, list_undeclared, list_unknown


def test_every_field_of_every_model_is_declared_as_personal_or_not() -> None:
    assert list_undeclared() == []


def test_declarations_name_only_fields_that_exist() -> None:
    assert list_unknown() == []


def test_every_holding_says_why_how_long_and_what_an_erasure_does() -> None:
    holdings = [(one, held) for one in list_declarations() for held in one.holdings]
    assert len(holdings) > 25
    for declaration, held in holdings:
        assert str(held.purpose).endswith("."), declaration.model
        assert str(held.retention).endswith("."), declaration.model
        assert held.fields, declaration.model
        kinds = set(held.fields.values())
        assert Erasure.ROW not in kinds or kinds == {Erasure.ROW}, declaration.model
