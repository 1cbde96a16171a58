"""Rows of a consultation: what is proposed to change in a framework, and what is said of it."""

from django.db import models

from milepost.kernel import clock
from milepost.kernel.fields import Identified


class ConsultationState(models.TextChoices):
    """Open ones take proposals; an adopted one became a version; a closed one did not."""

    OPEN = "open"
    ADOPTED = "adopted"
    CLOSED = "closed"


class Consultation(Identified):
    """A time in which a framework may be discussed, from one version to the next."""

    framework = models.ForeignKey(
        "frameworks.Framework", on_delete=models.PROTECT, related_name="consultations"
    )
    version = models.CharField(max_length=32)
    title = models.CharField(max_length=200)
    about = models.TextField(blank=True)
    closes_on = models.DateField()
    state = models.CharField(
        max_length=8, choices=ConsultationState.choices, default=ConsultationState.OPEN
    )
    adopted_version = models.CharField(max_length=32, blank=True)
    opened_at = models.DateTimeField(default=clock.now, editable=False)
    opened_by = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=["framework"],
                condition=models.Q(state="open"),
                name="one_open_consultation_a_framework",
            ),
        )

    def __str__(self) -> str:
        return f"{self.framework} {self.version}: {self.title}"


class ProposalKind(models.TextChoices):
    """What a proposal would do."""

    REWORD = "reword"
    MOVE = "move"
    REMOVE = "remove"
    ADD_BENCHMARK = "add_benchmark"
    ADD_NODE = "add_node"


class ProposalState(models.TextChoices):
    """What became of a proposal; an amended one was replaced by another."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    AMENDED = "amended"


class Proposal(Identified):
    """One change that somebody proposes, with the reason; ``content`` depends on the kind.

    ``target`` is the key of the node or benchmark that it is about (for an addition, of the one
    under which it would stand). ``checklist`` holds the proposer's SMART scores, 0 to 2.
    """

    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="proposals"
    )
    kind = models.CharField(max_length=16, choices=ProposalKind.choices)
    target = models.CharField(max_length=64)
    content = models.JSONField(default=dict)
    checklist = models.JSONField(default=dict)
    reason = models.TextField()
    organisation = models.CharField(max_length=250, blank=True)
    proposed_at = models.DateTimeField(default=clock.now, editable=False)
    proposed_by = models.CharField(max_length=200)
    proposed_by_key = models.CharField(max_length=64)
    amends = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="amended_by"
    )
    state = models.CharField(
        max_length=12, choices=ProposalState.choices, default=ProposalState.OPEN
    )
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decision_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.kind} {self.target}"


class Stance(models.TextChoices):
    """How a comment stands to the proposal."""

    SUPPORT = "support"
    OBJECT = "object"
    ASK = "ask"


class ProposalComment(Identified):
    """What a member says of a proposal."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="comments")
    stance = models.CharField(max_length=8, choices=Stance.choices)
    text = models.TextField()
    written_at = models.DateTimeField(default=clock.now, editable=False)
    written_by = models.CharField(max_length=200)
    written_by_key = models.CharField(max_length=64)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.proposal}: {self.stance}"
