"""The log of who read confidential material: events of the audit, so that nobody can thin it out.

Written by the selectors of this room whenever they hand out something confidential.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from milepost.audit.selectors import list_events
from milepost.audit.services import record_event
from milepost.kernel.actors import Actor, require

READ = "evidence.confidential_read"


def note_reading(actor: Actor, keys: Iterable[str], how: str, *, kind: str = "source") -> None:
    """Record that an actor was given something confidential, once for each key.

    ``how`` is ``list``, ``source`` or ``citation`` of sources, ``note`` or ``citation`` of
    assessments; ``kind`` says which of the two the keys are of.
    """
    read = sorted(set(keys))
    if not read:
        return
    with transaction.atomic():
        for key in read:
            record_event(actor, READ, subject_kind=kind, subject_key=key, after={"how": how})


def list_readings(actor: Actor, key: str = "", *, limit: int = 200) -> list[dict[str, Any]]:
    """Return who read what is confidential, the newest first: source, who, when, how, kind.

    ``source`` is the key of a source, or the uuid of the assessment when ``kind`` says so.

    Raises ``PermissionRefused``.
    """
    require(actor, "evidence.view_readings")
    events = list_events(action=READ, subject_key=key, limit=limit)
    return [
        {
            "source": event.subject_key,
            "who": event.actor,
            "at": event.at,
            "how": (event.after or {}).get("how", ""),
            "kind": event.subject_kind,
        }
        for event in events
    ]
