"""The form that takes a survey: its description and its answers."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SurveyForm(forms.Form):
    """Two files."""

    description = forms.FileField(
        label=_("Description"), help_text=_("A YAML file of the format survey/1.")
    )
    answers = forms.FileField(
        label=_("Answers"),
        help_text=_("CSV, Excel or Parquet; the first row holds the names of the columns."),
    )
