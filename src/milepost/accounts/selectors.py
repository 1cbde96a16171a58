"""Reading people, organisations and roles."""

import hashlib
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from milepost.accounts.models import Invitation, Membership, Organisation, RoleGrant, User
from milepost.kernel import clock
from milepost.kernel.actors import ANONYMOUS, Actor, ActorKind, require
from milepost.kernel.errors import NotFound
from milepost.kernel.scopes import Held, Scope
from milepost.places.selectors import list_areas, list_cities, list_groups, list_network_groups


def get_actor(request: HttpRequest) -> Actor:
    """Return who acts in this request: the signed-in person with roles, or a stranger.

    Roles are read at every request, so that a role that was ended stops at once.
    """
    user = request.user
    if not isinstance(user, User) or not user.is_active:
        return ANONYMOUS
    return actor_of(user)


def actor_of(user: User) -> Actor:
    """Return a person as the one who acts, with every role held now."""
    held = list_held(user)
    whole = frozenset(item.role for item in held if not item.scope.stated())
    limited = tuple(item for item in held if item.scope.stated())
    standings = Membership.objects.filter(user=user, ended_at=None).values_list(
        "organisation__uuid", "standing"
    )
    belongs = tuple(
        Held(standing, Scope(organisation=str(organisation)))
        for organisation, standing in standings
    )
    return Actor(
        ActorKind.PERSON,
        str(user.uuid),
        user.name,
        whole,
        (*limited, *belongs),
        frozenset(item.scope.organisation for item in belongs),
    )


def list_held(user: User, role: str = "") -> list[Held]:
    """Return the roles (or one role) that a person holds now, each with where it holds."""
    rows = RoleGrant.objects.filter(user=user, ended_at=None).select_related("organisation")
    if role:
        rows = rows.filter(role=role)
    own = _own_groups()
    found = []
    for row in rows:
        scope = Scope(
            framework=row.framework,
            edition=row.edition,
            place=row.place,
            organisation=str(row.organisation.uuid) if row.organisation else "",
        )
        found.append(Held(row.role, scope, _reached(row.place, own)))
    return found


def _own_groups() -> dict[str, tuple[str, ...]]:
    """Return the members of the network's own groups, which change and are read anew."""
    return {group["code"]: tuple(group["members"]) for group in list_network_groups()}


def _reached(place: str, own: dict[str, tuple[str, ...]]) -> frozenset[str]:
    """Return the places that a role limited to ``place`` reaches; ``own`` are the own groups."""
    if not place:
        return frozenset()
    members = _members_by_group(clock.today()).get(place) or own.get(place, ())
    return frozenset((place, *members))


@lru_cache(maxsize=2)
def _members_by_group(day: date) -> dict[str, tuple[str, ...]]:
    """Return the members of the UN's groups; the network's own change and are read anew."""
    own = _own_groups()
    return {
        group["code"]: tuple(group["members"])
        for group in list_groups(day)
        if group["code"] not in own
    }


def is_place(code: str) -> bool:
    """Whether a code names an area, a city or a group."""
    areas = {area["code"] for area in [*list_areas(), *list_cities()]}
    return code in areas or code in {group["code"] for group in list_groups(clock.today())}


def place_choices(language: str) -> list[tuple[str, str]]:
    """Return every place with its name: groups and regions first, then the rest by name."""
    groups = {group["code"]: group["names"] for group in list_groups(clock.today())}
    areas = {
        area["code"]: area["names"]
        for area in [*list_areas(), *list_cities()]
        if area["code"] not in groups
    }

    def named(rows: dict[str, Any]) -> list[tuple[str, str]]:
        pairs = [(code, str(names.get(language) or names["en"])) for code, names in rows.items()]
        return sorted(pairs, key=lambda pair: pair[1])

    return [*named(groups), *named(areas)]


def find_person_by_address(email: str) -> str | None:
    """Return the uuid of the active person with an address, or None."""
    row = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    return str(row.uuid) if row else None


def find_invitation(token: str) -> dict[str, Any] | None:
    """Return an invitation by its token, with why it cannot be used ("" when it can), or None."""
    row = (
        Invitation.objects.select_related("organisation")
        .filter(token_hash=fingerprint(token))
        .first()
    )
    if row is None:
        return None
    return {
        "email": row.email,
        "name": row.name,
        "organisation": row.organisation.name if row.organisation else "",
        "grants": row.grants,
        "invited_by": row.invited_by,
        "expires_at": row.expires_at,
        "state": _state(row),
    }


def fingerprint(token: str) -> str:
    """Return the hash under which a token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def has_administrator() -> bool:
    """Whether an active person holds the role of administrator on the whole instance."""
    grants = RoleGrant.objects.filter(
        role="administrator", framework="", edition="", place="", organisation=None, ended_at=None
    )
    return grants.filter(user__is_active=True).exists()


def get_user_row(person: str, *, lock: bool = False) -> User:
    """Return the row of a person, for this room alone. Raises ``NotFound``."""
    rows = User.objects.select_for_update() if lock else User.objects.all()
    row = rows.filter(uuid=person).first() if is_uuid(person) else None
    if row is None:
        raise NotFound(what=_("person"), key=person)
    return row


def get_organisation_row(organisation: str, *, lock: bool = False) -> Organisation:
    """Return the row of an organisation, for this room alone.

    A duplicate leads to the one that it was merged into. Raises ``NotFound``.
    """
    rows = Organisation.objects.select_for_update(of=("self",)) if lock else Organisation.objects
    found = rows.filter(uuid=organisation).first() if is_uuid(organisation) else None
    if found is None:
        raise NotFound(what=_("organisation"), key=organisation)
    return found.merged_into or found


def is_uuid(text: str) -> bool:
    """Whether a text could name a person or an organisation."""
    try:
        UUID(str(text))
    except ValueError:
        return False
    return True


def list_people(actor: Actor) -> list[dict[str, Any]]:
    """Return everybody with roles and organisations, by name. Raises ``PermissionRefused``.

    Keys: uuid, name, email, is_active, joined_at, last_login, roles (list of role and scope),
    organisations (list of uuid, name, standing).
    """
    require(actor, "accounts.view_people")
    rows = User.objects.prefetch_related("grants__organisation", "memberships__organisation")
    return [_person(row) for row in rows.order_by("name", "id")]


def get_person(actor: Actor, person: str) -> dict[str, Any]:
    """Return one person as ``list_people``; everybody may see themselves."""
    if actor.key != person:
        require(actor, "accounts.view_people")
    return _person(get_user_row(person))


def _person(row: User) -> dict[str, Any]:
    return {
        "uuid": str(row.uuid),
        "name": row.name,
        "email": row.email,
        "language": row.language,
        "is_active": row.is_active,
        "joined_at": row.joined_at,
        "last_login": row.last_login,
        "roles": [
            {
                "role": item.role,
                "framework": item.framework,
                "edition": item.edition,
                "place": item.place,
                "organisation": str(item.organisation.uuid) if item.organisation else "",
                "organisation_name": item.organisation.name if item.organisation else "",
                "granted_at": item.granted_at,
                "granted_by": item.granted_by,
            }
            for item in row.grants.all()
            if item.ended_at is None
        ],
        "organisations": [
            {
                "uuid": str(item.organisation.uuid),
                "name": item.organisation.name,
                "standing": item.standing,
            }
            for item in row.memberships.all()
            if item.ended_at is None
        ],
    }


def list_organisations(actor: Actor, *, with_merged: bool = False) -> list[dict[str, Any]]:
    """Return the organisations by name, with the number of their people now.

    Raises ``PermissionRefused``.
    """
    require(actor, "accounts.view_organisations")
    rows = Organisation.objects.select_related("parent", "merged_into")
    if not with_merged:
        rows = rows.filter(merged_into=None)
    counted = rows.annotate(
        people=Count("memberships", filter=Q(memberships__ended_at=None), distinct=True)
    )
    return [_organisation(row) | {"people": row.people} for row in counted.order_by("name", "id")]


def get_organisation(actor: Actor, organisation: str) -> dict[str, Any]:
    """Return one organisation (a duplicate leads to the one that stays).

    Raises ``PermissionRefused``, ``NotFound``.
    """
    require(actor, "accounts.view_organisations")
    return _organisation(get_organisation_row(organisation))


def _organisation(row: Organisation) -> dict[str, Any]:
    return {
        "uuid": str(row.uuid),
        "name": row.name,
        "short_name": row.short_name,
        "kind": row.kind,
        "place": row.place,
        "website": row.website,
        "is_named": row.is_named,
        "parent": str(row.parent.uuid) if row.parent else "",
        "parent_name": row.parent.name if row.parent else "",
        "merged_into": str(row.merged_into.uuid) if row.merged_into else "",
        "created_at": row.created_at,
    }


def list_members(actor: Actor, organisation: str) -> list[dict[str, Any]]:
    """Return the people of an organisation now: person, name, standing, since.

    Organisations are known to all who take part, their people to each other and to those who
    care for them. Raises ``PermissionRefused``, ``NotFound``.
    """
    require(actor, "accounts.view_members", Scope(organisation=organisation))
    rows = Membership.objects.filter(
        organisation=get_organisation_row(organisation), ended_at=None
    ).select_related("user")
    return [
        {
            "person": str(row.user.uuid),
            "name": row.user.name,
            "standing": row.standing,
            "since": row.since,
        }
        for row in rows.order_by("user__name", "id")
    ]


def list_holders(role: str, at: Scope) -> list[dict[str, str]]:
    """Return the active people who hold a role for what lies ``at``: uuid, name, email.

    For assigning work and sending mail; callers check their own permission first.
    """
    rows = RoleGrant.objects.filter(role=role, ended_at=None, user__is_active=True)
    own = _own_groups()
    found: dict[str, dict[str, str]] = {}
    for row in rows.select_related("user", "organisation"):
        scope = Scope(
            row.framework,
            row.edition,
            row.place,
            str(row.organisation.uuid) if row.organisation else "",
        )
        if Held(role, scope, _reached(row.place, own)).reaches(at):
            person = row.user
            found[str(person.uuid)] = {
                "uuid": str(person.uuid),
                "name": person.name,
                "email": person.email,
                "language": person.language,
            }
    return sorted(found.values(), key=lambda person: (person["name"], person["uuid"]))


def list_invitations(actor: Actor, organisation: str = "") -> list[dict[str, Any]]:
    """Return the invitations, newest first, with their state. Raises ``PermissionRefused``."""
    require(actor, "accounts.invite_person", Scope(organisation=organisation))
    rows = Invitation.objects.select_related("organisation")
    if organisation:
        rows = rows.filter(organisation=get_organisation_row(organisation))
    return [
        {
            "uuid": str(row.uuid),
            "email": row.email,
            "name": row.name,
            "organisation": row.organisation.name if row.organisation else "",
            "grants": row.grants,
            "invited_at": row.invited_at,
            "invited_by": row.invited_by,
            "expires_at": row.expires_at,
            "state": _state(row),
        }
        for row in rows
    ]


def _state(row: Invitation) -> str:
    if row.accepted_at:
        return "accepted"
    if row.withdrawn_at:
        return "withdrawn"
    return "expired" if row.expires_at <= clock.now() else "open"
