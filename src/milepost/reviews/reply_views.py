"""Pages of the right of reply: for governments, and for those who invite and answer them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from milepost.accounts.selectors import get_actor
from milepost.evidence.selectors import list_sources
from milepost.evidence.services import add_document
from milepost.kernel.actors import Actor, may, require
from milepost.kernel.errors import BadInput, MilepostError, NotFound
from milepost.kernel.scopes import Scope
from milepost.reviews import services
from milepost.reviews.board import country_choices, find_rating, get_benchmark, place_names
from milepost.reviews.desk import find_measured
from milepost.reviews.entries import Cited
from milepost.reviews.forms import CitationForm, Subject, citation_forms, cited
from milepost.reviews.reply_forms import (
    AnswerForm,
    DocumentForm,
    InviteForm,
    ReplyForm,
    answer_initial,
    reply_initial,
    worded,
)
from milepost.reviews.reply_mail import send_reply_invitations
from milepost.reviews.reply_selectors import (
    get_reply_page,
    list_drafts,
    list_own_places,
    list_own_replies,
    list_replies_to_answer,
    list_reply_counts,
)
from milepost.reviews.reply_window import planned_last_day
from milepost.reviews.selectors import get_edition
from milepost.reviews.views import attempt, for_everybody, for_members, put_findings

ReplyForms = tuple[ReplyForm, "BaseFormSet[CitationForm]", DocumentForm]
"""The reply, the passages cited, and a document that is not on the list yet."""


@for_everybody
@require_safe
def replies(request: HttpRequest, key: str) -> HttpResponse:
    """Show a government its draft ratings, and the secretariat who was invited and replied."""
    actor = get_actor(request)
    edition = get_edition(key)
    names = place_names(edition["as_of"])
    own = [
        {**item, "name": names.get(item["place"], ""), **_of_place(actor, edition, item)}
        for item in list_own_places(actor, key)
    ]
    received = [
        {**_titled(edition, worded(item)), "name": names.get(item["place"], "")}
        for item in list_replies_to_answer(actor, key)
    ]
    may_invite = may(actor, "reviews.invite_reply", Scope(edition=key))
    is_inside = may(actor, "reviews.view_work")
    context = {
        "edition": edition,
        "own": own,
        "is_inside": is_inside,
        "invited": [
            item | {"name": names.get(item["place"], "")} for item in list_reply_counts(actor, key)
        ],
        "received": received,
        "may_invite": may_invite and edition["state"] == "open",
        "form": InviteForm(
            places=country_choices(edition["as_of"]), initial={"until": planned_last_day(key)}
        )
        if may_invite
        else None,
    }
    return render(request, "reviews/replies.html", context)


def _of_place(actor: Actor, edition: Mapping[str, Any], item: Mapping[str, Any]) -> dict[str, Any]:
    key, place = edition["key"], item["place"]
    drafts = [_titled(edition, row) for row in list_drafts(actor, key, place)]
    for row in drafts:
        row["reply"] = worded(row["reply"]) if row["reply"] else None
    kept = [_titled(edition, worded(row)) for row in list_own_replies(actor, key, place)]
    return {"drafts": drafts, "kept": kept}


def _titled(edition: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    definition = get_benchmark(edition, row["framework"], row["benchmark"])
    return {**row, "title": definition["title"]}


@for_members
@require_POST
def invite(request: HttpRequest, key: str) -> HttpResponse:
    """Invite the government of a country to reply, and write to its focal points."""
    actor = get_actor(request)
    require(actor, "reviews.invite_reply", Scope(edition=key))
    edition = get_edition(key)
    form = InviteForm(request.POST, places=country_choices(edition["as_of"]))
    if not form.is_valid():
        messages.error(request, _("Choose a country and a day."))
        return redirect("edition-replies", key)
    place, until = form.cleaned_data["place"], form.cleaned_data["until"]
    address = request.build_absolute_uri(reverse("edition-replies", args=[key]))
    try:
        with transaction.atomic():
            outcome = services.invite_reply(actor, key, place, until)
            told = (
                0 if outcome == "unchanged" else send_reply_invitations(key, place, until, address)
            )
    except BadInput as error:
        for finding in error.findings:
            messages.error(request, f"{finding.what} {finding.remedy}")
    except NotFound:
        raise
    except MilepostError as error:
        messages.error(request, str(error))
    else:
        _say_invited(request, told)
    return redirect("edition-replies", key)


def _say_invited(request: HttpRequest, told: int) -> None:
    if told:
        words = ngettext(
            "The government is invited. %(count)s focal point was written to.",
            "The government is invited. %(count)s focal points were written to.",
            told,
        )
        messages.success(request, words % {"count": told})
        return
    words = _("The government is invited, but nobody was written to: check its focal points.")
    messages.warning(request, words)


# --- replying -----------------------------------------------------------------------------------


@for_everybody
@require_http_methods(["GET", "HEAD", "POST"])
def reply(
    request: HttpRequest, key: str, framework: str, benchmark: str, place: str
) -> HttpResponse:
    """Show a focal point one draft rating of the own country, and take the reply to it."""
    actor = get_actor(request)
    subject = (framework, benchmark, place)
    require(actor, "reviews.record_reply", _where(key, subject))
    edition = get_edition(key)
    forms = _reply_forms(request, get_reply_page(actor, key, subject)["reply"])
    if request.method == "POST" and _keep(request, actor, (key, subject), forms):
        return redirect("edition-replies", key)
    page = get_reply_page(actor, key, subject)
    context = {
        **_heading(edition, subject),
        **page,
        "rating": page["draft"],
        "reply": worded(page["reply"]) if page["reply"] else None,
        "versions": [worded(item) for item in page["versions"]],
        "form": forms[0],
        "citations": forms[1],
        "document": forms[2],
    }
    failed = any(item.is_bound and not item.is_valid() for item in forms)
    return render(request, "reviews/reply.html", context, status=422 if failed else 200)


def _where(key: str, subject: Subject) -> Scope:
    framework, _benchmark, place = subject
    return Scope(edition=key, framework=framework, place=place)


def _heading(edition: Mapping[str, Any], subject: Subject) -> dict[str, Any]:
    framework, benchmark, place = subject
    definition = get_benchmark(edition, framework, benchmark)
    return {
        "edition": edition,
        "framework": framework,
        "benchmark": definition,
        "indicator": find_measured(definition),
        "place": place,
        "place_name": place_names(edition["as_of"]).get(place, place),
    }


def _reply_forms(request: HttpRequest, current: Mapping[str, Any] | None) -> ReplyForms:
    sources = list_sources(get_actor(request))
    if request.method == "POST":
        return (
            ReplyForm(request.POST),
            citation_forms(sources, data=request.POST),
            DocumentForm(request.POST, prefix="document"),
        )
    return (
        ReplyForm(initial=reply_initial(current)),
        citation_forms(sources, initial=current["citations"] if current else ()),
        DocumentForm(prefix="document"),
    )


def _keep(
    request: HttpRequest, actor: Actor, target: tuple[str, Subject], forms: ReplyForms
) -> bool:
    """Keep what was filled in; on any problem put it at its field and return False."""
    form, rows, document = forms
    key, subject = target
    if not all([form.is_valid(), rows.is_valid(), document.is_valid()]):
        if form.is_valid():
            form.add_error(None, _("A cited source is not complete."))
        return False

    def write() -> str:
        with transaction.atomic():
            passages = [*cited(rows), *_new_passage(actor, document)]
            return services.record_reply(actor, key, form.entry(subject, passages))

    outcome = attempt(form, write)
    if outcome is None:
        return False
    done = {
        "added": _("Your reply is kept. You can change it until the last day."),
        "changed": _("Your reply is kept; the one before stays in its history."),
        "unchanged": _("Nothing has changed."),
    }
    messages.success(request, done[outcome])
    return True


def _new_passage(actor: Actor, form: DocumentForm) -> list[Cited]:
    document = form.document()
    if document is None:
        return []
    try:
        source = add_document(actor, document)
    except BadInput as error:
        put_findings(form, error)
        raise
    return [Cited(source, form.cleaned_data["locator"])]


# --- answering ----------------------------------------------------------------------------------


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def answer(
    request: HttpRequest, key: str, framework: str, benchmark: str, place: str
) -> HttpResponse:
    """Show a government's reply beside the rating, and take the answer to it."""
    actor = get_actor(request)
    subject = (framework, benchmark, place)
    require(actor, "reviews.answer_reply", _where(key, subject))
    edition = get_edition(key)
    form = AnswerForm(request.POST) if request.method == "POST" else None
    if form and form.is_valid():
        entry = form.entry()
        if attempt(form, lambda: services.answer_reply(actor, key, entry)):
            messages.success(request, _("The answer is kept."))
            return redirect("edition-replies", key)
    found = _received(actor, key, subject)
    context = {
        **_heading(edition, subject),
        "rating": find_rating(key, subject),
        "reply": worded(found),
        "form": form or AnswerForm(initial=answer_initial(found)),
        "is_open": edition["state"] == "open",
        "may_decide": may(actor, "reviews.record_decision", _where(key, subject)),
    }
    failed = form is not None and bool(form.errors)
    return render(request, "reviews/answer.html", context, status=422 if failed else 200)


def _received(actor: Actor, key: str, subject: Subject) -> dict[str, Any]:
    for row in list_replies_to_answer(actor, key):
        if (row["framework"], row["benchmark"], row["place"]) == subject:
            return row
    raise NotFound(what="reply", key=" ".join(subject))
