"""The first visit to an empty instance: the first administrator, and the name of the instance.

Whoever is the first to find an empty instance must not become its administrator, so the set-up
page asks for a code that only somebody with access to the server can read.
"""

import secrets
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from milepost.accounts.creating import create_user
from milepost.accounts.errors import AlreadyFounded, InstanceFactsInvalid, SetupCodeWrong
from milepost.accounts.models import Role
from milepost.accounts.selectors import has_administrator
from milepost.audit.services import record_event
from milepost.kernel.actors import Actor, require, system_actor
from milepost.kernel.files import write_atomically
from milepost.kernel.instance import Instance, keep_facts, kept_facts

MAX_NAME = 80
FOUNDER_ROLES = frozenset(
    {Role.ADMINISTRATOR.value, Role.EDITOR.value, Role.DATA_STEWARD.value, Role.ASSESSOR.value}
)
"""What the first person may do: a small network begins with one pair of hands."""


def make_setup_code() -> str:
    """Return the code of the set-up page, made on the first call.

    Raises ``AlreadyFounded`` once there is an administrator.
    """
    path = _code_path()
    if has_administrator():
        path.unlink(missing_ok=True)
        raise AlreadyFounded
    if not path.exists():
        write_atomically(path, secrets.token_hex(8).encode())
        path.chmod(0o600)
    return path.read_text(encoding="ascii").strip()


def is_waiting() -> bool:
    """Whether a set-up code waits for the first administrator; asks no database."""
    return _code_path().exists()


def found_instance(code: str, *, email: str, name: str, password: str) -> str:
    """Create the first administrator and return the uuid; the code then works no more.

    Raises ``AlreadyFounded``, ``SetupCodeWrong``, and as ``create_user``.
    """
    if not secrets.compare_digest(code.strip().encode(), make_setup_code().encode()):
        raise SetupCodeWrong
    with transaction.atomic():
        person = create_user(
            system_actor("set-up page"),
            email,
            name=name,
            password=password,
            roles=FOUNDER_ROLES,
        )
        try:
            # Of two people with the same code one takes the file away; the other is refused.
            _code_path().unlink()
        except FileNotFoundError as error:
            raise AlreadyFounded from error
    return person


def name_instance(actor: Actor, wanted: Instance) -> str:
    """Keep the name of the instance and the address for questions: "changed" or "unchanged".

    Raises ``PermissionRefused`` and ``InstanceFactsInvalid``.
    """
    require(actor, "accounts.name_instance")
    new = Instance(" ".join(wanted.name.split()), wanted.contact.strip())
    _check(new)
    before = kept_facts()
    if new == before:
        return "unchanged"
    with transaction.atomic():
        record_event(
            actor,
            "accounts.instance_named",
            subject_kind="instance",
            subject_key="instance",
            before={"name": before.name, "contact": before.contact},
            after={"name": new.name, "contact": new.contact},
        )
        keep_facts(new)
    return "changed"


def _check(wanted: Instance) -> None:
    if not 0 < len(wanted.name) <= MAX_NAME:
        raise InstanceFactsInvalid(most=MAX_NAME)
    if wanted.contact:
        try:
            validate_email(wanted.contact)
        except ValidationError as error:
            raise InstanceFactsInvalid(most=MAX_NAME) from error


def _code_path() -> Path:
    return Path(settings.MILEPOST_HOME) / "setup-code"
