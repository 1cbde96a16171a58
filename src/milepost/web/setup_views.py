"""The first visit to an empty instance, and the list of what is still to set up."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from milepost.accounts.selectors import (
    get_actor,
    has_administrator,
    list_invitations,
    list_people,
)
from milepost.accounts.services import found_instance, name_instance
from milepost.accounts.signing_in import sign_in_as
from milepost.frameworks.choosing import list_offered, load_offered
from milepost.frameworks.selectors import list_frameworks
from milepost.indicators.selectors import list_vintages
from milepost.kernel.actors import Actor, may, require
from milepost.kernel.errors import MilepostError
from milepost.kernel.instance import kept_facts
from milepost.kernel.pages import posted
from milepost.reviews.selectors import list_editions
from milepost.web.setup_forms import FoundingForm, FrameworksForm, InstanceForm

DONE = 410


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def found(request: HttpRequest) -> HttpResponse:
    """Make the first administrator of an empty instance; afterwards the page is gone."""
    if has_administrator():
        return render(request, "web/setup_done.html", status=DONE)
    form = FoundingForm(posted(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            person = found_instance(
                given["code"],
                email=given["email"],
                name=given["name"],
                password=given["password"],
            )
        except MilepostError as error:
            form.add_error(None, str(error))
        else:
            sign_in_as(request, person)
            return redirect("setup-name")
    return render(
        request, "web/setup_found.html", {"form": form}, status=422 if form.errors else 200
    )


@login_required
@require_safe
def setup(request: HttpRequest) -> HttpResponse:
    """Show what is set up and what comes next."""
    actor = get_actor(request)
    require(actor, "accounts.name_instance")
    steps = list_steps(actor)
    context = {"steps": steps, "next": next((step for step in steps if not step["is_done"]), None)}
    return render(request, "web/setup.html", context)


def list_steps(actor: Actor) -> list[dict[str, Any]]:
    """Return the steps from an empty instance to a first edition, each with whether it is done."""
    others = len(list_people(actor)) > 1 or bool(list_invitations(actor))
    steps = (
        ("setup-name", _("Name the site"), bool(kept_facts().name)),
        ("setup-frameworks", _("Choose frameworks"), bool(list_frameworks())),
        ("invitation-new", _("Invite others"), others),
        ("import-list", _("Bring in data"), bool(list_vintages(None))),
        ("edition-new", _("Open an edition"), bool(list_editions())),
    )
    return [
        {"href": reverse(name), "title": title, "is_done": is_done}
        for name, title, is_done in steps
    ]


def is_set_up(actor: Actor) -> bool:
    """Whether nothing is left to set up, or it is not this person's to do."""
    if not may(actor, "accounts.name_instance"):
        return True
    return all(step["is_done"] for step in list_steps(actor))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def setup_name(request: HttpRequest) -> HttpResponse:
    """Name the instance and give an address for questions."""
    actor = get_actor(request)
    require(actor, "accounts.name_instance")
    kept = kept_facts()
    form = InstanceForm(
        posted(request),
        initial={"name": kept.name, "contact": kept.contact},
    )
    if request.method == "POST" and form.is_valid():
        name_instance(actor, form.facts())
        messages.success(request, _("The name is kept."))
        return redirect("setup")
    return render(
        request, "web/setup_name.html", {"form": form}, status=422 if form.errors else 200
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def setup_frameworks(request: HttpRequest) -> HttpResponse:
    """Load some of the frameworks that come with Milepost."""
    actor = get_actor(request)
    require(actor, "frameworks.load_framework")
    offered = list_offered()
    form = FrameworksForm(posted(request), offered=offered)
    if request.method == "POST" and form.is_valid():
        load_offered(actor, form.cleaned_data["frameworks"])
        messages.success(request, _("The frameworks are loaded."))
        return redirect("setup" if may(actor, "accounts.name_instance") else "work")
    context = {
        "form": form,
        "offered": offered,
        "has_more": any(not o["is_loaded"] for o in offered),
    }
    return render(request, "web/setup_frameworks.html", context, status=422 if form.errors else 200)
