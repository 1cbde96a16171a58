"""People are created once, with known roles, by those who may."""

import pytest

from milepost.accounts.errors import AccountExists, AccountInvalid
from milepost.accounts.models import User
from milepost.accounts.services import create_user
from milepost.audit.selectors import list_events
from milepost.kernel.actors import Actor
from milepost.kernel.errors import PermissionRefused

PASSWORD = "a long quiet river"
NO_ROLES: frozenset[str] = frozenset()


@pytest.mark.django_db
def test_create_user_records_an_event_without_the_address(system: Actor) -> None:
    uuid = create_user(
        system, "Awa@Example.org", name="Awa", password=PASSWORD, roles=frozenset({"assessor"})
    )
    (event,) = list_events(subject_kind="user", subject_key=uuid)
    assert event.after == {"roles": ["assessor"]}
    assert User.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("email", "password", "roles"),
    [
        ("not an address", PASSWORD, NO_ROLES),
        ("awa@example.org", "short", NO_ROLES),
        ("awa@example.org", PASSWORD, frozenset({"emperor"})),
    ],
)
def test_create_user_refuses_bad_input_and_changes_nothing(
    system: Actor, email: str, password: str, roles: frozenset[str]
) -> None:
    with pytest.raises(AccountInvalid):
        create_user(system, email, name="Awa", password=password, roles=roles)
    assert not User.objects.exists()


@pytest.mark.django_db
def test_create_user_refuses_an_address_in_other_case(system: Actor) -> None:
    create_user(system, "awa@example.org", name="Awa", password=PASSWORD, roles=NO_ROLES)
    with pytest.raises(AccountExists):
        create_user(system, "AWA@example.org", name="Awa", password=PASSWORD, roles=NO_ROLES)


@pytest.mark.django_db
def test_create_user_refuses_an_observer(observer: Actor) -> None:
    with pytest.raises(PermissionRefused):
        create_user(observer, "awa@example.org", name="Awa", password=PASSWORD, roles=NO_ROLES)
    assert not User.objects.exists()
