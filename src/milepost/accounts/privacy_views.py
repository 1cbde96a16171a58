"""Pages about what is held about people: one's own, the inventory, requests and erasure."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from milepost.accounts import services
from milepost.accounts.held import list_requests, open_request_of, plan_erasure
from milepost.accounts.privacy_forms import ErasureForm, RequestForm
from milepost.accounts.selectors import get_actor, get_person
from milepost.accounts.views import for_members
from milepost.accounts.wording import BASES, ERASURES, NOT_ERASED, ROOMS
from milepost.kernel.actors import may, require
from milepost.kernel.holdings import Holding, list_declarations
from milepost.kernel.pages import attempt
from milepost.kernel.retention import list_rules


@for_members
@never_cache
@require_safe
def held(request: HttpRequest, person: str) -> HttpResponse:
    """Say what is held about a person, and what an erasure would do."""
    return _page(request, person)


def _page(
    request: HttpRequest, person: str, form: ErasureForm | None = None, status: int = 200
) -> HttpResponse:
    actor = get_actor(request)
    require(actor, "accounts.request_erasure", person)
    may_erase = may(actor, "accounts.erase_person")
    context = {
        "person": get_person(actor, person),
        "plan": plan_erasure(actor, person),
        "not_erased": NOT_ERASED,
        "is_self": actor.key == person,
        "request_form": RequestForm(),
        "erasure_form": (form or ErasureForm()) if may_erase else None,
        "open_request": open_request_of(actor, person),
    }
    return render(request, "accounts/held.html", context, status=status)


@for_members
@never_cache
@require_POST
def download(request: HttpRequest, person: str) -> HttpResponse:
    """Give out the ZIP; a POST, because that it was taken is recorded."""
    content = services.export_person(get_actor(request), person)
    return HttpResponse(
        content,
        content_type="application/zip",
        headers={"Content-Disposition": 'attachment; filename="milepost-my-data.zip"'},
    )


@for_members
@require_POST
def ask(request: HttpRequest, person: str) -> HttpResponse:
    """Ask to be erased."""
    form = RequestForm(request.POST)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    services.request_erasure(get_actor(request), person, words)
    messages.success(request, _("Your request is kept. An administrator answers it."))
    return redirect("person-held", person)


@for_members
@require_POST
def erase(request: HttpRequest, person: str) -> HttpResponse:
    """Erase a person, or with ``decline`` answer the request without erasing."""
    actor = get_actor(request)
    require(actor, "accounts.erase_person")
    form = ErasureForm(request.POST)
    decline = "decline" in request.POST
    if form.is_valid() and not decline and not form.cleaned_data["sure"]:
        form.add_error("sure", _("Say that you know what stays."))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        write = services.decline_erasure if decline else services.erase_person
        if attempt(form, lambda: write(actor, person, reason=reason)):
            said = _("The request is answered.") if decline else _("The person is erased.")
            messages.success(request, said)
            return redirect("privacy")
    return _page(request, person, form, 422)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what is held about people, how long, and the requests; delete what is past its time."""
    actor = get_actor(request)
    require(actor, "accounts.view_inventory")
    if request.method == "POST":
        gone = sum(services.sweep(actor).values())
        messages.success(request, _("Deleted rows: %(count)s.") % {"count": gone})
        return redirect("privacy")
    may_sweep = may(actor, "accounts.sweep")
    over = services.sweep(actor, dry_run=True) if may_sweep else {}
    context = {
        "rooms": _inventory(),
        "rules": [{"rule": rule, "over": over.get(rule.name)} for rule in list_rules()],
        "may_sweep": may_sweep,
        "requests": list_requests(actor) if may_sweep else [],
    }
    return render(request, "accounts/privacy.html", context)


def _inventory() -> list[dict[str, Any]]:
    """Return the holdings by room, each with its fields."""
    rooms: dict[str, list[dict[str, Any]]] = {}
    for declaration in list_declarations():
        app = declaration.model.partition(".")[0]
        name = str(ROOMS.get(app, ROOMS["account"]))
        for holding in declaration.holdings:
            rooms.setdefault(name, []).append(_worded(declaration.model, holding))
    return [{"name": name, "holdings": holdings} for name, holdings in rooms.items()]


def _worded(model: str, holding: Holding) -> dict[str, Any]:
    return {
        "role": holding.role,
        "model": model,
        "purpose": holding.purpose,
        "basis": BASES[holding.basis.value],
        "retention": holding.retention,
        "fields": [
            {"name": name, "erasure": ERASURES[erasure.value]}
            for name, erasure in holding.fields.items()
        ],
    }
