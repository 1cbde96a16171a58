"""The form that says who may see a source."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from milepost.accounts.wording import ROLES
from milepost.evidence.protection import EDITION, ORGANISATION, Level, Protection
from milepost.evidence.wording import LEVELS, WHO_SEES

Organisations = Iterable[Mapping[str, Any]]


class ProtectionForm(forms.Form):
    """A level, with its readers where it needs some."""

    level = forms.ChoiceField(
        label=_("Level"),
        choices=lambda: [(key, f"{LEVELS[key]}: {WHO_SEES[key]}") for key in LEVELS],
        widget=forms.RadioSelect,
    )
    organisation = forms.ChoiceField(
        label=_("Organisation"), required=False, help_text=_("For a circle.")
    )
    edition = forms.CharField(
        label=_("Key of the edition"),
        required=False,
        max_length=64,
        help_text=_("For a circle, if no organisation is chosen."),
    )
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        required=False,
        choices=list(ROLES.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For confidential sources. Administrators always see them."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=300,
        help_text=_("Needed when somebody may see it who could not before."),
    )

    def __init__(self, *args: Any, organisations: Organisations = (), **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        names = [(row["uuid"], row["name"]) for row in organisations]
        self.fields["organisation"] = forms.ChoiceField(
            label=_("Organisation"),
            required=False,
            choices=[("", "…"), *names],
            help_text=_("For a circle."),
        )

    def protection(self) -> Protection:
        """Return what was chosen; what does not belong to the level is left out."""
        given = self.cleaned_data
        level = Level(given["level"])
        if level is Level.CONFIDENTIAL:
            return Protection(level, " ".join(sorted(given["roles"])))
        if level is not Level.CIRCLE:
            return Protection(level)
        if given["organisation"]:
            return Protection(level, f"{ORGANISATION}:{given['organisation']}")
        return Protection(level, f"{EDITION}:{given['edition'].strip()}")


def protection_initial(level: str, readers: str) -> dict[str, Any]:
    """Return the values of the form for a protection that stands."""
    kind, _colon, key = readers.partition(":")
    return {
        "level": level,
        "organisation": key if kind == ORGANISATION else "",
        "edition": key if kind == EDITION else "",
        "roles": readers.split() if level == Level.CONFIDENTIAL else [],
    }
