"""Pages of panels: all of an edition, and one with its rounds, spread and discussion."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from milepost.accounts.selectors import get_actor
from milepost.kernel.actors import may, require
from milepost.kernel.errors import BadInput, MilepostError, NotFound, PermissionRefused
from milepost.kernel.scopes import Scope
from milepost.reviews import services
from milepost.reviews.board import find_rating, get_benchmark, place_names
from milepost.reviews.forms import Subject, named
from milepost.reviews.panel_forms import RemarkForm, SecondRoundForm
from milepost.reviews.panel_mail import send_second_round
from milepost.reviews.panel_selectors import get_agreement, get_panel, list_panels
from milepost.reviews.reply_forms import worded
from milepost.reviews.reply_reading import find_reply
from milepost.reviews.selectors import get_edition
from milepost.reviews.views import attempt, for_members

CHOICE = "|"


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def panels(request: HttpRequest, key: str) -> HttpResponse:
    """List the panels, the contested ones first; reviewers open second rounds from here."""
    actor = get_actor(request)
    edition = get_edition(key)
    names = place_names(edition["as_of"])
    rows = [
        {
            **item,
            "name": names.get(item["place"], item["place"]),
            "title": get_benchmark(edition, item["framework"], item["benchmark"])["title"],
        }
        for item in list_panels(actor, key)
    ]
    if request.method == "POST" and not any(row["may_decide"] for row in rows):
        require(actor, "reviews.open_second_round", Scope(edition=key))
    form = _round_form(request, rows) if edition["state"] == "open" else None
    if request.method == "POST" and form is not None and form.is_valid():
        subjects, why = form.subjects(), form.why()

        def write() -> str:
            with transaction.atomic():
                opened = services.open_second_round(actor, key, subjects, why)
                send_second_round(key, subjects, lambda at: _address(request, key, at))
            return str(opened)

        count = attempt(form, write)
        if count is not None:
            words = ngettext(
                "%(count)s second round is open.", "%(count)s second rounds are open.", int(count)
            )
            messages.success(request, words % {"count": count})
            return redirect("edition-panels", key)
    is_reviewer = may(actor, "reviews.open_second_round", Scope(edition=key))
    context = {
        "edition": edition,
        "panels": rows,
        "agreement": get_agreement(actor, key) if is_reviewer else None,
        "form": form,
    }
    failed = form is not None and bool(form.errors)
    return render(request, "reviews/panels.html", context, status=422 if failed else 200)


def _address(request: HttpRequest, key: str, subject: Subject) -> str:
    return request.build_absolute_uri(reverse("edition-panel", args=[key, *subject]))


def _round_form(request: HttpRequest, rows: list[dict[str, Any]]) -> SecondRoundForm | None:
    """Return the form for the ratings that the reader may give back, or None without any."""
    choices = [
        (
            CHOICE.join((row["framework"], row["benchmark"], row["place"])),
            f"{row['benchmark']}, {row['name']}",
        )
        for row in rows
        if row["may_decide"] and not row["second"] and (row["is_contested"] or row["is_undecided"])
    ]
    if request.method == "POST":
        return SecondRoundForm(request.POST, panels=choices)
    return SecondRoundForm(panels=choices) if choices else None


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def panel(
    request: HttpRequest, key: str, framework: str, benchmark: str, place: str
) -> HttpResponse:
    """Show one panel to those who sit on it and to its reviewers, and take a remark."""
    actor = get_actor(request)
    subject = (framework, benchmark, place)
    edition = get_edition(key)
    definition = get_benchmark(edition, framework, benchmark)
    found = get_panel(actor, key, subject)
    form = RemarkForm(request.POST) if request.method == "POST" else RemarkForm()
    if form.is_bound and form.is_valid():
        words = form.cleaned_data["text"]
        if attempt(form, lambda: services.write_remark(actor, key, subject, words)):
            return redirect("edition-panel", key, *subject)
    reply = find_reply(key, subject) if found["is_reviewer"] else None
    context = {
        "edition": edition,
        "framework": framework,
        "benchmark": definition,
        "place": place,
        "place_name": place_names(edition["as_of"]).get(place, place),
        "rating": find_rating(key, subject),
        "panel": _worded(found),
        "reply": worded(reply) if reply else None,
        "form": form,
        "is_open": edition["state"] == "open",
    }
    failed = form.is_bound and bool(form.errors)
    return render(request, "reviews/panel.html", context, status=422 if failed else 200)


def _worded(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return a panel with the words of its codes in the reader's language."""
    second = found["second"]
    return {
        **found,
        "voices": [named(item) for item in found["voices"]],
        "reasons": [named(item) for item in found["reasons"]],
        "second": {**second, "first": [named(item) for item in second["first"]]}
        if second
        else None,
    }


@for_members
@require_POST
def end_round(
    request: HttpRequest, key: str, framework: str, benchmark: str, place: str
) -> HttpResponse:
    """End the second round of a panel."""
    subject = (framework, benchmark, place)
    _do(request, lambda: services.close_second_round(get_actor(request), key, subject))
    return redirect("edition-panel", key, *subject)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def remark(
    request: HttpRequest, key: str, framework: str, benchmark: str, place: str, remark: str
) -> HttpResponse:
    """Edit or withdraw one's own remark."""
    actor = get_actor(request)
    subject: Subject = (framework, benchmark, place)
    found = next(
        (item for item in get_panel(actor, key, subject)["remarks"] if item["id"] == remark), None
    )
    if found is None:
        raise NotFound(what="remark", key=remark)
    if not found["is_own"]:
        raise PermissionRefused(actor=actor.label, permission="reviews.edit_remark")
    if request.method == "POST":
        if "withdraw" in request.POST:
            _do(request, lambda: services.withdraw_remark(actor, key, remark))
        else:
            words = request.POST.get("text", "")
            _do(request, lambda: services.edit_remark(actor, key, remark, words))
        return redirect("edition-panel", key, *subject)
    context = {
        "edition": get_edition(key),
        "framework": framework,
        "benchmark": get_benchmark(get_edition(key), framework, benchmark),
        "place": place,
        "remark": found,
        "form": RemarkForm(initial={"text": found["text"]}),
    }
    return render(request, "reviews/remark.html", context)


def _do(request: HttpRequest, write: Any) -> None:
    """Write, and say what the service refuses."""
    try:
        write()
    except BadInput as error:
        for finding in error.findings:
            messages.error(request, f"{finding.what} {finding.remedy}")
    except (NotFound, PermissionRefused):
        raise
    except MilepostError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Done."))
