"""Frameworks, their versions as loaded, and crosswalk links with their review."""

from django.db import models

from milepost.frameworks.consultation_models import (
    Consultation,
    ConsultationState,
    Proposal,
    ProposalComment,
    ProposalKind,
    ProposalState,
    Stance,
)
from milepost.kernel import clock
from milepost.kernel.fields import Identified

__all__ = [
    "Consultation",
    "ConsultationState",
    "Crosswalk",
    "CrosswalkLink",
    "Framework",
    "FrameworkVersion",
    "LinkReview",
    "Proposal",
    "ProposalComment",
    "ProposalKind",
    "ProposalState",
    "Relation",
    "Stance",
]


class Framework(Identified):
    """A promise by its key; what it says is in its versions."""

    key = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("key",)

    def __str__(self) -> str:
        return self.key


class FrameworkVersion(Identified):
    """One loaded version: the normalised document, and the file as it was written.

    Versions are never changed: editions stay tied to the one they were rated against. Texts in
    further languages may join one, by loading its file again.
    """

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="versions")
    version = models.CharField(max_length=32)
    document = models.JSONField()
    checksum = models.CharField(max_length=64)
    source_text = models.TextField()
    filename = models.CharField(max_length=255)
    loaded_at = models.DateTimeField(default=clock.now, editable=False)
    loaded_by = models.CharField(max_length=200)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["framework", "version"], name="one_document_a_framework_version"
            ),
        )

    def __str__(self) -> str:
        return f"{self.framework} {self.version}"


class Crosswalk(Identified):
    """A loaded crosswalk file."""

    key = models.CharField(max_length=64, unique=True)
    title = models.JSONField(default=dict)
    about = models.JSONField(default=dict)
    source_text = models.TextField()
    filename = models.CharField(max_length=255)
    loaded_at = models.DateTimeField(default=clock.now, editable=False)
    loaded_by = models.CharField(max_length=200)

    class Meta:
        ordering = ("key",)

    def __str__(self) -> str:
        return self.key


class Relation(models.TextChoices):
    """SKOS mapping relations, read from the first end to the second."""

    EXACT = "exactMatch", "exact match"
    CLOSE = "closeMatch", "close match"
    BROAD = "broadMatch", "broad match"
    NARROW = "narrowMatch", "narrow match"
    RELATED = "relatedMatch", "related match"


class LinkReview(models.TextChoices):
    """Whether a person has checked the link."""

    PROPOSED = "proposed", "proposed"
    CONFIRMED = "confirmed", "confirmed"
    REJECTED = "rejected", "rejected"


class CrosswalkLink(Identified):
    """A link between two nodes or benchmarks.

    ``reviewed_at`` is set when a person decided on this instance; loading the file again then
    leaves the decision alone.
    """

    crosswalk = models.ForeignKey(Crosswalk, on_delete=models.CASCADE, related_name="links")
    from_framework = models.CharField(max_length=64)
    from_node = models.CharField(max_length=64)
    to_framework = models.CharField(max_length=64)
    to_node = models.CharField(max_length=64)
    relation = models.CharField(max_length=16, choices=Relation.choices)
    confidence = models.FloatField()
    note = models.JSONField(default=dict)
    review = models.CharField(
        max_length=16, choices=LinkReview.choices, default=LinkReview.PROPOSED
    )
    reviewed_by = models.CharField(max_length=200, blank=True)
    reviewed_at = models.DateTimeField(null=True)
    review_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("from_framework", "from_node", "to_framework", "to_node")
        constraints = (
            models.UniqueConstraint(
                fields=["crosswalk", "from_framework", "from_node", "to_framework", "to_node"],
                name="one_link_a_crosswalk_and_pair",
            ),
        )

    def __str__(self) -> str:
        start, end = (
            f"{self.from_framework}/{self.from_node}",
            f"{self.to_framework}/{self.to_node}",
        )
        return f"{start} {self.relation} {end}"
