"""Append-only events: who did what to what, and why."""

from typing import Any

from django.db import models

from milepost.kernel import clock
from milepost.kernel.fields import Identified


class AuditEvent(Identified):
    """One write. Rows are only ever added; ``save`` refuses to change one, ``delete`` refuses."""

    at = models.DateTimeField(default=clock.now, editable=False, db_index=True)
    actor_kind = models.CharField(max_length=16)
    actor_key = models.CharField(max_length=64)
    actor_label = models.CharField(max_length=200)
    action = models.CharField(max_length=80, db_index=True)
    subject_kind = models.CharField(max_length=80)
    subject_key = models.CharField(max_length=200)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    reason = models.TextField(blank=True)

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
