"""The assessor's desk: everything on one benchmark and place, and the own judgement of it.

It works without JavaScript; ``desk.js`` only keeps a copy of what is typed in the browser.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from milepost.accounts.contacts import list_organisation_names
from milepost.accounts.selectors import get_actor
from milepost.evidence.selectors import list_sources
from milepost.kernel.actors import Actor, may, require
from milepost.kernel.errors import BadInput, MilepostError, NotFound, PermissionRefused
from milepost.reviews import services
from milepost.reviews.desk import get_desk, list_earlier, list_values, with_conflicts
from milepost.reviews.errors import ChangedMeanwhile
from milepost.reviews.forms import (
    AssessmentForm,
    Choices,
    CitationForm,
    CoverForm,
    Subject,
    assessment_initial,
    citation_forms,
    cited,
    named,
    reader_choices,
)
from milepost.reviews.levels import protection_of_code
from milepost.reviews.panel_selectors import (
    has_open_second_round,
    is_to_answer,
    list_others,
    may_see_panel,
)
from milepost.reviews.selectors import find_own_assessment, list_versions
from milepost.reviews.views import for_members, put_findings, rating_page, where_of

Forms = tuple[AssessmentForm, "BaseFormSet[CitationForm]"]
REFUSED = 403
PARTS = ("source", "locator", "level")
"""What a draft keeps of each cited passage, a line each."""
NOT_SHOWN = ("csrfmiddlewaretoken", "seen", "submission", "action")


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def assess(
    request: HttpRequest, key: str, framework: str, benchmark: str, place: str
) -> HttpResponse:
    """Show everything known on one benchmark and place, and take the person's own judgement."""
    actor = get_actor(request)
    subject = (framework, benchmark, place)
    require(actor, "reviews.view_rating", where_of(key, subject))
    if request.method == "POST":
        forms = (
            AssessmentForm(request.POST, readers=_readers(actor, is_public_first=False)),
            citation_forms(list_sources(actor), data=request.POST, readers=_readers(actor)),
        )
        answer = _take(request, actor, (key, subject), forms)
        if isinstance(answer, HttpResponse):
            return answer
        return _desk(request, actor, (key, subject), forms, status=answer)
    return _desk(request, actor, (key, subject), None)


def _desk(
    request: HttpRequest,
    actor: Actor,
    target: tuple[str, Subject],
    forms: Forms | None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Show the desk: with what was sent (``forms``), else with the draft, else as it stands."""
    key, subject = target
    page = rating_page(key, subject)
    own = find_own_assessment(actor, key, subject)
    desk = get_desk(actor.key, key, subject)
    form, rows = forms or _first_forms(actor, own, desk["draft"])
    sees_panel = may_see_panel(actor, key, subject)
    lies = where_of(key, subject)
    as_of = date.fromisoformat(page["edition"]["as_of"])
    own_id = own["id"] if own else ""
    is_changed = status == ChangedMeanwhile.status and request.POST.get("seen", own_id) != own_id
    context = {
        **(page if sees_panel and not is_to_answer(actor, key, subject) else _without_people(page)),
        **desk,
        "form": form,
        "citations": rows,
        "own": named(own) if own else None,
        "others": _others(actor, key, subject),
        "versions": [named(item) for item in _history(actor, key, subject)],
        "values": list_values(page["benchmark"], subject[2], as_of),
        "earlier": list_earlier(key, subject),
        "is_hidden": not sees_panel,
        "is_second": own is not None and has_open_second_round(key, subject),
        "is_changed": is_changed,
        "seen": request.POST.get("seen", "") if forms and not is_changed else own_id,
        "is_draft": bool(desk["draft"]) and forms is None,
        "person": actor.key,
        "submission": uuid4().hex if forms is None else request.POST.get("submission", ""),
        "may_assess": may(actor, "reviews.record_assessment", lies) and page["is_open"],
        "may_decide": may(actor, "reviews.record_decision", lies) and page["is_open"],
        "cover": CoverForm(auto_id="") if may(actor, "reviews.cover_words", lies) else None,
    }
    return render(request, "reviews/assess.html", context, status=status)


def _readers(actor: Actor, *, is_public_first: bool = True) -> Choices:
    """Return whom the actor may let read a note or a passage."""
    names = list_organisation_names(sorted(actor.organisations))
    return reader_choices(names, is_public_first=is_public_first)


def _first_forms(actor: Actor, own: dict[str, Any] | None, draft: dict[str, Any] | None) -> Forms:
    given = draft["content"] if draft else assessment_initial(own, actor.label)
    form = AssessmentForm(initial=given, readers=_readers(actor, is_public_first=False))
    cites: Sequence[dict[str, Any]] = own["citations"] if own else ()
    if draft:
        texts = draft["content"].get("cited", "").split("\n\n")
        rows = [(*text.split("\n"), "", "")[:3] for text in texts if text]
        cites = [dict(zip(PARTS, one, strict=True)) for one in rows]
    return form, citation_forms(list_sources(actor), initial=cites, readers=_readers(actor))


def _others(actor: Actor, key: str, subject: Subject) -> list[dict[str, Any]]:
    """Return what others say; reviewers also read which conflicts of interest they declared."""
    voices = [named(item) for item in list_others(actor, key, subject)]
    if not may(actor, "reviews.record_decision", where_of(key, subject)):
        return voices
    return with_conflicts(voices, key, subject)


def _history(actor: Actor, key: str, subject: Subject) -> list[dict[str, Any]]:
    """Return every assessment of a rating for reviewers, and one's own for everybody else."""
    versions = list_versions(key, subject, actor)
    if may(actor, "reviews.record_decision", where_of(key, subject)) and may_see_panel(
        actor, key, subject
    ):
        return versions
    return [item for item in versions if item["person_key"] == actor.key]


def _without_people(page: dict[str, Any]) -> dict[str, Any]:
    """Take from a page what the panel and its reviewers said, for somebody who has yet to judge."""
    computed = page["rating"] and page["rating"]["computed"]
    shown = {**page["rating"], **computed, "flags": [], "judged": None} if computed else None
    trace = page["trace"]
    if trace is not None:
        steps = [s for s in trace["steps"] if not s["code"].startswith(("panel.", "final."))]
        trace = {**trace, "steps": steps, "agreement": None}
    return {**page, "rating": shown, "trace": trace, "decision": None, "needs_decision": False}


# --- what was sent ------------------------------------------------------------------------------


def _take(
    request: HttpRequest, actor: Actor, target: tuple[str, Subject], forms: Forms
) -> HttpResponse | int:
    """Do what the pressed button asks; return where to go, or the status of the page again.

    Whatever is refused, what was typed stays on the page.
    """
    form, _rows = forms
    try:
        return _do(request, actor, target, forms)
    except BadInput as error:
        form.is_valid()
        put_findings(form, error)
        return error.status
    except NotFound:
        raise
    except MilepostError as error:
        form.is_valid()
        form.add_error(None, str(error))
        if isinstance(error, PermissionRefused):
            permission = str(error.params.get("permission", ""))
            services.record_refusal(actor, permission, request.path)
        return error.status


def _do(
    request: HttpRequest, actor: Actor, target: tuple[str, Subject], forms: Forms
) -> HttpResponse | int:
    key, subject = target
    action = request.POST.get("action", "")
    if action == "discard":
        services.discard_draft(actor, key, subject)
        messages.success(request, _("The draft is thrown away."))
        return redirect("edition-assess", key, *subject)
    require(actor, "reviews.record_assessment", where_of(key, subject))
    if action == "draft":
        services.save_draft(actor, key, subject, _typed(request))
        messages.success(request, _("Your draft is kept. Only you can read it."))
        return redirect("edition-assess", key, *subject)
    form, rows = forms
    if not (form.is_valid() and rows.is_valid()):
        if form.is_valid():
            form.add_error(None, _("A citation is not complete."))
        return BadInput.status
    sheet = services.Sheet(request.POST.get("submission", "")[:64], request.POST.get("seen"))
    outcome = services.record_assessment(actor, form.entry(key, subject, cited(rows, key)), sheet)
    done = {
        "added": _("Your assessment is kept."),
        "changed": _("Your assessment is kept; the one before stays in its history."),
        "unchanged": _("Nothing has changed."),
    }
    messages.success(request, done[outcome])
    if action == "next":
        return _go_on(actor, key, subject)
    return redirect("edition-assess", key, *subject)


def _go_on(actor: Actor, key: str, subject: Subject) -> HttpResponse:
    """Go to the next assignment that is not done, or back to the list when all are."""
    following = get_desk(actor.key, key, subject)["queue"]["next_open"]
    if following is None:
        return redirect("my-work")
    place = (following["framework"], following["benchmark"], following["place"])
    return redirect("edition-assess", key, *place)


def _typed(request: HttpRequest) -> dict[str, str]:
    """Return what stands in the form, complete or not, for the draft."""
    given = request.POST
    names = [name for name in AssessmentForm.base_fields if name in given]
    count = min(int(given.get("citations-TOTAL_FORMS", "0") or 0), 20)
    rows = [[given.get(f"citations-{i}-{name}", "") for name in PARTS] for i in range(count)]
    kept = ["\n".join(row) for row in rows if row[0]]
    return {name: str(given[name]) for name in names} | {"cited": "\n\n".join(kept)}


@for_members
@require_POST
def cover(
    request: HttpRequest, key: str, framework: str, benchmark: str, place: str, judged: str
) -> HttpResponse:
    """Let fewer people read the note and the passages of one assessment."""
    actor = get_actor(request)
    subject = (framework, benchmark, place)
    require(actor, "reviews.cover_words", where_of(key, subject))
    form = CoverForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose who may read it from now on, and say why."))
        return redirect("edition-assess", key, *subject)
    level = protection_of_code(form.cleaned_data["level"], key)
    reason = form.cleaned_data["reason"]
    count = services.cover_words(actor, (key, *subject), judged, level, reason=reason)
    done = _("It is covered. Bundles built from now on leave it out.")
    messages.success(request, done if count else _("Nothing has changed."))
    return redirect("edition-assess", key, *subject)
