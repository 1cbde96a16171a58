"""Pages of a round for its editors: calendar, giving out work, progress, reminders."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from milepost.accounts.contacts import list_askable
from milepost.accounts.selectors import get_actor
from milepost.frameworks.selectors import get_document
from milepost.kernel.actors import may, require
from milepost.kernel.errors import BadInput, MilepostError, NotFound
from milepost.kernel.scopes import Scope
from milepost.reviews import services
from milepost.reviews.board import place_names, text_in
from milepost.reviews.progress import get_progress, list_own_work, progress_csv
from milepost.reviews.round_forms import (
    AssignForm,
    AssignmentTimeForm,
    CalendarForm,
    ExtensionForm,
    calendar_initial,
)
from milepost.reviews.round_words import ASSIGNMENT_ROLES, CONFLICTS, PROGRESS, STAGES, STATES
from milepost.reviews.rounds import WINDOWS, get_round, list_extensions
from milepost.reviews.selectors import get_edition
from milepost.reviews.views import attempt, for_members

Edition = Mapping[str, Any]
SHOWN_AT_MOST = 200
"""How many missing ratings the board lists, the latest first; the table has all of them."""


@for_members
@require_safe
def round_page(request: HttpRequest, key: str) -> HttpResponse:
    """Show the calendar of an edition as a line of stages, with today marked."""
    actor = get_actor(request)
    edition = get_edition(key)
    own = [item for item in list_own_work(actor.key) if item["edition"] == key]
    lies = Scope(edition=key)
    context = {
        "edition": edition,
        "round": get_round(key),
        "extensions": list_extensions(key),
        "own_count": len(own),
        "may_plan": may(actor, "reviews.set_calendar", lies) and edition["state"] == "open",
        "may_see_progress": may(actor, "reviews.view_progress", lies),
    }
    return render(request, "reviews/round.html", context)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest, key: str) -> HttpResponse:
    """Set the calendar of an edition."""
    actor = get_actor(request)
    require(actor, "reviews.set_calendar", Scope(edition=key))
    edition = get_edition(key)
    if request.method == "POST":
        form = CalendarForm(request.POST)
        if form.is_valid() and _set_calendar(request, key, form):
            return redirect("edition-round", key)
    else:
        form = CalendarForm(initial=calendar_initial(get_round(key)["stages"]))
    status = 422 if form.errors else 200
    return render(
        request, "reviews/calendar.html", {"edition": edition, "form": form}, status=status
    )


def _set_calendar(request: HttpRequest, key: str, form: CalendarForm) -> bool:
    try:
        services.set_calendar(get_actor(request), key, form.days())
    except BadInput as error:
        for finding in error.findings:
            name = f"{finding.column}_first"
            form.add_error(
                name if name in form.fields else None, f"{finding.what} {finding.remedy}"
            )
        return False
    except NotFound:
        raise
    except MilepostError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("The calendar is kept."))
    return True


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: HttpRequest, key: str) -> HttpResponse:
    """Give more time to the round or to a person."""
    actor = get_actor(request)
    require(actor, "reviews.extend_stage", Scope(edition=key))
    stages = [
        (item["stage"], f"{item['name']} ({item['ends_on'].isoformat()})")
        for item in get_round(key)["stages"]
        if item["stage"] in WINDOWS
    ]
    people = [(person["uuid"], person["name"]) for person in list_askable()]
    form = ExtensionForm(request.POST or None, stages=stages, people=people)
    if request.method == "POST" and form.is_valid():

        def write() -> str:
            services.extend_stage(actor, key, form.wish())
            return "extended"

        if attempt(form, write):
            messages.success(request, _("More time is given, with its reason."))
            return redirect("edition-round", key)
    context = {"edition": get_edition(key), "form": form}
    status = 422 if form.errors else 200
    return render(request, "reviews/extend.html", context, status=status)


# --- giving out work ----------------------------------------------------------------------------


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest, key: str) -> HttpResponse:
    """Choose people, benchmarks and places, and give out the work in bulk."""
    actor = get_actor(request)
    require(actor, "reviews.assign_work", Scope(edition=key))
    edition = get_edition(key)
    people = [(person["uuid"], person_label(person)) for person in list_askable()]
    form = AssignForm(
        request.POST or None,
        people=people,
        benchmarks=_benchmark_choices(edition),
        goals=goal_choices(edition),
        places=list(place_names(edition["as_of"]).items()),
    )
    if request.method == "POST" and form.is_valid() and _assign(request, key, form):
        return redirect("edition-progress", key)
    context = {"edition": edition, "form": form, "has_people": bool(people)}
    status = 422 if form.errors else 200
    return render(request, "reviews/assign.html", context, status=status)


def person_label(person: Mapping[str, Any]) -> str:
    names = ", ".join(item["name"] for item in person["organisations"])
    return f"{person['name']} ({names})" if names else str(person["name"])


def _benchmark_choices(edition: Edition) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the benchmarks of an edition under their goals."""
    groups = []
    for framework, version in edition["framework_versions"].items():
        document = get_document(framework, version)
        titles = {node["key"]: text_in(node["title"]) for node in document["nodes"]}
        below: dict[str, list[tuple[str, str]]] = {}
        for item in sorted(document["benchmarks"], key=lambda row: int(row["order"])):
            label = f"{item['key']} {text_in(item['title'])}"
            below.setdefault(item["goal"], []).append((f"{framework}:{item['key']}", label))
        groups += [(titles.get(goal, goal), rows) for goal, rows in below.items()]
    return groups


def goal_choices(edition: Edition) -> list[tuple[str, str]]:
    """Return the goals of an edition that have benchmarks: ``framework:goal`` and the title."""
    found: dict[str, str] = {}
    for framework, version in edition["framework_versions"].items():
        document = get_document(framework, version)
        titles = {node["key"]: text_in(node["title"]) for node in document["nodes"]}
        for item in sorted(document["benchmarks"], key=lambda row: int(row["order"])):
            goal = item["goal"]
            found[f"{framework}:{goal}"] = f"{goal} {titles.get(goal, '')}".strip()
    return list(found.items())


def goal_titles(edition: Edition) -> dict[tuple[str, str], str]:
    """Return the title of the goal of each benchmark of an edition, by framework and key."""
    titles = dict(goal_choices(edition))
    return {
        (framework, item["key"]): titles[f"{framework}:{item['goal']}"]
        for framework, version in edition["framework_versions"].items()
        for item in get_document(framework, version)["benchmarks"]
    }


def _assign(request: HttpRequest, key: str, form: AssignForm) -> bool:
    given = form.cleaned_data
    pairs = [tuple(value.split(":", 1)) for value in (*given["goals"], *given["benchmarks"])]
    work = services.Work(
        people=given["people"],
        benchmarks=[(framework, benchmark) for framework, benchmark in pairs],
        places=given["places"],
        role=given["role"],
        due_on=given["due_on"],
    )
    counts: dict[str, int] = {}

    def write() -> str:
        counts.update(services.assign_work(get_actor(request), key, work))
        return "assigned"

    if attempt(form, write) is None:
        return False
    added, same = counts["added"], counts["unchanged"]
    text = ngettext(
        "%(added)s assignment is given out.", "%(added)s assignments are given out.", added
    ) % {"added": added}
    if same:
        text += " " + _("%(same)s were there already.") % {"same": same}
    messages.success(request, text)
    return True


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def assignment(request: HttpRequest, key: str, assignment: UUID) -> HttpResponse:
    """Give more time for one assignment, or withdraw it."""
    actor = get_actor(request)
    require(actor, "reviews.assign_work", Scope(edition=key))
    item = next(
        (row for row in get_progress(actor, key)["items"] if row["id"] == str(assignment)), None
    )
    if item is None:
        raise NotFound(what="assignment", key=str(assignment))
    edition = get_edition(key)
    is_withdrawal = request.POST.get("action") == "withdraw"
    form = AssignmentTimeForm(request.POST or None)
    if is_withdrawal:
        form.fields["until"].required = False
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def write() -> str:
            if is_withdrawal:
                services.withdraw_assignment(actor, str(assignment), reason=given["reason"])
                return _("The assignment is withdrawn.")
            stage = "assessment" if item["role"] == "assessor" else "decision"
            wish = services.MoreTime(
                stage, given["until"], given["reason"], assignment=str(assignment)
            )
            services.extend_stage(actor, key, wish)
            return _("More time is given, with its reason.")

        said = attempt(form, write)
        if said:
            messages.success(request, said)
            return redirect("edition-progress", key)
    context = {
        "edition": edition,
        "item": worded_items([item], edition)[0],
        "form": form,
        "has_calendar": get_round(key)["has_calendar"],
    }
    status = 422 if form.errors else 200
    return render(request, "reviews/assignment.html", context, status=status)


# --- progress -----------------------------------------------------------------------------------


def worded_items(items: list[dict[str, Any]], edition: Edition) -> list[dict[str, Any]]:
    """Return assignments with the words of their codes in the reader's language."""
    names = place_names(edition["as_of"])
    return [
        item
        | {
            "place_name": names.get(item["place"], item["place"]),
            "state_name": STATES[item["state"]],
            "progress_name": PROGRESS[item["progress"]],
            "role_name": ASSIGNMENT_ROLES[item["role"]],
            "conflict_name": CONFLICTS[item["conflict"]],
        }
        for item in items
    ]


@for_members
@require_safe
def progress(request: HttpRequest, key: str) -> HttpResponse:
    """Show what is missing, from whom, and how late."""
    actor = get_actor(request)
    found = get_progress(actor, key)
    edition = get_edition(key)
    names = place_names(edition["as_of"])
    missing = [item for item in found["items"] if item["progress"] != "done"]
    context = {
        "edition": edition,
        "round": get_round(key),
        "totals": found["totals"],
        "groups": [
            (
                "place",
                _("By place"),
                _("Place"),
                [row | {"name": names.get(row["key"], row["key"])} for row in found["by_place"]],
            ),
            ("organisation", _("By organisation"), _("Organisation"), found["by_organisation"]),
            ("person", _("By person"), _("Person"), found["by_person"]),
        ],
        "missing": worded_items(missing[:SHOWN_AT_MOST], edition),
        "more": max(0, len(missing) - SHOWN_AT_MOST),
        "ended": worded_items(found["ended"], edition),
        "mail": found["mail"],
        "may_remind": may(actor, "reviews.send_reminders", Scope(edition=key))
        and edition["state"] == "open",
        "may_assign": may(actor, "reviews.assign_work", Scope(edition=key))
        and edition["state"] == "open",
        "stage_names": STAGES,
    }
    return render(request, "reviews/progress.html", context)


@for_members
@require_safe
def progress_table(request: HttpRequest, key: str) -> HttpResponse:
    """Give the board as CSV."""
    found = get_progress(get_actor(request), key)
    response = HttpResponse(progress_csv(found["items"]), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="progress-{key}.csv"'
    return response


@for_members
@require_POST
def remind(request: HttpRequest, key: str) -> HttpResponse:
    """Send digests to everybody who owes something."""
    report = services.remind_people(get_actor(request), key)
    sent = ngettext(
        "%(count)s reminder is on its way.",
        "%(count)s reminders are on their way.",
        len(report.sent),
    ) % {"count": len(report.sent)}
    parts = [sent]
    if report.recent:
        parts.append(_("Had one not long ago: %(names)s.") % {"names": ", ".join(report.recent)})
    if report.stopped:
        parts.append(_("Want none: %(names)s.") % {"names": ", ".join(report.stopped)})
    if report.unreachable:
        parts.append(
            _("Can no longer sign in: %(names)s.") % {"names": ", ".join(report.unreachable)}
        )
    messages.success(request, " ".join(parts))
    return redirect("edition-progress", key)
