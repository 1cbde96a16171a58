"""Making the account of a person."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from milepost.accounts.addresses import keep_address
from milepost.accounts.errors import AccountExists, AccountInvalid
from milepost.accounts.models import Role, RoleGrant, User
from milepost.audit.services import record_event
from milepost.kernel.actors import Actor, require


def create_user(
    actor: Actor, email: str, *, name: str, password: str, roles: frozenset[str]
) -> str:
    """Create a person with roles and return the uuid.

    Raises ``AccountInvalid`` for a bad address, weak password or unknown role, and
    ``AccountExists`` when the address is taken.
    """
    require(actor, "accounts.create_user")
    unknown = roles - set(Role.values)
    if unknown:
        raise AccountInvalid(reason=f"unknown role {sorted(unknown)[0]}")
    try:
        validate_email(email)
        validate_password(password)
    except ValidationError as error:
        raise AccountInvalid(reason=" ".join(error.messages)) from error
    with transaction.atomic():
        if User.objects.filter(email=email.strip().lower()).exists():
            raise AccountExists(email=email)
        user = User.objects.create_user(email, name, password)
        keep_address(user)
        RoleGrant.objects.bulk_create(
            RoleGrant(user=user, role=role, granted_by=actor.label) for role in sorted(roles)
        )
        record_event(
            actor,
            "accounts.user_created",
            subject_kind="user",
            subject_key=str(user.uuid),
            after={"roles": sorted(roles)},
        )
    return str(user.uuid)
