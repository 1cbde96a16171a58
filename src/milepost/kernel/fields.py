"""Model pieces without a domain word."""

import uuid

from django.db import models


class Identified(models.Model):
    """Adds ``uuid``, the only identifier that leaves the system."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True
