"""Rows of a round: its calendar, extensions, assignments, drafts and digests."""

from django.db import models

from milepost.kernel import clock
from milepost.kernel.fields import Identified


class Stage(models.TextChoices):
    """The stages of a round, in their order."""

    OPEN = "open"
    CUT_OFF = "cut_off"
    ASSESSMENT = "assessment"
    REPLY = "reply"
    DECISION = "decision"
    PUBLICATION = "publication"


class RoundStage(models.Model):
    """One stage of an edition's calendar; both days belong to it."""

    edition = models.ForeignKey("reviews.Edition", on_delete=models.CASCADE, related_name="stages")
    stage = models.CharField(max_length=16, choices=Stage.choices)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ("starts_on", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["edition", "stage"], name="one_row_a_stage_of_an_edition"
            ),
        )

    def __str__(self) -> str:
        return f"{self.edition}: {self.stage}"


class AssignmentRole(models.TextChoices):
    """What is asked: to rate, or to decide where rule and panel differ."""

    ASSESSOR = "assessor"
    REVIEWER = "reviewer"


class AssignmentState(models.TextChoices):
    """Where an assignment stands; the first two are current."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    DELEGATED = "delegated"
    WITHDRAWN = "withdrawn"


class Conflict(models.TextChoices):
    """What a person said about conflicts of interest."""

    UNSTATED = "unstated"
    NONE = "none"
    DECLARED = "declared"


CURRENT_STATES = (AssignmentState.OFFERED, AssignmentState.ACCEPTED)


class Assignment(Identified):
    """One benchmark in one place, asked of one person. Ended assignments stay.

    ``person_key`` and ``organisation`` are uuids; ``gave_role`` says that a role limited to
    framework, edition and place was given with it and ends with it.
    """

    edition = models.ForeignKey(
        "reviews.Edition", on_delete=models.PROTECT, related_name="assignments"
    )
    framework = models.CharField(max_length=64)
    benchmark = models.CharField(max_length=64)
    place = models.CharField(max_length=64)
    person_key = models.CharField(max_length=64)
    organisation = models.CharField(max_length=64, blank=True)
    role = models.CharField(
        max_length=16, choices=AssignmentRole.choices, default=AssignmentRole.ASSESSOR
    )
    due_on = models.DateField(null=True)
    state = models.CharField(
        max_length=16, choices=AssignmentState.choices, default=AssignmentState.OFFERED
    )
    conflict = models.CharField(max_length=16, choices=Conflict.choices, default=Conflict.UNSTATED)
    conflict_text = models.TextField(blank=True)
    answer_reason = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    gave_role = models.BooleanField(default=False)
    delegated_from = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="delegated_to"
    )
    assigned_at = models.DateTimeField(default=clock.now, editable=False)
    assigned_by = models.CharField(max_length=200)
    assigned_by_key = models.CharField(max_length=64)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=["person_key", "state"]),)
        constraints = (
            models.UniqueConstraint(
                fields=["edition", "framework", "benchmark", "place", "person_key", "role"],
                condition=models.Q(state__in=["offered", "accepted"]),
                name="one_current_assignment_a_person",
            ),
        )

    def __str__(self) -> str:
        return f"{self.edition}: {self.benchmark} {self.place} {self.role}"


class Extension(Identified):
    """More time, with its reason: for the round, for a person, or for one assignment."""

    edition = models.ForeignKey(
        "reviews.Edition", on_delete=models.PROTECT, related_name="extensions"
    )
    stage = models.CharField(max_length=16, choices=Stage.choices)
    person_key = models.CharField(max_length=64, blank=True)
    assignment = models.ForeignKey(
        Assignment, null=True, on_delete=models.PROTECT, related_name="extensions"
    )
    before = models.DateField()
    until = models.DateField()
    reason = models.TextField()
    granted_at = models.DateTimeField(default=clock.now, editable=False)
    granted_by = models.CharField(max_length=200)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.edition}: {self.stage} until {self.until}"


class Draft(models.Model):
    """What a person has written and not handed in; nobody else reads it."""

    edition = models.ForeignKey("reviews.Edition", on_delete=models.CASCADE, related_name="drafts")
    framework = models.CharField(max_length=64)
    benchmark = models.CharField(max_length=64)
    place = models.CharField(max_length=64)
    person_key = models.CharField(max_length=64)
    content = models.JSONField()
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["edition", "framework", "benchmark", "place", "person_key"],
                name="one_draft_a_person_and_rating",
            ),
        )

    def __str__(self) -> str:
        return f"{self.edition}: draft of {self.benchmark} {self.place}"


class Rhythm(models.TextChoices):
    """How often a person wants to be reminded."""

    WEEKLY = "weekly"
    DAILY = "daily"
    NEVER = "never"


class DigestChoice(models.Model):
    """How often one person wants digests; without a row it is once a week."""

    person_key = models.CharField(max_length=64, unique=True)
    rhythm = models.CharField(max_length=8, choices=Rhythm.choices, default=Rhythm.WEEKLY)
    changed_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.person_key}: {self.rhythm}"


class Digest(models.Model):
    """A digest that was put into the outbox; one a person and day."""

    person_key = models.CharField(max_length=64)
    sent_on = models.DateField()
    items = models.PositiveIntegerField()
    asked_by = models.CharField(max_length=200)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["person_key", "sent_on"], name="one_digest_a_person_and_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_key}: {self.sent_on}"
