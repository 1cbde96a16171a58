"""Forms of the panel pages: opening a second round, and remarks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from milepost.reviews.forms import PlainForm, Subject


class SecondRoundForm(PlainForm):
    """Contested ratings to give back to their panels, and why."""

    ratings = forms.MultipleChoiceField(
        label=_("Ratings"), widget=forms.CheckboxSelectMultiple, required=False
    )
    reason = forms.CharField(
        label=_("Why the panels are asked again"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("The panels read it, and it is published with the rating."),
    )
    language = forms.ChoiceField(label=_("Language of the reason"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, panels: Sequence[tuple[str, str]] = (), **kwargs: Any):
        kwargs.setdefault("initial", {"language": get_language() or "en"})
        super().__init__(*args, **kwargs)
        self.fields["ratings"] = forms.MultipleChoiceField(
            label=_("Ratings"),
            widget=forms.CheckboxSelectMultiple,
            required=False,
            choices=panels,
        )
        self.order_fields(["ratings", "reason", "language"])

    def subjects(self) -> list[Subject]:
        """Return the chosen ratings; call after ``is_valid``."""
        found = []
        for choice in self.cleaned_data["ratings"]:
            framework, benchmark, place = choice.split("|")
            found.append((framework, benchmark, place))
        return found

    def why(self) -> Mapping[str, str]:
        """Return the reason by language; call after ``is_valid``."""
        return {self.cleaned_data["language"]: self.cleaned_data["reason"].strip()}


class RemarkForm(PlainForm):
    """One remark."""

    text = forms.CharField(
        label=_("Your remark"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Only the panel and its reviewers read it. It is not published."),
    )
