"""Pages of one's own work: assignments, answering to them, and reminders."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from milepost.accounts.contacts import list_colleagues
from milepost.accounts.selectors import get_actor
from milepost.kernel.actors import Actor, may
from milepost.reviews import services
from milepost.reviews.board import list_titles
from milepost.reviews.digest_mail import read_stop_token
from milepost.reviews.progress import get_own_assignment, list_own_work
from milepost.reviews.reminding import find_rhythm
from milepost.reviews.round_forms import AnswerAssignmentForm, RhythmForm
from milepost.reviews.round_views import goal_titles, worded_items
from milepost.reviews.selectors import get_edition
from milepost.reviews.views import attempt, for_members


@for_members
@require_safe
def own_work(request: HttpRequest) -> HttpResponse:
    """List what one was asked to do, the most urgent first."""
    return _own_work(request, None)


def _own_work(
    request: HttpRequest, several_form: AnswerAssignmentForm | None, *, status: int = 200
) -> HttpResponse:
    actor = get_actor(request)
    items = _described(list_own_work(actor.key))
    chosen = request.POST.getlist("groups")
    context = {
        "several": [group | {"is_chosen": group["value"] in chosen} for group in _groups_of(items)],
        "several_form": several_form or _several_form(request),
        "offered": [item for item in items if item["state"] == "offered"],
        "open": [
            item for item in items if item["state"] == "accepted" and item["progress"] != "done"
        ],
        "done": [
            item for item in items if item["state"] == "accepted" and item["progress"] == "done"
        ],
        "has_any": bool(items),
        "form": RhythmForm(initial={"rhythm": find_rhythm(actor.key)}),
    }
    return render(request, "reviews/own_work.html", context, status=status)


def _groups_of(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return one's work that is not done by goal and place: value, goal, place_name, count, ids."""
    goals: dict[str, dict[tuple[str, str], str]] = {}
    found: dict[str, dict[str, Any]] = {}
    for item in items:
        if item["progress"] == "done":
            continue
        if item["edition"] not in goals:
            goals[item["edition"]] = goal_titles(get_edition(item["edition"]))
        goal = goals[item["edition"]].get((item["framework"], item["benchmark"]), "")
        value = "|".join((item["edition"], goal, item["place"]))
        group = found.setdefault(
            value, {"value": value, "goal": goal, "place_name": item["place_name"], "ids": []}
        )
        group["ids"].append(item["id"])
    return [group | {"count": len(group["ids"])} for group in found.values()]


def _several_form(request: HttpRequest) -> AnswerAssignmentForm:
    actor = get_actor(request)
    colleagues = [(person["uuid"], person["name"]) for person in list_colleagues(actor, "")]
    data = request.POST if request.method == "POST" else None
    return AnswerAssignmentForm(data, colleagues=colleagues, auto_id="several_%s")


@for_members
@require_POST
def answer_several(request: HttpRequest) -> HttpResponse:
    """Give one answer to all work of the chosen goals and places."""
    actor = get_actor(request)
    chosen = set(request.POST.getlist("groups"))
    groups = _groups_of(_described(list_own_work(actor.key)))
    keys = [key for group in groups if group["value"] in chosen for key in group["ids"]]
    form = _several_form(request)
    if form.is_valid():
        given = form.cleaned_data
        answer = services.BulkAnswer(given["answer"], given["about"], given.get("colleague", ""))
        said = attempt(form, lambda: str(services.answer_work(actor, keys, answer)))
        if said:
            text = ngettext(
                "Your answer to %(count)s assignment is kept.",
                "Your answer to %(count)s assignments is kept.",
                int(said),
            )
            messages.success(request, text % {"count": said})
            return redirect("my-work" if may(get_actor(request), "reviews.view_work") else "work")
    return _own_work(request, form, status=422)


def _described(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return assignments in words, in their order; each edition is read once."""
    editions = {key: get_edition(key) for key in {item["edition"] for item in items}}
    titles = {key: list_titles(edition) for key, edition in editions.items()}
    worded = {
        item["id"]: item
        for key, edition in editions.items()
        for item in worded_items([row for row in items if row["edition"] == key], edition)
    }
    return [
        worded[item["id"]]
        | {"title": titles[item["edition"]].get((item["framework"], item["benchmark"]), {})}
        for item in items
    ]


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def own_assignment(request: HttpRequest, assignment: UUID) -> HttpResponse:
    """Show one assignment, and take the answer to it."""
    actor = get_actor(request)
    item = get_own_assignment(actor.key, str(assignment))
    colleagues = [
        (person["uuid"], person["name"]) for person in list_colleagues(actor, item["organisation"])
    ]
    form = AnswerAssignmentForm(request.POST or None, colleagues=colleagues)
    if request.method == "POST" and form.is_valid():
        said = attempt(form, lambda: _answer(actor, str(assignment), form))
        if said:
            messages.success(request, said)
            # An answer may end the role that opened these pages.
            return redirect("my-work" if may(get_actor(request), "reviews.view_work") else "work")
    context = {"item": _described([item])[0], "form": form}
    status = 422 if form.errors else 200
    return render(request, "reviews/own_assignment.html", context, status=status)


def _answer(actor: Actor, key: str, form: AnswerAssignmentForm) -> str:
    given = form.cleaned_data
    about = given["about"]
    if given["answer"] == "accept":
        services.accept_assignment(actor, key, has_conflict=False)
        return _("You have accepted.")
    if given["answer"] == "declare":
        services.accept_assignment(actor, key, has_conflict=True, about=about)
        return _("You have accepted, and your conflict of interest is on record.")
    if given["answer"] == "decline":
        services.decline_assignment(actor, key, reason=about)
        return _("You have declined; the editor sees your reason.")
    services.delegate_assignment(actor, key, person=given.get("colleague", ""), reason=about)
    return _("Your colleague has it now, and the editor is told.")


@for_members
@require_POST
def accept_everything(request: HttpRequest) -> HttpResponse:
    """Accept all that waits for an answer, without a conflict of interest."""
    count = services.accept_all(get_actor(request))
    text = ngettext(
        "You have accepted %(count)s assignment, without a conflict of interest.",
        "You have accepted %(count)s assignments, without a conflict of interest.",
        count,
    )
    messages.success(request, text % {"count": count})
    return redirect("my-work")


@for_members
@require_POST
def rhythm(request: HttpRequest) -> HttpResponse:
    """Keep how often one wants to be reminded."""
    form = RhythmForm(request.POST)
    if form.is_valid():
        services.choose_rhythm(get_actor(request), form.cleaned_data["rhythm"])
        messages.success(request, _("Your choice is kept."))
    return redirect("my-work")


@require_http_methods(["GET", "HEAD", "POST"])
def digest_stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop digests by the link in one of them, without signing in.

    Opening the page changes nothing, since mail programs open links by themselves.
    """
    if read_stop_token(token) is None:
        raise Http404(_("This link was not made here."))
    is_stopped = request.method == "POST" and services.stop_digests(token)
    return render(request, "reviews/digest_stop.html", {"is_stopped": is_stopped})
