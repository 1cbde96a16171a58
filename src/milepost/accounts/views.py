"""Pages for people, organisations and invitations. They work without JavaScript."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from milepost.accounts import services
from milepost.accounts.forms import (
    InvitationForm,
    JoinForm,
    MemberForm,
    MergeForm,
    OrganisationForm,
    ScopeForm,
)
from milepost.accounts.invitation_mail import send_invitation
from milepost.accounts.outbox import list_waiting
from milepost.accounts.selectors import (
    find_invitation,
    find_person_by_address,
    get_actor,
    get_organisation,
    get_person,
    list_invitations,
    list_members,
    list_organisations,
    list_people,
    place_choices,
)
from milepost.accounts.wording import INVITATION_STATES, KINDS, ROLES, STANDINGS
from milepost.kernel.actors import Actor, may, require
from milepost.kernel.errors import NotFound
from milepost.kernel.pages import attempt, posted, tell
from milepost.kernel.scopes import Scope

View = Callable[..., HttpResponse]
UNUSABLE = 410


def for_members(view: View) -> View:
    """Ask strangers to sign in; an unknown key is not found."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, **kwargs)
        except NotFound as missing:
            raise Http404(str(missing)) from missing

    return login_required(guarded)


# --- people -------------------------------------------------------------------------------------


@for_members
@require_safe
def person_list(request: HttpRequest) -> HttpResponse:
    """List the people of the instance with their roles, and the invitations."""
    actor = get_actor(request)
    names = dict(place_choices(request.LANGUAGE_CODE))
    context = {
        "people": [_worded(row, names) for row in list_people(actor)],
        "invitations": [
            row | {"state_name": INVITATION_STATES[row["state"]]} for row in list_invitations(actor)
        ],
        "waiting": list_waiting() if may(actor, "accounts.create_user") else [],
    }
    return render(request, "accounts/person_list.html", context)


def _worded(person: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    roles = [
        role
        | {
            "role_name": ROLES[role["role"]],
            "place_name": names.get(role["place"], role["place"]),
        }
        for role in person["roles"]
    ]
    organisations = [
        row | {"standing_name": STANDINGS[row["standing"]]} for row in person["organisations"]
    ]
    return person | {"roles": roles, "organisations": organisations}


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def person_detail(request: HttpRequest, person: str) -> HttpResponse:
    """Show a person's roles and organisations; give a role."""
    actor = get_actor(request)
    shown = get_person(actor, person)
    form = ScopeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        role, scope = form.grant()
        if attempt(form, lambda: services.grant_role(actor, person, role, scope)):
            messages.success(request, _("The role is given; it holds from the next page on."))
            return redirect("person-detail", person)
    context = {
        "person": _worded(shown, dict(place_choices(request.LANGUAGE_CODE))),
        "form": form,
        "may_grant": may(actor, "accounts.grant_role"),
        "may_close": may(actor, "accounts.close_account") and shown["is_active"],
        "is_self": actor.key == person,
    }
    return render(
        request, "accounts/person_detail.html", context, status=422 if form.errors else 200
    )


@for_members
@require_POST
def role_end(request: HttpRequest, person: str) -> HttpResponse:
    """End one role of a person."""
    given = request.POST
    scope = Scope(
        framework=given.get("framework", ""),
        edition=given.get("edition", ""),
        place=given.get("place", ""),
        organisation=given.get("organisation", ""),
    )
    actor = get_actor(request)
    tell(
        request,
        lambda: services.end_role(actor, person, given.get("role", ""), scope),
        _("The role has ended."),
    )
    return redirect("person-detail", person)


@for_members
@require_POST
def account_close(request: HttpRequest, person: str) -> HttpResponse:
    """Close an account for a reason."""
    actor = get_actor(request)
    reason = request.POST.get("reason", "")
    tell(
        request,
        lambda: services.close_account(actor, person, reason=reason),
        _("The account is closed; what the person wrote stays."),
    )
    return redirect("person-detail", person)


# --- invitations --------------------------------------------------------------------------------


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_new(request: HttpRequest) -> HttpResponse:
    """Invite somebody, with a role and an organisation."""
    actor = get_actor(request)
    first = request.GET.get("organisation", "")
    if not (may(actor, "accounts.invite_person") or actor.scopes_of("manager")):
        require(actor, "accounts.invite_person", Scope(organisation=first))
    initial = {"organisation": first, "language": request.LANGUAGE_CODE}
    form = InvitationForm(posted(request), initial=initial, actor=actor)
    if request.method == "POST" and form.is_valid():
        invited = form.invited()
        issued: list[services.Issued] = []
        if attempt(form, lambda: issued.append(services.invite_person(actor, invited))):
            page = request.build_absolute_uri(reverse("join", args=[issued[0].token]))
            send_invitation(invited, page, host=actor.label)
            return render(
                request, "accounts/invitation_sent.html", {"invited": invited, "page": page}
            )
    context = {"form": form}
    return render(
        request, "accounts/invitation_new.html", context, status=422 if form.errors else 200
    )


@for_members
@require_POST
def invitation_withdraw(request: HttpRequest, invitation: str) -> HttpResponse:
    """Withdraw an open invitation."""
    services.withdraw_invitation(get_actor(request), invitation)
    messages.success(request, _("The invitation is withdrawn; its link no longer works."))
    return redirect("person-list")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Accept an invitation: choose a name and a password, then sign in."""
    found = find_invitation(token)
    if found is None or found["state"] != "open":
        return render(request, "accounts/join_refused.html", {"found": found}, status=UNUSABLE)
    form = JoinForm(posted(request), initial={"name": found["name"]})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def accept() -> str:
            return services.accept_invitation(
                token,
                name=given["name"],
                password=given["password"],
                language=request.LANGUAGE_CODE,
            )

        if attempt(form, accept):
            messages.success(request, _("Welcome. Sign in with your address and password."))
            return redirect("sign-in")
    roles = [ROLES[item["role"]] for item in found["grants"] if item["role"] in ROLES]
    context = {"found": found, "form": form, "roles": roles}
    return render(request, "accounts/join.html", context, status=422 if form.errors else 200)


# --- organisations ------------------------------------------------------------------------------


@for_members
@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    """List the organisations with the number of their people."""
    actor = get_actor(request)
    names = dict(place_choices(request.LANGUAGE_CODE))
    rows = [
        row | {"kind_name": KINDS[row["kind"]], "place_name": names.get(row["place"], "")}
        for row in list_organisations(actor)
    ]
    context = {"organisations": rows, "may_edit": may(actor, "accounts.edit_organisation")}
    return render(request, "accounts/organisation_list.html", context)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_new(request: HttpRequest) -> HttpResponse:
    """Add an organisation."""
    actor = get_actor(request)
    require(actor, "accounts.edit_organisation")
    form = OrganisationForm(posted(request), actor=actor)
    if request.method == "POST" and form.is_valid():
        made: list[str] = []
        details = form.cleaned_data
        if attempt(form, lambda: made.append(services.create_organisation(actor, details))):
            return redirect("organisation-detail", made[0])
    return render(
        request,
        "accounts/organisation_new.html",
        {"form": form},
        status=422 if form.errors else 200,
    )


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_detail(request: HttpRequest, organisation: str) -> HttpResponse:
    """Show an organisation and its people; change what is stated of it."""
    actor = get_actor(request)
    shown = get_organisation(actor, organisation)
    if shown["uuid"] != organisation:
        return redirect("organisation-detail", shown["uuid"])
    lies = Scope(organisation=organisation)
    if request.method == "POST":
        require(actor, "accounts.edit_organisation", lies)
    form = OrganisationForm(posted(request), initial=shown, actor=actor)
    if request.method == "POST" and form.is_valid():
        details = form.cleaned_data
        if attempt(form, lambda: services.change_organisation(actor, organisation, details)):
            messages.success(request, _("The organisation is kept."))
            return redirect("organisation-detail", organisation)
    names = dict(place_choices(request.LANGUAGE_CODE))
    context = {
        "organisation": shown
        | {"kind_name": KINDS[shown["kind"]], "place_name": names.get(shown["place"], "")},
        "members": _members(actor, organisation),
        "may_view_members": may(actor, "accounts.view_members", lies),
        "form": form,
        "member_form": MemberForm(),
        "merge_form": MergeForm(but=organisation, actor=actor),
        "may_edit": may(actor, "accounts.edit_members", lies),
        "may_merge": may(actor, "accounts.merge_organisations"),
    }
    return render(
        request, "accounts/organisation_detail.html", context, status=422 if form.errors else 200
    )


@for_members
@require_POST
def organisation_naming(request: HttpRequest, organisation: str) -> HttpResponse:
    """Keep whether an organisation may be named in public."""
    actor = get_actor(request)
    is_named = request.POST.get("named") == "yes"
    services.agree_to_be_named(actor, organisation, is_named=is_named)
    said = _("It may be named.") if is_named else _("It is named nowhere from now on.")
    messages.success(request, said)
    return redirect("organisation-detail", organisation)


def _members(actor: Actor, organisation: str) -> list[dict[str, Any]]:
    """Return the people of an organisation, worded; none for those who may not see them."""
    if not may(actor, "accounts.view_members", Scope(organisation=organisation)):
        return []
    rows = list_members(actor, organisation)
    return [row | {"standing_name": STANDINGS[row["standing"]]} for row in rows]


@for_members
@require_POST
def member_change(request: HttpRequest, organisation: str) -> HttpResponse:
    """Add somebody with an account, change their standing, or take them out."""
    actor = get_actor(request)
    require(actor, "accounts.edit_members", Scope(organisation=organisation))
    if person := request.POST.get("remove"):
        services.end_membership(actor, organisation, person)
        messages.success(request, _("The membership has ended."))
        return redirect("organisation-detail", organisation)
    form = MemberForm(request.POST)
    found = find_person_by_address(form.data.get("email", ""))
    if not form.is_valid() or found is None:
        messages.error(request, _("Nobody with this address has an account; invite them."))
        return redirect("organisation-detail", organisation)
    services.add_member(actor, organisation, found, form.cleaned_data["standing"])
    messages.success(request, _("The member is kept."))
    return redirect("organisation-detail", organisation)


@for_members
@require_POST
def organisation_merge(request: HttpRequest, organisation: str) -> HttpResponse:
    """Make this organisation a duplicate of another one."""
    actor = get_actor(request)
    require(actor, "accounts.merge_organisations")
    form = MergeForm(request.POST, but=organisation, actor=actor)
    if not form.is_valid():
        messages.error(request, _("Choose the organisation that stays, and say why."))
        return redirect("organisation-detail", organisation)
    into = form.cleaned_data["into"]
    reason = form.cleaned_data["reason"]
    is_merged = tell(
        request,
        lambda: services.merge_organisations(actor, organisation, into, reason=reason),
        _("The two are one now; the duplicate stays readable."),
    )
    return redirect("organisation-detail", into if is_merged else organisation)
