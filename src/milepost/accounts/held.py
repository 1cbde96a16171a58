"""What is held about one person, put together from all rooms. No write happens here."""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from milepost.accounts.models import ErasureRequest, User
from milepost.accounts.selectors import get_user_row
from milepost.audit.selectors import list_names_of
from milepost.kernel import clock
from milepost.kernel.actors import Actor, require
from milepost.kernel.holding_rows import Changed, Found, Subject, collect, preview

SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Plan:
    """What an erasure will do: the pseudonym, and each holding with its counts."""

    pseudonym: str
    changes: tuple[Changed, ...]


def find_person_row(email: str) -> str | None:
    """Return the uuid of the person with an address, whether active or not, or None."""
    row = User.objects.filter(email=email.strip().lower()).first()
    return str(row.uuid) if row else None


def subject_of(user: User) -> Subject:
    """Return a person as the one whose data is looked for."""
    key = str(user.uuid)
    names = list_names_of(key) | {user.name}
    others = User.objects.exclude(pk=user.pk).filter(name__in=names)
    return Subject(key, user.email, names, frozenset(others.values_list("name", flat=True)))


def pseudonym_of(user: User) -> str:
    """Return “Former member” with as many letters of the uuid as make it the only one."""
    letters = user.uuid.hex
    for length in range(SHORTEST, len(letters)):
        name = f"Former member {letters[:length]}"
        if not User.objects.exclude(pk=user.pk).filter(name=name).exists():
            return name
    return f"Former member {letters}"


def plan_erasure(actor: Actor, person: str) -> Plan:
    """Return what an erasure of a person would do. Raises ``PermissionRefused``, ``NotFound``."""
    require(actor, "accounts.request_erasure", person)
    user = get_user_row(person)
    return Plan(pseudonym_of(user), tuple(preview(subject_of(user))))


def open_request_of(actor: Actor, person: str) -> dict[str, Any] | None:
    """Return the open request of a person (words, requested_at), or None."""
    require(actor, "accounts.request_erasure", person)
    row = ErasureRequest.objects.filter(user=get_user_row(person), settled_at=None).first()
    return {"words": row.words, "requested_at": row.requested_at} if row else None


def list_requests(actor: Actor) -> list[dict[str, Any]]:
    """Return the open requests, the oldest first. Raises ``PermissionRefused``."""
    require(actor, "accounts.erase_person")
    rows = ErasureRequest.objects.filter(settled_at=None).select_related("user")
    return [
        {
            "person": str(row.user.uuid),
            "name": row.user.name,
            "words": row.words,
            "requested_at": row.requested_at,
        }
        for row in rows
    ]


def pack(user: User) -> bytes:
    """Return a ZIP of ``data.json`` and ``data.txt``: everything held about a person."""
    found = collect(subject_of(user))
    document = {
        "milepost": "person/1",
        "person": str(user.uuid),
        "taken_at": clock.now().isoformat(timespec="seconds"),
        "held": [
            {
                "model": one.model,
                "role": str(one.role),
                "purpose": str(one.purpose),
                "rows": [_readable(row) for row in one.rows],
            }
            for one in found
        ],
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(document, ensure_ascii=False, indent=2))
        archive.writestr("data.txt", "\n".join(_lines(user, found)) + "\n")
    return content.getvalue()


def _readable(row: dict[str, Any]) -> dict[str, Any]:
    plain = (str, int, float, bool, list, dict, type(None))
    return {
        name: value if isinstance(value, plain) else _text(value) for name, value in row.items()
    }


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)


def _lines(user: User, found: list[Found]) -> Iterator[str]:
    yield _("What is held about %(name)s") % {"name": user.name}
    yield ""
    yield _("Passwords, keys and the words of messages are not in here.")
    for one in found:
        heading = f"{one.role} ({len(one.rows)})"
        yield from ("", heading, "-" * len(heading), str(one.purpose))
        for row in one.rows:
            yield ""
            yield from _row_lines(row)


def _row_lines(row: dict[str, Any]) -> Iterator[str]:
    for name, value in row.items():
        if value is not None and value != "":
            yield f"  {name}: {_text(value)}"
