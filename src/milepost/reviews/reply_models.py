"""What governments reply to the ratings of their country, and what is answered."""

from django.db import models

from milepost.kernel import clock
from milepost.kernel.fields import Identified


class Stance(models.TextChoices):
    """What a reply does: agree with the rating, correct a fact under it, or disagree with it."""

    AGREES = "agrees"
    CORRECTS = "corrects"
    DISAGREES = "disagrees"


class AnswerOutcome(models.TextChoices):
    """What became of a reply: something was changed because of it, or not."""

    ACCEPTED = "accepted"
    DECLINED = "declined"


class ReplyInvitation(Identified):
    """A government is asked to reply to the ratings of its country, until a day (included).

    ``until`` is only ever moved later; each move is an event of the audit.
    """

    edition = models.ForeignKey(
        "reviews.Edition", on_delete=models.PROTECT, related_name="reply_invitations"
    )
    place = models.CharField(max_length=64)
    until = models.DateField()
    invited_at = models.DateTimeField(default=clock.now, editable=False)
    invited_by = models.CharField(max_length=200)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["edition", "place"], name="one_invitation_a_place"),
        )

    def __str__(self) -> str:
        return f"{self.edition}: {self.place} until {self.until}"


class Reply(Identified):
    """A government's reply to one rating. Rows are never changed: a new one replaces the old.

    ``answers_to`` is the draft rating as it was when the reply was written: state, reason, flags,
    value, unit, period. ``office`` is the name it is published under; who wrote it stays here.
    """

    edition = models.ForeignKey("reviews.Edition", on_delete=models.PROTECT, related_name="replies")
    framework = models.CharField(max_length=64)
    benchmark = models.CharField(max_length=64)
    place = models.CharField(max_length=64)
    stance = models.CharField(max_length=12, choices=Stance.choices)
    text = models.JSONField()
    office = models.CharField(max_length=200)
    answers_to = models.JSONField()
    person_key = models.CharField(max_length=64)
    submitted_at = models.DateTimeField(default=clock.now, editable=False)
    submitted_by = models.CharField(max_length=200)
    replaces = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["edition", "framework", "benchmark", "place"],
                condition=models.Q(superseded_at=None),
                name="one_current_reply_a_rating",
            ),
        )

    def __str__(self) -> str:
        return f"{self.edition}: {self.benchmark} {self.place} {self.stance}"


class ReplyCitation(models.Model):
    """A passage that a reply rests on, in the order in which it is cited."""

    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="cited")
    citation = models.ForeignKey("evidence.Citation", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return f"{self.reply_id}: {self.position}"


class ReplyAnswer(Identified):
    """What was done about a reply, in the reviewer's words. Never changed, only replaced."""

    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, related_name="answers")
    outcome = models.CharField(max_length=12, choices=AnswerOutcome.choices)
    text = models.JSONField()
    answered_at = models.DateTimeField(default=clock.now, editable=False)
    answered_by = models.CharField(max_length=200)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["reply"],
                condition=models.Q(superseded_at=None),
                name="one_current_answer_a_reply",
            ),
        )

    def __str__(self) -> str:
        return f"{self.reply_id}: {self.outcome}"
