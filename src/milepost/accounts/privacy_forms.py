"""Forms of the pages about what is held about people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class RequestForm(forms.Form):
    """A person asks to be erased."""

    words = forms.CharField(
        label=_("Anything the administrators should know"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class ErasureForm(forms.Form):
    """An administrator erases a person, or answers a request without doing so."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("It is recorded for good. Do not name the person in it."),
    )
    sure = forms.BooleanField(
        label=_("I have read what stays, and I know that this cannot be undone."), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
