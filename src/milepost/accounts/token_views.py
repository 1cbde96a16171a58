"""The page of a person's tokens: make one, see which there are, end one."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from milepost.accounts import services
from milepost.accounts.selectors import get_actor, get_person
from milepost.accounts.tokens import LONGEST_DAYS, SCOPES, list_tokens
from milepost.accounts.views import for_members
from milepost.accounts.wording import TOKEN_SCOPES, TOKEN_STATES
from milepost.kernel.actors import may, require
from milepost.kernel.pages import attempt


class TokenForm(forms.Form):
    """What a token is called, what it is for and how long it holds."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=100,
        help_text=gettext_lazy("What uses it, so that you know later: “nightly import”."),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it is for"),
        choices=[(scope, TOKEN_SCOPES[scope]) for scope in SCOPES],
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.IntegerField(
        label=gettext_lazy("Days for which it holds"),
        min_value=1,
        max_value=LONGEST_DAYS,
        initial=90,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]


@for_members
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest, person: str) -> HttpResponse:
    """Show a person's tokens; with a POST make one and show it, this once."""
    actor = get_actor(request)
    require(actor, "accounts.view_tokens", person)
    made: list[services.IssuedToken] = []
    form = TokenForm()
    if request.method == "POST":
        require(actor, "accounts.make_token", person)
        form = TokenForm(request.POST)
        if form.is_valid():
            given = form.cleaned_data
            name, scopes, days = given["name"], given["scopes"], given["days"]
            attempt(
                form,
                lambda: made.append(services.create_token(actor, person, name, scopes, days)),
            )
    context = {
        "person": get_person(actor, person),
        "is_self": actor.key == person,
        "tokens": [
            {
                **row,
                "state_name": TOKEN_STATES[str(row["state"])],
                "scope_names": [TOKEN_SCOPES[scope] for scope in row["scopes"]],  # type: ignore[attr-defined]
            }
            for row in list_tokens(actor, person)
        ],
        "form": (TokenForm() if made else form)
        if may(actor, "accounts.make_token", person)
        else None,
        "secret": made[0].secret if made else "",
    }
    status = 422 if form.errors else 200
    return render(request, "accounts/tokens.html", context, status=status)


@for_members
@require_POST
def token_revoke(request: HttpRequest, person: str, token: str) -> HttpResponse:
    """End a token."""
    services.revoke_token(get_actor(request), person, token)
    messages.success(request, _("The token is revoked."))
    return redirect("person-tokens", person)
