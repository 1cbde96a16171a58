"""Pages of a review: editions, the board of one, assessing and deciding. No JavaScript needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from milepost.accounts.selectors import get_actor
from milepost.kernel.actors import Actor, may, require
from milepost.kernel.errors import BadInput, MilepostError, NotFound, PermissionRefused
from milepost.kernel.scopes import Scope
from milepost.reviews import services
from milepost.reviews.board import (
    WORLD,
    benchmark_choices,
    find_rating,
    get_benchmark,
    list_boards,
    list_rows,
    place_names,
)
from milepost.reviews.desk import find_measured, with_conflicts
from milepost.reviews.forms import (
    DecisionForm,
    Subject,
    SubjectForm,
    decision_initial,
    named,
)
from milepost.reviews.judgement import needs_decision
from milepost.reviews.panel_selectors import may_see_panel
from milepost.reviews.reply_forms import worded
from milepost.reviews.reply_reading import find_reply
from milepost.reviews.reply_selectors import list_own_places
from milepost.reviews.result_selectors import find_trace
from milepost.reviews.selectors import (
    find_decision_id,
    get_edition,
    list_assessments,
    list_decisions,
    list_editions,
)
from milepost.reviews.status_selectors import edition_status

View = Callable[..., HttpResponse]


def _guard(view: View, permission: str) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        actor = get_actor(request)
        try:
            require(actor, permission, Scope(edition=kwargs["key"]) if "key" in kwargs else None)
            return view(request, **kwargs)
        except NotFound as missing:
            raise Http404(str(missing)) from missing
        except PermissionRefused as refused:
            if request.method == "POST":
                services.record_refusal(actor, str(refused.params["permission"]), request.path)
            raise

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
    boards = [
        row for row in list_boards() if may(actor, "reviews.view_work", Scope(edition=row["key"]))
    ]
    return render(
        request,
        "reviews/board_list.html",
        {"boards": boards, "may_open": may(actor, "reviews.open_edition")},
    )


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
        "frameworks": [
            item
            for item in list_rows(
                edition, with_people=may(actor, "reviews.open_second_round", Scope(edition=key))
            )
            if _sees(actor, key, item["key"])
        ],
        "missing": [
            item | {"name": names.get(item["place"], "")}
            for item in status["missing"]
            if _sees(actor, key, item["framework"])
        ],
        "is_limited": not _sees(actor, key, edition["main_framework"]),
        "undecided": [
            item | {"name": names.get(item["place"], "")} for item in status["undecided"]
        ],
        "form": _subject_form(edition, _own_places(actor, edition, names)),
        "is_open": edition["state"] == "open",
        "may_edit": may(actor, "reviews.compute_edition", Scope(edition=key)),
        "may_decide": may(actor, "reviews.record_decision", Scope(edition=key)),
        "may_assess": bool(actor.scopes_of("administrator", "editor", "assessor")),
    }
    return render(request, "reviews/board.html", context)


def _sees(actor: Actor, key: str, framework: str) -> bool:
    """Whether an actor sees a framework for the whole world; a role for one country does not."""
    return may(actor, "reviews.view_rating", where_of(key, (framework, "", WORLD)))


def _subject_form(
    edition: Mapping[str, Any], names: Mapping[str, str], data: Mapping[str, Any] | None = None
) -> SubjectForm:
    return SubjectForm(
        data, benchmarks=benchmark_choices(edition), places=list(names.items()), auto_id="choose_%s"
    )


def _own_places(
    actor: Actor, edition: Mapping[str, Any], names: Mapping[str, str]
) -> dict[str, str]:
    """Return the places in which the actor sees ratings of some framework of the edition."""
    return {
        code: name
        for code, name in names.items()
        if any(
            may(actor, "reviews.view_rating", where_of(edition["key"], (framework, "", code)))
            for framework in edition["frameworks"]
        )
    }


@for_members
@require_safe
def choose(request: HttpRequest, key: str) -> HttpResponse:
    """Go to the page of the benchmark and place that were chosen on the board."""
    edition = get_edition(key)
    names = _own_places(get_actor(request), edition, place_names(edition["as_of"]))
    form = _subject_form(edition, names, request.GET)
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


# --- a rating ------------------------------------------------------------------------------------


def where_of(key: str, subject: Subject) -> Scope:
    """Return where a rating lies, for asking who may do what with it."""
    framework, _benchmark, place = subject
    return Scope(edition=key, framework=framework, place=place)


def rating_page(key: str, subject: Subject) -> dict[str, Any]:
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
        "indicator": find_measured(definition),
        "decision": named(decided[0]) if decided else None,
        "needs_decision": bool(rating and needs_decision(rating)),
        "is_open": edition["state"] == "open",
    }


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
    require(actor, "reviews.record_decision", where_of(key, subject))
    page = rating_page(key, subject)
    if request.method == "POST":
        form = DecisionForm(request.POST)
        if form.is_valid() and _decide(request, actor, (key, subject), form):
            return redirect("edition-board", key)
        page = rating_page(key, subject)
    else:
        form = DecisionForm(initial=decision_initial(page["decision"]))
    voices = (
        list_assessments(key, framework=framework, benchmark=benchmark, place=place, reader=actor)
        if may_see_panel(actor, key, subject)
        else []
    )
    reply = find_reply(key, subject)
    context = {
        **page,
        "form": form,
        "others": with_conflicts([named(item) for item in voices], key, subject),
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
