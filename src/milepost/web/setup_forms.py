"""Forms of the first visit: the first administrator, the name, the frameworks."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from milepost.accounts.forms import JoinForm, PlainForm
from milepost.kernel.instance import Instance


class FoundingForm(JoinForm):
    """The code from the server and the first administrator."""

    code = forms.CharField(
        label=_("Set-up code"),
        max_length=64,
        help_text=_("It is printed where Milepost is started, and by: milepost user setup-code"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    field_order = ("code", "name", "email", "password")


class InstanceForm(PlainForm):
    """How the instance is called and whom readers may ask."""

    name = forms.CharField(
        label=_("Name of this site"),
        max_length=80,
        help_text=_("It stands in the head of every page and in every message."),
    )
    contact = forms.EmailField(
        label=_("Address for questions"),
        required=False,
        help_text=_("It stands in the foot of every public page; leave it empty for none."),
    )

    def facts(self) -> Instance:
        """Return what was filled in; call after ``is_valid``."""
        return Instance(self.cleaned_data["name"], self.cleaned_data["contact"])


class FrameworksForm(PlainForm):
    """Which of the frameworks that come with Milepost are followed here."""

    frameworks = forms.MultipleChoiceField(
        label=_("Frameworks"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one, or go on without.")},
    )

    def __init__(self, *args: Any, offered: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        choices = [
            (row["key"], row["title"].get(language) or row["title"]["en"])
            for row in offered
            if not row["is_loaded"]
        ]
        self.fields["frameworks"].choices = choices  # type: ignore[attr-defined]
