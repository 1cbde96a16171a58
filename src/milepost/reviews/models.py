"""Editions, what people judge in them, what is decided, and what was computed."""

from django.db import models

from milepost.evidence.protection import Level
from milepost.kernel import clock
from milepost.kernel.fields import Identified
from milepost.reviews.panel_models import Remark, SecondRound
from milepost.reviews.reply_models import (
    AnswerOutcome,
    Reply,
    ReplyAnswer,
    ReplyCitation,
    ReplyInvitation,
    Stance,
)
from milepost.reviews.round_models import (
    CURRENT_STATES,
    Assignment,
    AssignmentRole,
    AssignmentState,
    Conflict,
    Digest,
    DigestChoice,
    Draft,
    Extension,
    Rhythm,
    RoundStage,
    Stage,
)

__all__ = [
    "CURRENT_STATES",
    "AnswerOutcome",
    "Assessment",
    "AssessmentCitation",
    "Assignment",
    "AssignmentRole",
    "AssignmentState",
    "Colour",
    "ComputedSet",
    "Confidence",
    "Conflict",
    "DecidedState",
    "Decision",
    "Digest",
    "DigestChoice",
    "Draft",
    "Edition",
    "EditionFramework",
    "EditionState",
    "Extension",
    "Remark",
    "Reply",
    "ReplyAnswer",
    "ReplyCitation",
    "ReplyInvitation",
    "Rhythm",
    "RoundStage",
    "SecondRound",
    "Stage",
    "Stance",
    "Standpoint",
]


class EditionState(models.TextChoices):
    """Open editions change; a closed one never does."""

    OPEN = "open"
    CLOSED = "closed"


class Colour(models.TextChoices):
    """What an assessor may say. No colour at all is stored as None: "no colour stated"."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    NOT_APPLICABLE = "not_applicable"


class DecidedState(models.TextChoices):
    """What an editor may decide; grey keeps the reason that rule or panel gave for it."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"
    NOT_APPLICABLE = "not_applicable"


class Standpoint(models.TextChoices):
    """From where somebody judges; shown beside every assessment."""

    CIVIL_SOCIETY = "civil_society"
    MIGRANT_ASSOCIATION = "migrant_association"
    TRADE_UNION = "trade_union"
    EMPLOYER = "employer"
    GOVERNMENT = "government"
    ACADEMIA = "academia"
    INTERNATIONAL_AGENCY = "international_agency"
    REPORT_AUTHOR = "report_author"
    SECRETARIAT = "secretariat"


class Confidence(models.TextChoices):
    """How sure an assessor is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Edition(Identified):
    """A round of review: what was promised, seen with the knowledge of one day."""

    key = models.CharField(max_length=64, unique=True)
    title = models.JSONField()
    about = models.JSONField(default=dict)
    as_of = models.DateField()
    main_framework = models.CharField(max_length=64)
    heatmap_places = models.JSONField(default=list)
    previous = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="next")
    state = models.CharField(max_length=8, choices=EditionState.choices, default=EditionState.OPEN)
    opened_at = models.DateTimeField(default=clock.now, editable=False)
    opened_by = models.CharField(max_length=200)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("as_of", "key")

    def __str__(self) -> str:
        return self.key


class EditionFramework(models.Model):
    """A framework of an edition, with the version that was the newest when it was opened."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="frameworks")
    key = models.CharField(max_length=64)
    version = models.CharField(max_length=32)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(
                fields=["edition", "key"], name="one_version_a_framework_in_an_edition"
            ),
        )

    def __str__(self) -> str:
        return f"{self.edition}: {self.key} {self.version}"


class Assessment(Identified):
    """One person's (or publication's) judgement of one benchmark in one place.

    Rows are never changed: a new judgement replaces the old one, which keeps the moment at which
    it was superseded. ``person_key`` is empty when a file speaks for somebody. ``submission``
    names the form it came from, so that sending it twice never doubles it. ``round`` is 2 for an
    answer in the second round of a panel. ``note`` is for those whom its level lets in.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="assessments")
    framework = models.CharField(max_length=64)
    benchmark = models.CharField(max_length=64)
    place = models.CharField(max_length=64)
    assessor = models.CharField(max_length=200)
    person_key = models.CharField(max_length=64, blank=True)
    standpoint = models.CharField(max_length=24, choices=Standpoint.choices)
    colour = models.CharField(max_length=16, choices=Colour.choices, null=True)
    reason = models.JSONField()
    confidence = models.CharField(max_length=8, choices=Confidence.choices, null=True)
    assessed_on = models.DateField()
    round = models.PositiveSmallIntegerField(default=1)
    submitted_at = models.DateTimeField(default=clock.now, editable=False)
    submitted_by = models.CharField(max_length=200)
    submission = models.CharField(max_length=64, blank=True)
    note = models.TextField(blank=True)
    note_language = models.CharField(max_length=8, blank=True)
    note_level = models.CharField(max_length=16, default=Level.NETWORK)
    note_readers = models.CharField(max_length=200, blank=True)
    replaces = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=["edition", "framework", "benchmark", "place"]),)
        constraints = (
            models.UniqueConstraint(
                fields=[
                    "edition",
                    "framework",
                    "benchmark",
                    "place",
                    "assessor",
                    "standpoint",
                    "person_key",
                ],
                condition=models.Q(superseded_at=None),
                name="one_current_assessment_a_voice",
            ),
            models.UniqueConstraint(
                fields=["person_key", "submission"],
                condition=~models.Q(submission=""),
                name="one_assessment_a_submission",
            ),
        )

    def __str__(self) -> str:
        return f"{self.edition}: {self.benchmark} {self.place} {self.colour}"


class AssessmentCitation(models.Model):
    """A passage that an assessment rests on, in the assessor's order.

    ``level`` and ``readers`` say who may see that it is cited here (see ``evidence.protection``);
    the source has a level of its own, and both must let one in.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="cited")
    citation = models.ForeignKey("evidence.Citation", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=16, default=Level.PUBLIC)
    readers = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return f"{self.assessment_id}: {self.position}"


class Decision(Identified):
    """Which colour is shown where rule and judgement differ, and why. Never changed."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="decisions")
    framework = models.CharField(max_length=64)
    benchmark = models.CharField(max_length=64)
    place = models.CharField(max_length=64)
    state = models.CharField(max_length=16, choices=DecidedState.choices)
    reason = models.JSONField()
    decided_at = models.DateTimeField(default=clock.now, editable=False)
    decided_by = models.CharField(max_length=200)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["edition", "framework", "benchmark", "place"],
                condition=models.Q(superseded_at=None),
                name="one_current_decision_a_rating",
            ),
        )

    def __str__(self) -> str:
        return f"{self.edition}: {self.benchmark} {self.place} {self.state}"


class ComputedSet(Identified):
    """One computation: where its files are, what they must hash to, what it was computed from."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="computed_sets")
    folder = models.CharField(max_length=200)
    checksum = models.CharField(max_length=64)
    inputs_checksum = models.CharField(max_length=64)
    counts = models.JSONField()
    computed_at = models.DateTimeField(default=clock.now, editable=False)
    computed_by = models.CharField(max_length=200)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.edition}: {self.checksum[:12]}"
