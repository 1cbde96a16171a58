"""What this room holds about people: who loaded and published. Answers name nobody."""

from django.utils.translation import gettext_lazy as _

from milepost.kernel.holdings import declare, written_by

RECORD = _("As long as the row; without a name after an erasure.")

declare(
    "intake.Survey",
    written_by("loaded_by", purpose=_("Showing who loaded a survey."), retention=RECORD),
    plain="key level document respondents response fingerprint answers_file status status_reason "
    "loaded_at",
)
declare(
    "intake.QuestionTable",
    written_by("published_by", purpose=_("Showing who published a table."), retention=RECORD),
    plain="survey question order document status status_reason published_at",
)
