"""Whom to ask and how to reach them. Callers check their own permission first."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch

from milepost.accounts.models import Membership, Organisation, User
from milepost.accounts.selectors import get_user_row, is_uuid, list_held
from milepost.kernel.actors import Actor
from milepost.kernel.errors import NotFound
from milepost.kernel.scopes import Scope


def list_askable() -> list[dict[str, Any]]:
    """Return the active people by name: uuid, name, organisations (list of uuid and name)."""
    current = Membership.objects.filter(ended_at=None).select_related("organisation")
    rows = User.objects.filter(is_active=True).prefetch_related(
        Prefetch("memberships", current.order_by("organisation__name"))
    )
    return [
        {
            "uuid": str(row.uuid),
            "name": row.name,
            "organisations": [
                {"uuid": str(item.organisation.uuid), "name": item.organisation.name}
                for item in row.memberships.all()
            ],
        }
        for row in rows.order_by("name", "id")
    ]


def list_contacts(people: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return how to write to active people (uuids): name, email, language, by uuid."""
    known = {person for person in people if is_uuid(person)}
    rows = User.objects.filter(uuid__in=known, is_active=True)
    return {
        str(row.uuid): {"name": row.name, "email": row.email, "language": row.language}
        for row in rows
    }


def list_names(people: Iterable[str]) -> dict[str, str]:
    """Return the names of people by uuid, for showing who did what to members."""
    known = {person for person in people if is_uuid(person)}
    rows = User.objects.filter(uuid__in=known).values_list("uuid", "name")
    return {str(uuid): name for uuid, name in rows}


def list_organisation_names(organisations: Iterable[str]) -> dict[str, str]:
    """Return the names of organisations by uuid; a duplicate has the name of the one that stays."""
    known = {organisation for organisation in organisations if is_uuid(organisation)}
    rows = Organisation.objects.filter(uuid__in=known).select_related("merged_into")
    return {str(row.uuid): (row.merged_into or row).name for row in rows}


def list_named_organisations(organisations: Iterable[str]) -> list[dict[str, str]]:
    """Return those that agreed to be named in public, by name: name, kind, website."""
    known = {organisation for organisation in organisations if is_uuid(organisation)}
    rows = Organisation.objects.filter(uuid__in=known).select_related("merged_into")
    stay = {row.merged_into or row for row in rows}
    return [
        {"name": row.name, "kind": row.kind, "website": row.website}
        for row in sorted(stay, key=lambda row: row.name)
        if row.is_named
    ]


def require_active(person: str) -> str:
    """Return the name of an active person (uuid). Raises ``NotFound``."""
    row = get_user_row(person)
    if not row.is_active:
        raise NotFound(what="person", key=person)
    return row.name


def is_holder(person: str, role: str, at: Scope) -> bool:
    """Whether an active person (uuid) holds a role for what lies ``at``."""
    row = get_user_row(person)
    return row.is_active and any(
        item.role == role and item.reaches(at) for item in list_held(row, role)
    )


def is_colleague(actor: Actor, person: str, organisation: str = "") -> bool:
    """Whether an active person belongs to an organisation of the actor (or to the one named)."""
    shared = {organisation} if organisation else set(actor.organisations)
    return Membership.objects.filter(
        user__uuid=person,
        user__is_active=True,
        ended_at=None,
        organisation__uuid__in=shared & set(actor.organisations),
    ).exists()


def list_colleagues(actor: Actor, organisation: str = "") -> list[dict[str, str]]:
    """Return the other active people of the actor's organisations: uuid, name."""
    shared = {organisation} if organisation else set(actor.organisations)
    rows = User.objects.filter(
        is_active=True,
        memberships__ended_at=None,
        memberships__organisation__uuid__in=shared & set(actor.organisations),
    ).exclude(uuid=actor.key)
    return [{"uuid": str(row.uuid), "name": row.name} for row in rows.distinct().order_by("name")]
