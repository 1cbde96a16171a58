"""Sources and the passages cited from them."""

from django.db import models

from milepost.evidence.protection import Level
from milepost.kernel import clock
from milepost.kernel.fields import Identified


class SourceKind(models.TextChoices):
    """What a source is; statistics and law weigh differently from news and testimony."""

    REPORT = "report"
    STATISTICS = "statistics"
    LAW = "law"
    TREATY = "treaty"
    COURT_DECISION = "court_decision"
    POLICY = "policy"
    PRACTICE = "practice"
    NEWS = "news"
    SURVEY = "survey"
    TESTIMONY = "testimony"
    OTHER = "other"


class Source(Identified):
    """A publication or record. The title stands in the language of the publication.

    ``level`` and ``readers`` say who may see it (see ``protection``).
    """

    key = models.CharField(max_length=64, unique=True)
    title = models.CharField(max_length=500)
    publisher = models.CharField(max_length=300)
    issued = models.CharField(max_length=10, blank=True)
    url = models.URLField(max_length=1000, blank=True)
    licence = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=20, choices=SourceKind.choices, default=SourceKind.REPORT)
    level = models.CharField(max_length=16, default=Level.PUBLIC)
    readers = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField(default=clock.now, editable=False)
    added_by = models.CharField(max_length=200)

    class Meta:
        ordering = ("key",)

    def __str__(self) -> str:
        return self.title


class Citation(Identified):
    """A passage of a source: page or paragraph, and what it is cited for. Never changed."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="citations")
    locator = models.CharField(max_length=200)
    note = models.JSONField(default=dict)
    note_checksum = models.CharField(max_length=64)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["source", "locator", "note_checksum"], name="one_citation_a_passage"
            ),
        )

    def __str__(self) -> str:
        return f"{self.source.key}, {self.locator}"
