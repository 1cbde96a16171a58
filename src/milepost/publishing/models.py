"""The catalogue of bundles. The bundles themselves are folders; what is served is the pointer."""

from django.db import models

from milepost.kernel import clock
from milepost.kernel.fields import Identified


class Release(Identified):
    """One bundle built from a closed edition.

    ``checksum`` is the SHA-256 of the bundle's ``checksums.txt`` and so of every byte in it.
    ``published_at`` is set when somebody published it; which bundle is served is said by the
    pointer file alone, so that a kill between the two never shows half an edition.
    """

    edition_key = models.CharField(max_length=64, db_index=True)
    checksum = models.CharField(max_length=64)
    folder = models.CharField(max_length=200)
    built_at = models.DateTimeField(default=clock.now, editable=False)
    built_by = models.CharField(max_length=200)
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["edition_key", "checksum"], name="one_row_a_bundle"),
        )

    def __str__(self) -> str:
        return self.folder


class ReportOutline(Identified):
    """One version of the outline of a report. Versions are added and never changed.

    ``edition_key`` is the edition beside which it is being written; ``document`` is of the format
    ``report/1``. The newest version of a key counts.
    """

    key = models.CharField(max_length=64, db_index=True)
    version = models.PositiveIntegerField()
    edition_key = models.CharField(max_length=64)
    document = models.JSONField()
    made_at = models.DateTimeField(default=clock.now, editable=False)
    made_by = models.CharField(max_length=200)

    class Meta:
        ordering = ("key", "version")
        constraints = (
            models.UniqueConstraint(fields=["key", "version"], name="one_outline_a_version"),
        )

    def __str__(self) -> str:
        return f"{self.key} {self.version}"
