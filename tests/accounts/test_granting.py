"""Roles in a part of the instance, organisations, invitations: through the door."""

from datetime import timedelta

import pytest

from milepost.accounts.errors import (
    InvitationUnusable,
    LastAdministrator,
    OrganisationExists,
    OrganisationInvalid,
    PlaceUnknown,
    RoleUnknown,
)
from milepost.accounts.models import User
from milepost.accounts.selectors import (
    actor_of,
    get_organisation,
    list_holders,
    list_invitations,
    list_members,
    list_organisations,
    list_people,
)
from milepost.accounts.services import (
    Invited,
    accept_invitation,
    add_member,
    change_organisation,
    close_account,
    create_organisation,
    create_user,
    end_membership,
    end_role,
    grant_role,
    invite_person,
    merge_organisations,
    withdraw_invitation,
)
from milepost.audit.selectors import list_events
from milepost.kernel import clock
from milepost.kernel.actors import ANONYMOUS, Actor
from milepost.kernel.errors import NotFound, PermissionRefused
from milepost.kernel.scopes import Scope

PASSWORD = "a long quiet river"
pytestmark = pytest.mark.django_db
SENEGAL, MALI, FRANCE, AFRICA = "686", "466", "250", "002"


def person(system: Actor, name: str, *roles: str) -> str:
    return create_user(
        system,
        f"{name.lower()}@example.org",
        name=name,
        password=PASSWORD,
        roles=frozenset(roles),
    )


def acting(uuid: str) -> Actor:
    return actor_of(User.objects.get(uuid=uuid))


def test_role_for_a_region_reaches_its_countries(system: Actor) -> None:
    awa = person(system, "Awa")
    assert grant_role(system, awa, "assessor", Scope(edition="2019", place=AFRICA)) == "added"
    assert grant_role(system, awa, "assessor", Scope(edition="2019", place=AFRICA)) == "unchanged"
    actor = acting(awa)
    assert actor.has_role("assessor", at=Scope(edition="2019", place=SENEGAL))
    assert not actor.has_role("assessor", at=Scope(edition="2019", place=FRANCE))
    assert not actor.has_role("assessor")
    holders = list_holders("assessor", Scope(edition="2019", framework="plan", place=MALI))
    assert [holder["uuid"] for holder in holders] == [awa]


def test_ended_role_stops_and_stays_on_record(system: Actor) -> None:
    awa = person(system, "Awa")
    grant_role(system, awa, "reviewer", Scope(edition="2019"))
    end_role(system, awa, "reviewer", Scope(edition="2019"))
    assert not acting(awa).holds()
    assert [event.action for event in list_events(subject_key=awa)] == [
        "accounts.role_ended",
        "accounts.role_granted",
        "accounts.user_created",
    ]
    with pytest.raises(NotFound):
        end_role(system, awa, "reviewer", Scope(edition="2019"))
    assert grant_role(system, awa, "reviewer", Scope(edition="2019")) == "added"


def test_editor_of_an_edition_gives_roles_in_it_and_no_leading_ones(system: Actor) -> None:
    awa, ben = person(system, "Awa"), person(system, "Ben")
    grant_role(system, awa, "editor", Scope(edition="2019"))
    editor = acting(awa)
    assert grant_role(editor, ben, "assessor", Scope(edition="2019", place=MALI)) == "added"
    for role, scope in (
        ("assessor", Scope(edition="2015")),
        ("assessor", Scope()),
        ("editor", Scope(edition="2019")),
        ("administrator", Scope(edition="2019")),
    ):
        with pytest.raises(PermissionRefused):
            grant_role(editor, awa, role, scope)


def test_unknown_role_or_place_is_refused(system: Actor) -> None:
    awa = person(system, "Awa")
    with pytest.raises(RoleUnknown):
        grant_role(system, awa, "emperor")
    with pytest.raises(PlaceUnknown):
        grant_role(system, awa, "assessor", Scope(place="atlantis"))
    with pytest.raises(NotFound):
        grant_role(system, awa, "assessor", Scope(organisation="nobody"))
    assert not acting(awa).holds()


def test_last_administrator_stays(system: Actor) -> None:
    awa, ben = person(system, "Awa", "administrator"), person(system, "Ben")
    with pytest.raises(LastAdministrator):
        end_role(system, awa, "administrator")
    with pytest.raises(LastAdministrator):
        close_account(system, awa, reason="gone")
    grant_role(system, ben, "administrator")
    close_account(system, awa, reason="gone")
    people = {item["name"]: item for item in list_people(system)}
    assert (people["Awa"]["is_active"], people["Awa"]["roles"]) == (False, [])


def test_organisations_have_people_and_one_name_in_a_place(system: Actor) -> None:
    awa, ben = person(system, "Awa"), person(system, "Ben")
    details = {"name": "Women on the Move", "kind": "migrant_association", "place": SENEGAL}
    uuid = create_organisation(system, details)
    with pytest.raises(OrganisationExists):
        create_organisation(system, {**details, "name": "women on the move"})
    create_organisation(system, {**details, "place": MALI})
    add_member(system, uuid, awa, "manager")
    manager = acting(awa)
    assert add_member(manager, uuid, ben, "member") == "added"
    change_organisation(manager, uuid, {"short_name": "WoM"})
    assert get_organisation(system, uuid)["short_name"] == "WoM"
    assert {item["name"]: item["standing"] for item in list_members(manager, uuid)} == {
        "Awa": "manager",
        "Ben": "member",
    }
    end_membership(manager, uuid, ben)
    assert [item["name"] for item in list_members(manager, uuid)] == ["Awa"]
    with pytest.raises(PermissionRefused):
        change_organisation(acting(ben), uuid, {"short_name": "mine"})


def test_names_of_members_are_for_members_and_for_those_who_care_for_them(system: Actor) -> None:
    """Organisations are public actors, their people are not."""
    awa, ben, eve = (person(system, name) for name in ("Awa", "Ben", "Eve"))
    uuid = create_organisation(system, {"name": "Union", "kind": "trade_union"})
    other = create_organisation(system, {"name": "Ministry", "kind": "government"})
    add_member(system, uuid, awa, "member")
    add_member(system, other, ben, "manager")
    grant_role(system, eve, "editor")
    for allowed in (system, acting(awa), acting(eve)):
        assert [item["name"] for item in list_members(allowed, uuid)] == ["Awa"]
    with pytest.raises(PermissionRefused):
        list_members(acting(ben), uuid)
    assert len(list_organisations(acting(ben))) == 2
    with pytest.raises(PermissionRefused):
        list_organisations(ANONYMOUS)
    with pytest.raises(PermissionRefused):
        get_organisation(ANONYMOUS, uuid)


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"kind": "party"}, {"website": "javascript:alert(1)"}, {"name": "x" * 251}],
)
def test_organisation_refuses_bad_details(system: Actor, wrong: dict[str, str]) -> None:
    with pytest.raises(OrganisationInvalid):
        create_organisation(system, {"name": "A", "kind": "academia", **wrong})
    assert list_organisations(system) == []


def test_merging_moves_people_and_keeps_the_duplicate_readable(system: Actor) -> None:
    awa, ben = person(system, "Awa"), person(system, "Ben")
    old = create_organisation(system, {"name": "Solidarity", "kind": "trade_union"})
    new = create_organisation(system, {"name": "Solidarity Union", "kind": "trade_union"})
    add_member(system, old, awa, "signatory")
    for uuid in (old, new):
        add_member(system, uuid, ben, "member")
    grant_role(system, awa, "contributor", Scope(organisation=old))
    with pytest.raises(OrganisationInvalid):
        merge_organisations(system, old, new, reason=" ")
    merge_organisations(system, old, new, reason="the same union under its new name")
    assert [item["name"] for item in list_organisations(system)] == ["Solidarity Union"]
    assert get_organisation(system, old)["uuid"] == new
    assert {item["name"] for item in list_members(system, new)} == {"Awa", "Ben"}
    assert acting(awa).has_role("contributor", at=Scope(organisation=new))
    with pytest.raises(OrganisationInvalid):
        merge_organisations(system, new, old, reason="back")


def test_invitation_gives_what_it_promised_once(system: Actor) -> None:
    home = create_organisation(system, {"name": "Union", "kind": "trade_union"})
    scope = Scope(edition="2019", place=SENEGAL)
    invited = Invited(
        email="Awa@Example.org", organisation=home, grants=(("assessor", scope),), language="fr"
    )
    issued = invite_person(system, invited)
    uuid = accept_invitation(issued.token, name="Awa Diop", password=PASSWORD)
    assert acting(uuid).has_role("assessor", at=scope)
    assert [item["name"] for item in list_members(system, home)] == ["Awa Diop"]
    assert [item["state"] for item in list_invitations(system)] == ["accepted"]
    with pytest.raises(InvitationUnusable):
        accept_invitation(issued.token, name="Eve", password=PASSWORD)
    events = list_events(subject_kind="invitation", subject_key=issued.uuid)
    assert [event.action for event in events] == [
        "accounts.invitation_refused",
        "accounts.invitation_accepted",
        "accounts.person_invited",
    ]
    assert "example.org" not in str([event.after for event in events]).lower()


def test_invitations_expire_are_withdrawn_and_are_replaced(system: Actor) -> None:
    first = invite_person(system, Invited(email="awa@example.org"))
    second = invite_person(system, Invited(email="awa@example.org"))
    with pytest.raises(InvitationUnusable):
        accept_invitation(first.token, name="Awa", password=PASSWORD)
    with (
        clock.hold(clock.now() + timedelta(days=15)),
        pytest.raises(InvitationUnusable, match="expired"),
    ):
        accept_invitation(second.token, name="Awa", password=PASSWORD)
    withdraw_invitation(system, second.uuid)
    with pytest.raises(InvitationUnusable, match="withdrawn"):
        accept_invitation(second.token, name="Awa", password=PASSWORD)
    with pytest.raises(InvitationUnusable):
        accept_invitation("guess", name="Awa", password=PASSWORD)
    assert not User.objects.exists()


def test_nobody_invites_to_more_than_they_may_give(system: Actor) -> None:
    awa = person(system, "Awa")
    home = create_organisation(system, {"name": "Union", "kind": "trade_union"})
    add_member(system, home, awa, "manager")
    manager = acting(awa)
    invite_person(manager, Invited(email="ben@example.org", organisation=home))
    for invited in (
        Invited(email="eve@example.org"),
        Invited(
            email="eve@example.org",
            organisation=home,
            grants=(("editor", Scope(organisation=home)),),
        ),
        Invited(
            email="eve@example.org", organisation=home, grants=(("assessor", Scope(place=MALI)),)
        ),
    ):
        with pytest.raises(PermissionRefused):
            invite_person(manager, invited)
