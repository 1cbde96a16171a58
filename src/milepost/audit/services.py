"""Recording events. Called inside the transaction of the write that it records."""

from typing import Any

from django.db import transaction

from milepost.audit.models import AuditEvent
from milepost.kernel.actors import Actor


def record_event(
    actor: Actor,
    action: str,
    *,
    subject_kind: str,
    subject_key: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Add one event, named ``app.noun_pasttense`` (``indicators.import_accepted``).

    Raises ``TransactionManagementError`` outside a transaction: a write and its event stand or
    fall together.
    """
    if not transaction.get_connection().in_atomic_block:
        message = "record_event must run inside the transaction of its write"
        raise transaction.TransactionManagementError(message)
    AuditEvent.objects.create(
        actor_kind=actor.kind.value,
        actor_key=actor.key,
        actor_label=actor.label,
        action=action,
        subject_kind=subject_kind,
        subject_key=subject_key,
        before=before,
        after=after,
        reason=reason,
    )
