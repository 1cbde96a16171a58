"""Organisations, their people and their duplicates. Part of the door ``services``."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from milepost.accounts.errors import OrganisationExists, OrganisationInvalid, PlaceUnknown
from milepost.accounts.models import (
    Invitation,
    Membership,
    Organisation,
    OrganisationKind,
    RoleGrant,
    Standing,
)
from milepost.accounts.selectors import get_organisation_row, get_user_row, is_place
from milepost.audit.services import record_event
from milepost.kernel import clock
from milepost.kernel.actors import Actor, require
from milepost.kernel.errors import NotFound
from milepost.kernel.scopes import Scope

FIELDS = ("name", "short_name", "kind", "place", "website", "parent")
LONGEST_NAME = 250


def create_organisation(actor: Actor, details: Mapping[str, str]) -> str:
    """Create an organisation and return its uuid.

    ``details``: name, kind (``OrganisationKind``), and when known short_name, place (M49 code),
    website, parent (uuid). Raises ``OrganisationInvalid``, ``OrganisationExists``,
    ``PlaceUnknown`` and ``NotFound`` (parent).
    """
    require(actor, "accounts.edit_organisation")
    values = _checked({name: details.get(name, "").strip() for name in FIELDS})
    with transaction.atomic():
        _refuse_twin(values)
        row = Organisation.objects.create(**values)
        record_event(
            actor,
            "accounts.organisation_created",
            subject_kind="organisation",
            subject_key=str(row.uuid),
            after=describe(row),
        )
    return str(row.uuid)


def agree_to_be_named(actor: Actor, organisation: str, *, is_named: bool) -> bool:
    """Keep whether an organisation may be named in public as taking part; whether it changed.

    Notices that stand already keep what they say until they are announced again.
    Raises ``PermissionRefused`` and ``NotFound``.
    """
    require(actor, "accounts.edit_organisation", Scope(organisation=organisation))
    with transaction.atomic():
        row = get_organisation_row(organisation, lock=True)
        if row.is_named == is_named:
            return False
        Organisation.objects.filter(pk=row.pk).update(is_named=is_named)
        record_event(
            actor,
            "accounts.organisation_naming_changed",
            subject_kind="organisation",
            subject_key=organisation,
            before={"is_named": not is_named},
            after={"is_named": is_named},
        )
    return True


def change_organisation(actor: Actor, organisation: str, details: Mapping[str, str]) -> None:
    """Change what is stated of an organisation; raises as ``create_organisation``."""
    require(actor, "accounts.edit_organisation", Scope(organisation=organisation))
    with transaction.atomic():
        row = get_organisation_row(organisation, lock=True)
        before = describe(row)
        values = _checked({**before, **{k: v.strip() for k, v in details.items() if k in FIELDS}})
        if values["parent"] and _descends(values["parent"], row):
            raise OrganisationInvalid(reason=_("it would be part of itself."))
        _refuse_twin(values, but=row.pk)
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        if describe(row) != before:
            record_event(
                actor,
                "accounts.organisation_changed",
                subject_kind="organisation",
                subject_key=organisation,
                before=before,
                after=describe(row),
            )


def describe(row: Organisation) -> dict[str, str]:
    """Return an organisation's own statements, as they stand in events and forms."""
    return {
        "name": row.name,
        "short_name": row.short_name,
        "kind": row.kind,
        "place": row.place,
        "website": row.website,
        "parent": str(row.parent.uuid) if row.parent else "",
    }


def _checked(given: Mapping[str, str]) -> dict[str, Any]:
    if not given["name"] or len(given["name"]) > LONGEST_NAME:
        raise OrganisationInvalid(reason=_("its name is missing or too long."))
    if given["kind"] not in OrganisationKind.values:
        raise OrganisationInvalid(reason=_("its kind is not one of the list."))
    if given["place"] and not is_place(given["place"]):
        raise PlaceUnknown(place=given["place"])
    if given["website"]:
        try:
            URLValidator(schemes=["http", "https"])(given["website"])
        except ValidationError as error:
            raise OrganisationInvalid(reason=_("its website is not an address.")) from error
    parent = get_organisation_row(given["parent"]) if given["parent"] else None
    return {**given, "parent": parent}


def _refuse_twin(values: Mapping[str, Any], but: int | None = None) -> None:
    twins = Organisation.objects.filter(
        name__iexact=values["name"], place=values["place"], merged_into=None
    )
    if but is not None:
        twins = twins.exclude(pk=but)
    if twins.exists():
        raise OrganisationExists(name=values["name"])


def _descends(candidate: Organisation, ancestor: Organisation) -> bool:
    row: Organisation | None = candidate
    while row is not None:
        if row.pk == ancestor.pk:
            return True
        row = row.parent
    return False


def merge_organisations(actor: Actor, duplicate: str, into: str, *, reason: str) -> None:
    """Make one of two organisations: people, roles and invitations move, the duplicate stays.

    The duplicate keeps its row and points to the other, so that whatever named it is still read.
    Raises ``OrganisationInvalid`` when the two are one or part of each other.
    """
    require(actor, "accounts.merge_organisations")
    if not reason.strip():
        raise OrganisationInvalid(reason=_("say why the two are one."))
    with transaction.atomic():
        first, second = get_organisation_row(duplicate, lock=True), get_organisation_row(into)
        if _descends(second, first) or second.merged_into:
            raise OrganisationInvalid(reason=_("the two are one already, or part of each other."))
        moved = _move_people(first, second)
        RoleGrant.objects.filter(organisation=first, ended_at=None).update(organisation=second)
        Invitation.objects.filter(organisation=first, accepted_at=None).update(organisation=second)
        Organisation.objects.filter(parent=first).update(parent=second)
        Organisation.objects.filter(merged_into=first).update(merged_into=second)
        Organisation.objects.filter(pk=first.pk).update(merged_into=second, merged_at=clock.now())
        record_event(
            actor,
            "accounts.organisations_merged",
            subject_kind="organisation",
            subject_key=duplicate,
            before=describe(first),
            after={"into": into, "people": moved},
            reason=reason.strip(),
        )


def _move_people(first: Organisation, second: Organisation) -> int:
    already = set(
        Membership.objects.filter(organisation=second, ended_at=None).values_list(
            "user_id", flat=True
        )
    )
    current = Membership.objects.filter(organisation=first, ended_at=None)
    moved = [row for row in current if row.user_id not in already]
    current.update(ended_at=clock.now())
    Membership.objects.bulk_create(
        Membership(user_id=row.user_id, organisation=second, standing=row.standing) for row in moved
    )
    return len(moved)


def add_member(actor: Actor, organisation: str, person: str, standing: str) -> str:
    """Put a person into an organisation, or change the standing; return added or changed."""
    require(actor, "accounts.edit_members", Scope(organisation=organisation))
    if standing not in Standing.values:
        raise OrganisationInvalid(reason=_("the standing is not one of the list."))
    with transaction.atomic():
        row, user = get_organisation_row(organisation), get_user_row(person)
        current = Membership.objects.filter(organisation=row, user=user, ended_at=None).first()
        before = {"standing": current.standing} if current else None
        if current is None:
            Membership.objects.create(organisation=row, user=user, standing=standing)
        else:
            Membership.objects.filter(pk=current.pk).update(standing=standing)
        record_event(
            actor,
            "accounts.member_changed" if current else "accounts.member_added",
            subject_kind="organisation",
            subject_key=organisation,
            before=before,
            after={"person": person, "standing": standing},
        )
    return "changed" if current else "added"


def end_membership(actor: Actor, organisation: str, person: str) -> None:
    """Take a person out of an organisation; raises ``NotFound`` when there is no membership."""
    require(actor, "accounts.edit_members", Scope(organisation=organisation))
    with transaction.atomic():
        row, user = get_organisation_row(organisation), get_user_row(person)
        ended = Membership.objects.filter(organisation=row, user=user, ended_at=None).update(
            ended_at=clock.now()
        )
        if not ended:
            raise NotFound(what=_("member"), key=person)
        RoleGrant.objects.filter(user=user, organisation=row, ended_at=None).update(
            ended_at=clock.now(), ended_by=actor.label
        )
        record_event(
            actor,
            "accounts.member_removed",
            subject_kind="organisation",
            subject_key=organisation,
            before={"person": person},
        )
