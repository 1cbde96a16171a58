"""Pages of a review: editions, the board of one, assessing and deciding. No JavaScript needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BaseFormSet, Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from milepost.accounts.selectors import get_actor
from milepost.evidence.selectors import list_sources
from milepost.kernel.actors import Actor, may, require
from milepost.kernel.errors import BadInput, MilepostError, NotFound
from milepost.kernel.scopes import Scope
from milepost.reviews import services
from milepost.reviews.board import (
    benchmark_choices,
    find_rating,
    get_benchmark,
    list_boards,
    list_rows,
    place_names,
)
from milepost.reviews.forms import (
    AssessmentForm,
    CitationForm,
    DecisionForm,
    Subject,
    SubjectForm,
    assessment_initial,
    citation_forms,
    cited,
    decision_initial,
    named,
)
from milepost.reviews.judgement import needs_decision
from milepost.reviews.panel_selectors import has_open_second_round, list_others, may_see_panel
from milepost.reviews.reply_forms import worded
from milepost.reviews.reply_reading import find_reply
from milepost.reviews.reply_selectors import list_own_places
from milepost.reviews.selectors import (
    edition_status,
    find_decision_id,
    find_own_assessment,
    find_trace,
    get_edition,
    list_assessments,
    list_decisions,
    list_editions,
    list_versions,
)

View = Callable[..., HttpResponse]


def _guard(view: View, permission: str) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        require(get_actor(request), permission)
        try:
            return view(request, **kwargs)
        except NotFound as missing:
            raise Http404(str(missing)) from missing

    return login_required(guarded)


def for_members(view: View) -> View:
    """Let those through who see the work; strangers sign in, an unknown key is not found."""
    return _guard(view, "reviews.view_work")


def for_everybody(view: View) -> View:
    """Let governments through as well; the page itself shows each what it may see."""
    return _guard(view, "reviews.view_edition")


@for_everybody
@require_safe
def board_list(request: HttpRequest) -> HttpResponse:
    """List the editions with what is missing in each; for a government, where it may reply."""
    actor = get_actor(request)
    if not may(actor, "reviews.view_work"):
        editions = [
            edition | {"own": own}
            for edition in list_editions()
            if (own := list_own_places(actor, edition["key"]))
        ]
        return render(request, "reviews/reply_editions.html", {"editions": editions})
    context = {"boards": list_boards(), "may_open": may(actor, "reviews.open_edition")}
    return render(request, "reviews/board_list.html", context)


@for_members
@require_safe
def board(request: HttpRequest, key: str) -> HttpResponse:
    """Show how far an edition is, benchmark by benchmark."""
    edition = get_edition(key)
    actor = get_actor(request)
    names = place_names(edition["as_of"])
    status = edition_status(key)
    if not may(actor, "reviews.open_second_round", Scope(edition=key)):
        # What panels say is shown to their own people on their own pages.
        status = {**status, "undecided": [], "contested": 0}
    context = {
        "edition": edition,
        "status": status,
        "frameworks": list_rows(
            edition, with_people=may(actor, "reviews.open_second_round", Scope(edition=key))
        ),
        "missing": [item | {"name": names.get(item["place"], "")} for item in status["missing"]],
        "undecided": [
            item | {"name": names.get(item["place"], "")} for item in status["undecided"]
        ],
        "form": _subject_form(edition, names),
        "is_open": edition["state"] == "open",
        "may_edit": may(actor, "reviews.compute_edition", Scope(edition=key)),
        "may_decide": may(actor, "reviews.record_decision", Scope(edition=key)),
        "may_assess": bool(actor.scopes_of("administrator", "editor", "assessor")),
    }
    return render(request, "reviews/board.html", context)


def _subject_form(
    edition: Mapping[str, Any], names: Mapping[str, str], data: Mapping[str, Any] | None = None
) -> SubjectForm:
    return SubjectForm(
        data, benchmarks=benchmark_choices(edition), places=list(names.items()), auto_id="choose_%s"
    )


@for_members
@require_safe
def choose(request: HttpRequest, key: str) -> HttpResponse:
    """Go to the page of the benchmark and place that were chosen on the board."""
    edition = get_edition(key)
    form = _subject_form(edition, place_names(edition["as_of"]), request.GET)
    if not form.is_valid():
        messages.error(request, _("Choose a benchmark and a place."))
        return redirect("edition-board", key)
    return redirect("edition-assess", key, *form.subject())


@for_members
@require_POST
def compute(request: HttpRequest, key: str) -> HttpResponse:
    """Compute all ratings of an open edition."""
    actor = get_actor(request)
    require(actor, "reviews.compute_edition", Scope(edition=key))
    try:
        summary = services.compute_edition(actor, key)
    except NotFound:
        raise
    except MilepostError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("%(count)s ratings were computed.") % {"count": summary["ratings"]}
        )
    return redirect("edition-board", key)


@for_members
@require_POST
def close(request: HttpRequest, key: str) -> HttpResponse:
    """Close an edition for good, or say why it cannot be closed."""
    actor = get_actor(request)
    require(actor, "reviews.close_edition", Scope(edition=key))
    try:
        services.close_edition(actor, key)
    except BadInput as error:
        for finding in error.findings:
            messages.error(request, f"{finding.where}: {finding.what} {finding.remedy}")
    except NotFound:
        raise
    except MilepostError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The edition is closed. It can now be published."))
    return redirect("edition-board", key)


# --- assessing ----------------------------------------------------------------------------------


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def assess(
    request: HttpRequest, key: str, framework: str, benchmark: str, place: str
) -> HttpResponse:
    """Show everything known on one benchmark and place, and take the person's own judgement."""
    actor = get_actor(request)
    subject = (framework, benchmark, place)
    page = _page(key, subject)
    own = find_own_assessment(actor, key, subject)
    sources = list_sources(actor)
    if request.method == "POST":
        require(actor, "reviews.record_assessment", _where(key, subject))
        form = AssessmentForm(request.POST)
        rows = citation_forms(sources, data=request.POST)
        if _record(request, actor, (key, subject), (form, rows)):
            return redirect("edition-assess", key, *subject)
    else:
        form = AssessmentForm(initial=assessment_initial(own, actor.label))
        rows = citation_forms(sources, initial=own["citations"] if own else ())
    sees_panel = may_see_panel(actor, key, subject)
    context = {
        **(page if sees_panel else _without_people(page)),
        "form": form,
        "citations": rows,
        "own": own,
        "others": [named(item) for item in list_others(actor, key, subject)],
        "versions": [named(item) for item in _history(actor, key, subject)],
        "is_hidden": not sees_panel,
        "is_second": own is not None and has_open_second_round(key, subject),
        "may_assess": may(actor, "reviews.record_assessment", _where(key, subject))
        and page["is_open"],
        "may_decide": may(actor, "reviews.record_decision", _where(key, subject))
        and page["is_open"],
    }
    return render(request, "reviews/assess.html", context, status=422 if form.errors else 200)


def _history(actor: Actor, key: str, subject: Subject) -> list[dict[str, Any]]:
    """Return every assessment of a rating for reviewers, and one's own for everybody else."""
    versions = list_versions(key, subject, actor)
    if may(actor, "reviews.record_decision", _where(key, subject)):
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


def _where(key: str, subject: Subject) -> Scope:
    """Return where a rating lies, for asking who may do what with it."""
    framework, _benchmark, place = subject
    return Scope(edition=key, framework=framework, place=place)


def _page(key: str, subject: Subject) -> dict[str, Any]:
    """Return what is known of one rating: definition, rule result with its steps, decision."""
    edition = get_edition(key)
    framework, benchmark, place = subject
    definition = get_benchmark(edition, framework, benchmark)
    name = place_names(edition["as_of"]).get(place)
    if name is None:
        raise NotFound(what="place", key=place)
    rating = find_rating(key, subject)
    decided = [
        item
        for item in list_decisions(key)
        if (item["framework"], item["benchmark"], item["place"]) == subject
    ]
    return {
        "edition": edition,
        "framework": framework,
        "benchmark": definition,
        "place": place,
        "place_name": name,
        "rating": rating,
        "trace": find_trace(key, *subject) if definition.get("measure") else None,
        "decision": named(decided[0]) if decided else None,
        "needs_decision": bool(rating and needs_decision(rating)),
        "is_open": edition["state"] == "open",
    }


def _record(
    request: HttpRequest,
    actor: Actor,
    target: tuple[str, Subject],
    forms: tuple[AssessmentForm, BaseFormSet[CitationForm]],
) -> bool:
    """Record what was filled in; on any problem put it at its field and return False."""
    form, rows = forms
    key, subject = target
    if not (form.is_valid() and rows.is_valid()):
        if form.is_valid():
            form.add_error(None, _("A citation is not complete."))
        return False
    entry = form.entry(key, subject, cited(rows))
    outcome = attempt(form, lambda: services.record_assessment(actor, entry))
    if outcome is None:
        return False
    done = {
        "added": _("Your assessment is kept."),
        "changed": _("Your assessment is kept; the one before stays in its history."),
        "unchanged": _("Nothing has changed."),
    }
    messages.success(request, done[outcome])
    return True


def put_findings(form: Form, error: BadInput) -> None:
    """Put findings at their fields, or at the head of the form."""
    for finding in error.findings:
        field = finding.column if finding.column in form.fields else None
        form.add_error(field, f"{finding.what} {finding.remedy}")


# --- deciding -----------------------------------------------------------------------------------


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def decide(
    request: HttpRequest, key: str, framework: str, benchmark: str, place: str
) -> HttpResponse:
    """Show rule and assessors side by side, and take an editor's decision with its reason."""
    actor = get_actor(request)
    subject = (framework, benchmark, place)
    require(actor, "reviews.record_decision", _where(key, subject))
    page = _page(key, subject)
    if request.method == "POST":
        form = DecisionForm(request.POST)
        if form.is_valid() and _decide(request, actor, (key, subject), form):
            return redirect("edition-board", key)
        page = _page(key, subject)
    else:
        form = DecisionForm(initial=decision_initial(page["decision"]))
    voices = list_assessments(
        key, framework=framework, benchmark=benchmark, place=place, reader=actor
    )
    reply = find_reply(key, subject)
    context = {
        **page,
        "form": form,
        "others": [named(item) for item in voices],
        "seen": find_decision_id(key, subject),
        "reply": worded(reply) if reply else None,
    }
    return render(request, "reviews/decide.html", context, status=422 if form.errors else 200)


def attempt(form: Form, write: Callable[[], str]) -> str | None:
    """Write, and say what happened; what the service refuses is put on the form (None)."""
    try:
        return write()
    except BadInput as error:
        put_findings(form, error)
    except NotFound:
        raise
    except MilepostError as error:
        form.add_error(None, str(error))
    return None


def _decide(
    request: HttpRequest, actor: Actor, target: tuple[str, Subject], form: DecisionForm
) -> bool:
    key, subject = target

    def decide() -> str:
        seen = form.cleaned_data["seen"]
        services.record_decision(actor, key, form.ruling(subject), seen=seen)
        return "decided"

    if attempt(form, decide) is None:
        return False
    messages.success(request, _("The decision is kept. Compute the edition to see it."))
    return True
