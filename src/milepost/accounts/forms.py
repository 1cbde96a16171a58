"""Forms for people, roles, organisations and invitations. Plain HTML, no JavaScript needed."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from milepost.accounts.inviting import Invited
from milepost.accounts.selectors import list_organisations, place_choices
from milepost.accounts.wording import KINDS, ROLES, STANDINGS
from milepost.kernel.actors import Actor
from milepost.kernel.scopes import Scope

Choices = list[tuple[str, Any]]


class PlainForm(forms.Form):
    """A form whose labels end without a colon."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def choose(self, name: str, label: Any, choices: Choices, *, hint: Any = "") -> None:
        """Add an optional choice whose first entry says what leaving it open means."""
        self.fields[name] = forms.ChoiceField(
            label=label, choices=choices, required=False, help_text=hint
        )


def organisation_choices(actor: Actor, nothing: Any) -> Choices:
    """Return the organisations by name after an entry for none."""
    return [("", nothing), *((row["uuid"], row["name"]) for row in list_organisations(actor))]


class ScopeForm(PlainForm):
    """A role and where it holds; what is left open does not limit it."""

    role = forms.ChoiceField(label=_("Role"), choices=[("", _("choose")), *ROLES.items()])
    edition = forms.SlugField(
        label=_("In the edition"),
        required=False,
        max_length=64,
        help_text=_("The key of one edition, such as 2026; empty for every edition."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose(
            "place",
            _("For the place"),
            [("", _("every place")), *place_choices(get_language() or "en")],
            hint=_("A region or group stands for all its countries."),
        )

    def grant(self) -> tuple[str, Scope]:
        """Return what was filled in; call after ``is_valid``."""
        given = self.cleaned_data
        return given["role"], Scope(edition=given["edition"], place=given["place"])


class InvitationForm(ScopeForm):
    """Who is invited, into which organisation, with which role."""

    email = forms.EmailField(label=_("E-mail address"))
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    language = forms.ChoiceField(
        label=_("Language of the message"), choices=settings.LANGUAGES, required=False
    )
    field_order = ("email", "name", "language", "organisation", "standing", "role")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"] = forms.ChoiceField(
            label=_("Role"), choices=[("", _("no role yet")), *ROLES.items()], required=False
        )
        self.choose("organisation", _("Organisation"), organisation_choices(actor, _("none")))
        self.choose("standing", _("There as"), list(STANDINGS.items()))
        self.order_fields((*self.field_order, "edition", "place"))

    def invited(self) -> Invited:
        """Return what was filled in; call after ``is_valid``."""
        given = self.cleaned_data
        role, scope = self.grant()
        return Invited(
            email=given["email"],
            name=given["name"],
            language=given["language"],
            organisation=given["organisation"],
            standing=given["standing"] or "member",
            grants=((role, scope),) if role else (),
        )


class OrganisationForm(PlainForm):
    """What is stated of an organisation."""

    name = forms.CharField(label=_("Name"), max_length=250)
    short_name = forms.CharField(label=_("Short name"), max_length=60, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=list(KINDS.items()))
    website = forms.URLField(
        label=_("Website"), max_length=500, required=False, assume_scheme="https"
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose(
            "place",
            _("Country or region"),
            [("", _("none: it works across regions")), *place_choices(get_language() or "en")],
        )
        self.choose("parent", _("Part of"), organisation_choices(actor, _("nothing larger")))


class MemberForm(PlainForm):
    """A person who has an account already, by address, and what they are there."""

    email = forms.EmailField(
        label=_("E-mail address of somebody with an account"),
        help_text=_("Invite those who have none yet."),
    )
    standing = forms.ChoiceField(label=_("There as"), choices=list(STANDINGS.items()))


class MergeForm(PlainForm):
    """Which organisation this one is a duplicate of, and why."""

    reason = forms.CharField(label=_("Why the two are one"), max_length=500)

    def __init__(self, *args: Any, actor: Actor, but: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [row for row in organisation_choices(actor, "") if row[0] not in {"", but}]
        self.fields["into"] = forms.ChoiceField(label=_("The one that stays"), choices=others)
        self.order_fields(("into", "reason"))


class JoinForm(PlainForm):
    """Accepting an invitation."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        help_text=_("Members of this instance see it; it is printed only beside what you sign."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        help_text=_("At least ten characters; a sentence is easy to keep."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
