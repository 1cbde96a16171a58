"""Append-only events: who did what to what, for whom, and why; and the end of their chain."""

from typing import Any

from django.db import models

from milepost.audit.chain import FIRST
from milepost.kernel import clock
from milepost.kernel.fields import Identified


class AuditEvent(Identified):
    """One write. Rows are only ever added; ``save`` refuses to change one, ``delete`` refuses.

    ``on_behalf`` is the uuid of the organisation for which the actor wrote, if any. ``hash``
    covers the event and ``previous_hash``; ``salts`` and ``sealed`` let names be erased from it
    (see ``chain`` and ``erasing``).
    """

    at = models.DateTimeField(default=clock.now, editable=False, db_index=True)
    actor_kind = models.CharField(max_length=16)
    actor_key = models.CharField(max_length=64, db_index=True)
    actor_label = models.CharField(max_length=200)
    on_behalf = models.CharField(max_length=64, blank=True)
    action = models.CharField(max_length=80, db_index=True)
    subject_kind = models.CharField(max_length=80)
    subject_key = models.CharField(max_length=200)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    reason = models.TextField(blank=True)
    previous_hash = models.CharField(max_length=64, editable=False)
    hash = models.CharField(max_length=64, editable=False)
    salts = models.JSONField(default=dict, editable=False)
    sealed = models.JSONField(default=dict, editable=False)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=["subject_kind", "subject_key"]),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_label} {self.action} {self.subject_key}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            message = "audit events are append-only"
            raise TypeError(message)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        message = "audit events are append-only"
        raise TypeError(message)


class ChainHead(models.Model):
    """The end of the chain: one row, which every new event locks, so that events have an order."""

    hash = models.CharField(max_length=64, default=FIRST)
    count = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.count} events, {self.hash[:12]}"
