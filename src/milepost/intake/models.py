"""Surveys and the tables that were made of their answers.

Answers themselves are private files (see ``storage``); no row here tells what one respondent said.
"""

from django.db import models

from milepost.kernel import clock
from milepost.kernel.fields import Identified


class Survey(Identified):
    """One questionnaire as it was answered; ``document`` is its normalised description."""

    class Status(models.TextChoices):
        """Whether the survey counts."""

        LOADED = "loaded", "loaded"
        WITHDRAWN = "withdrawn", "withdrawn"

    key = models.CharField(max_length=100, unique=True)
    level = models.CharField(max_length=20)
    document = models.JSONField()
    respondents = models.IntegerField()
    response = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=64)
    answers_file = models.CharField(max_length=100, blank=True)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.LOADED)
    status_reason = models.TextField(blank=True)
    loaded_at = models.DateTimeField(default=clock.now)
    loaded_by = models.CharField(max_length=200)

    class Meta:
        ordering = ("key",)

    def __str__(self) -> str:
        return self.key


class QuestionTable(Identified):
    """The table of one question, with its small cells hidden before it was written."""

    class Status(models.TextChoices):
        """How far a table has come."""

        DRAFT = "draft", "draft"
        PUBLISHED = "published", "published"
        WITHDRAWN = "withdrawn", "withdrawn"

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="tables")
    question = models.CharField(max_length=100)
    order = models.IntegerField()
    document = models.JSONField()
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.DRAFT)
    status_reason = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("survey", "order")
        constraints = (
            models.UniqueConstraint(fields=["survey", "question"], name="one_table_a_question"),
        )

    def __str__(self) -> str:
        return f"{self.survey_id}: {self.question} ({self.status})"
