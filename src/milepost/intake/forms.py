"""The forms that take a survey: its description and its answers."""

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


class FilledFormForm(forms.Form):
    """A description, the form that the answers were given to, and the export of them."""

    description = forms.FileField(
        label=_("Description"),
        help_text=_("A YAML file of the format survey/1, without its questions."),
    )
    form = forms.FileField(
        label=_("Form"), help_text=_("The workbook that the form was made of (XLSForm).")
    )
    answers = forms.FileField(
        label=_("Answers"),
        help_text=_("The export of ODK Central or KoboToolbox, CSV or Excel."),
    )
    repeat_rows = forms.FileField(
        label=_("Rows of a repeat"),
        required=False,
        help_text=_("Only when they stand in a file of their own."),
    )
    repeat = forms.CharField(
        label=_("Repeat"),
        required=False,
        max_length=200,
        help_text=_("Its name, to count the rows of a repeat instead of the submissions."),
    )
    questions = forms.CharField(
        label=_("Only these questions"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Names of the form, one a line; empty for all that have choices."),
    )
    respondent = forms.CharField(
        label=_("Column of the respondent"),
        required=False,
        max_length=200,
        help_text=_("Empty to take the id that the server gave the submission."),
    )
    weight = forms.CharField(label=_("Column of the weights"), required=False, max_length=200)
