"""What a panel does after its first round: a second round, and a discussion."""

from django.db import models

from milepost.kernel import clock
from milepost.kernel.fields import Identified


class SecondRound(Identified):
    """A rating that a reviewer gave back to its panel, and why. One a rating.

    ``first`` are the uuids of the assessments that were in force when it was opened; those rows
    never change, so the first round can always be shown.
    """

    edition = models.ForeignKey(
        "reviews.Edition", on_delete=models.PROTECT, related_name="second_rounds"
    )
    framework = models.CharField(max_length=64)
    benchmark = models.CharField(max_length=64)
    place = models.CharField(max_length=64)
    reason = models.JSONField()
    first = models.JSONField()
    opened_at = models.DateTimeField(default=clock.now, editable=False)
    opened_by = models.CharField(max_length=200)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["edition", "framework", "benchmark", "place"],
                name="one_second_round_a_rating",
            ),
        )

    def __str__(self) -> str:
        return f"{self.edition}: {self.benchmark} {self.place}, second round"


class Remark(Identified):
    """One contribution to the discussion of a panel. Never published.

    Its author may edit it for a quarter of an hour and withdraw it at any time while the edition
    is open; what was withdrawn leaves its author and moment, and no words.
    """

    edition = models.ForeignKey("reviews.Edition", on_delete=models.PROTECT, related_name="remarks")
    framework = models.CharField(max_length=64)
    benchmark = models.CharField(max_length=64)
    place = models.CharField(max_length=64)
    author_key = models.CharField(max_length=64)
    author = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    written_at = models.DateTimeField(default=clock.now, editable=False)
    edited_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=["edition", "framework", "benchmark", "place"]),)

    def __str__(self) -> str:
        return f"{self.edition}: {self.benchmark} {self.place}, {self.author}"
