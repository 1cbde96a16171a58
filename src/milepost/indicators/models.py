"""The catalogue of indicators and data: definitions, saved mappings, vintages, kept files.

Observations themselves are Parquet files (see ``storage``); a vintage row makes one visible.
"""

from django.db import models

from milepost.kernel import clock
from milepost.kernel.fields import Identified


class Indicator(models.Model):
    """One indicator; ``document`` is its normalised definition."""

    key = models.CharField(max_length=100, unique=True)
    document = models.JSONField()
    defined_at = models.DateTimeField(default=clock.now, editable=False)
    changed_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ("key",)

    def __str__(self) -> str:
        return self.key


class SavedMapping(models.Model):
    """How the columns of a recurring file are understood, under a name."""

    name = models.CharField(max_length=80, unique=True)
    document = models.JSONField()
    saved_at = models.DateTimeField(default=clock.now)
    saved_by = models.CharField(max_length=200)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Upload(Identified):
    """A file that was handed in and kept, waiting for a mapping, refused or accepted."""

    class Status(models.TextChoices):
        """What became of the file."""

        PENDING = "pending", "pending"
        REJECTED = "rejected", "rejected"
        ACCEPTED = "accepted", "accepted"

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="uploads")
    file_name = models.CharField(max_length=255)
    checksum = models.CharField(max_length=64, db_index=True)
    byte_count = models.BigIntegerField()
    provenance = models.JSONField(default=dict)
    mapping = models.JSONField(null=True)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.PENDING)
    findings = models.JSONField(default=list)
    received_at = models.DateTimeField(default=clock.now, editable=False)
    received_by = models.CharField(max_length=200)
    received_by_key = models.CharField(max_length=64)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.file_name} ({self.status})"


class Vintage(Identified):
    """One accepted import: an immutable Parquet file with its provenance.

    ``fingerprint`` is the hash of file, mapping and indicator: among accepted vintages it is
    unique, so that handing in the same file twice changes nothing. ``survey`` names the table of a
    survey that the values were taken from (survey, question, option), and is empty otherwise.
    """

    class Status(models.TextChoices):
        """Whether the observations count."""

        ACCEPTED = "accepted", "accepted"
        WITHDRAWN = "withdrawn", "withdrawn"

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="vintages")
    source = models.CharField(max_length=500)
    licence = models.CharField(max_length=200)
    url = models.CharField(max_length=1000, blank=True)
    note = models.TextField(blank=True)
    survey = models.JSONField(default=dict)
    file_name = models.CharField(max_length=255)
    checksum = models.CharField(max_length=64)
    data_checksum = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64, db_index=True)
    mapping = models.JSONField()
    known_on = models.DateField()
    accepted_at = models.DateTimeField(default=clock.now)
    accepted_by = models.CharField(max_length=200)
    accepted_by_key = models.CharField(max_length=64)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.ACCEPTED)
    status_reason = models.TextField(blank=True)
    row_count = models.BigIntegerField()
    area_count = models.IntegerField()
    first_period = models.CharField(max_length=10, blank=True)
    last_period = models.CharField(max_length=10, blank=True)
    findings = models.JSONField(default=list)

    class Meta:
        ordering = ("indicator", "known_on", "accepted_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["fingerprint"],
                condition=models.Q(status="accepted"),
                name="one_accepted_vintage_a_file",
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator_id}: {self.file_name} ({self.status})"


class SourceConflict(Identified):
    """Two sources that disagree about one thing, what was chosen, and why.

    For disagreements that never met as two vintages: a file was compiled from both, or only the
    better one was imported. A record is never changed; a new decision supersedes it.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="conflicts")
    area = models.CharField(max_length=40)
    breakdown = models.CharField(max_length=300, blank=True)
    first_source = models.CharField(max_length=500)
    first_says = models.CharField(max_length=200)
    second_source = models.CharField(max_length=500)
    second_says = models.CharField(max_length=200)
    chosen = models.CharField(max_length=200)
    why = models.TextField()
    language = models.CharField(max_length=10, default="en")
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.CharField(max_length=200)
    recorded_by_key = models.CharField(max_length=64)
    superseded_at = models.DateTimeField(null=True)
    superseded_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("indicator", "area", "breakdown", "id")

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.area}: {self.chosen}"
