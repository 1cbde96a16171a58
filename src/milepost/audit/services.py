"""Recording events. Called inside the transaction of the write that it records."""

import secrets
from typing import Any

from django.db import transaction

from milepost.audit.chain import PERSONAL, hash_of
from milepost.audit.models import AuditEvent, ChainHead
from milepost.kernel import clock
from milepost.kernel.actors import Actor

ACTED_BY = "by_token"
"""Where an event names the token by which a program acted for its person."""

HEAD = 1
"""The key of the one row that holds the end of the chain."""


def record_event(
    actor: Actor,
    action: str,
    *,
    subject_kind: str,
    subject_key: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
    on_behalf: str = "",
) -> None:
    """Add one event, named ``app.noun_pasttense`` (``indicators.import_accepted``).

    ``on_behalf`` is the uuid of the organisation for which the actor writes. Where a program acts
    by a token, ``after`` names it under ``ACTED_BY``. The end of the chain
    is locked until the transaction ends, so that two writers never follow the same event.

    Raises ``TransactionManagementError`` outside a transaction: a write and its event stand or
    fall together.
    """
    if not transaction.get_connection().in_atomic_block:
        message = "record_event must run inside the transaction of its write"
        raise transaction.TransactionManagementError(message)
    head, _is_new = ChainHead.objects.select_for_update().get_or_create(pk=HEAD)
    event = AuditEvent(
        at=clock.now(),
        actor_kind=actor.kind.value,
        actor_key=actor.key,
        actor_label=actor.label,
        on_behalf=on_behalf,
        action=action,
        subject_kind=subject_kind,
        subject_key=subject_key,
        before=before,
        after={**(after or {}), ACTED_BY: actor.token} if actor.token else after,
        reason=reason,
        previous_hash=head.hash,
        salts={part: secrets.token_hex(16) for part in PERSONAL},
    )
    event.hash = hash_of(vars(event), head.hash)
    event.save(force_insert=True)
    ChainHead.objects.filter(pk=HEAD).update(hash=event.hash, count=head.count + 1)
