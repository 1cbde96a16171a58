"""Erasing a person's names from what was recorded, so that the chain still holds (``chain``)."""

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import transaction

from milepost.audit.chain import FIELDS, PERSONAL, RENEWAL, WHOLE, commitment_of
from milepost.audit.models import AuditEvent, ChainHead
from milepost.audit.services import HEAD, record_event
from milepost.kernel.actors import Actor, require

PAGE = 500
COLUMNS = (*FIELDS, "id", "salts", "sealed")


@dataclass(frozen=True, slots=True)
class Erased:
    """Who is erased: uuid, addresses and names, and what stands in their place.

    ``shared`` are names that somebody else has too; they are erased only from events that name
    the person by uuid.
    """

    key: str
    addresses: frozenset[str]
    names: frozenset[str]
    shared: frozenset[str]
    pseudonym: str


def erase_names(actor: Actor, erased: Erased, *, reason: str) -> int:
    """Replace a person's names and addresses in all events; return how many events changed.

    Must run inside the transaction of the erasure. Raises ``PermissionRefused``.
    """
    require(actor, "audit.erase_names")
    if not transaction.get_connection().in_atomic_block:
        message = "erase_names must run inside the transaction of its erasure"
        raise transaction.TransactionManagementError(message)
    ChainHead.objects.select_for_update().filter(pk=HEAD).first()
    renewed: dict[str, dict[str, str]] = {}
    for row in AuditEvent.objects.order_by("id").values(*COLUMNS).iterator(chunk_size=PAGE):
        changed = _changed(row, erased)
        if changed:
            renewed[str(row["uuid"])] = _seal(row, changed)
    record_event(
        actor,
        RENEWAL,
        subject_kind="user",
        subject_key=erased.key,
        after={"renewed": renewed},
        reason=_replacer(erased.names, erased)(reason),
    )
    return len(renewed)


def _changed(row: Mapping[str, Any], erased: Erased) -> dict[str, Any]:
    """Return the parts of an event that name the person, as they are to stand."""
    is_about = erased.key in {row["actor_key"], row["subject_key"]} or _mentions(row, erased.key)
    names = erased.names if is_about else erased.names - erased.shared
    replace = _replacer(names, erased)
    found = {}
    for part in PERSONAL:
        value = row[part]
        if part == "actor_label" and row["actor_key"] != erased.key:
            continue
        wanted = replace(value)
        if wanted != value:
            found[part] = wanted
    return found


def _mentions(row: Mapping[str, Any], key: str) -> bool:
    return any(key in orjson.dumps(row[part]).decode() for part in ("before", "after"))


def _replacer(names: frozenset[str], erased: Erased) -> Callable[[Any], Any]:
    """Return a function that replaces names and addresses in values, however deep.

    A value that is a name is always replaced. Inside a longer text only names of two words and
    more are, for one word may be a word of the language.
    """
    long = sorted((name for name in names if len(name.split()) > 1), key=len, reverse=True)
    patterns = [re.compile(rf"(?<!\w){re.escape(name)}(?!\w)") for name in long]
    patterns += [
        re.compile(rf"(?<![\w.+-]){re.escape(address)}(?![\w-])", re.IGNORECASE)
        for address in sorted(erased.addresses)
    ]

    def replace(value: Any) -> Any:
        if isinstance(value, dict):
            return {replace(name): replace(item) for name, item in value.items()}
        if isinstance(value, list):
            return [replace(item) for item in value]
        if not isinstance(value, str):
            return value
        if value in names:
            return erased.pseudonym
        for pattern in patterns:
            value = pattern.sub(lambda _found: erased.pseudonym, value)
        return value

    return replace


def _seal(row: Mapping[str, Any], changed: Mapping[str, Any]) -> dict[str, str]:
    """Write the changed parts with new salts and return their new commitments."""
    salts, sealed = dict(row["salts"]), dict(row["sealed"])
    parts = list(changed) if salts and WHOLE not in sealed else [WHOLE]
    for part in parts:
        sealed.setdefault(part, "" if part == WHOLE else commitment_of(row, part))
        salts[part] = secrets.token_hex(16)
    now = {**row, **changed, "salts": salts, "sealed": sealed}
    # Past ``save``, which refuses: only an erasure may change an event, and the chain shows it.
    AuditEvent.objects.filter(pk=row["id"]).update(**changed, salts=salts, sealed=sealed)
    return {part: commitment_of(now, part) for part in parts}
