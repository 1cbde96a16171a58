"""Pages that change many things at once: the table of work, and a new framework version."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from milepost.accounts.contacts import list_askable
from milepost.accounts.selectors import get_actor
from milepost.frameworks.selectors import get_document
from milepost.kernel.actors import require
from milepost.kernel.errors import MilepostError, NotFound
from milepost.kernel.scopes import Scope
from milepost.reviews import services
from milepost.reviews.board import place_names
from milepost.reviews.progress import list_work
from milepost.reviews.restating import list_new_versions
from milepost.reviews.round_forms import MoveForm
from milepost.reviews.round_views import goal_choices, person_label
from milepost.reviews.round_words import ASSIGNMENT_ROLES
from milepost.reviews.rounds import get_round
from milepost.reviews.selectors import get_edition
from milepost.reviews.views import attempt, for_members

Row = dict[str, Any]
SHOWN_CHANGES = 200


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def work_table(request: HttpRequest, key: str) -> HttpResponse:
    """Show the work by goal, place and person, and move or take back the chosen rows at one go."""
    actor = get_actor(request)
    require(actor, "reviews.assign_work", Scope(edition=key))
    edition = get_edition(key)
    rows = table_of_work(edition)
    people = [(person["uuid"], person_label(person)) for person in list_askable()]
    form = MoveForm(request.POST or None, people=people)
    chosen = set(request.POST.getlist("rows"))
    if request.method == "POST" and form.is_valid():
        keys = [item for row in rows if row["value"] in chosen for item in row["open"]]
        said = attempt(form, lambda: _change(request, key, keys, form.cleaned_data))
        if said:
            messages.success(request, said)
            return redirect("edition-work", key)
    for row in rows:
        row["is_chosen"] = row["value"] in chosen
    context = {
        "edition": edition,
        "rows": rows,
        "form": form,
        "is_open": edition["state"] == "open",
    }
    status = 422 if form.errors else 200
    return render(request, "reviews/work_table.html", context, status=status)


def _change(request: HttpRequest, key: str, keys: list[str], given: Mapping[str, Any]) -> str:
    actor = get_actor(request)
    if given["action"] == "take-back":
        count = services.take_back_work(actor, key, keys, reason=given["reason"])
        text = ngettext(
            "%(count)s assignment is taken back.", "%(count)s assignments are taken back.", count
        )
        return text % {"count": count}
    counts = services.move_work(actor, key, keys, person=given["person"], reason=given["reason"])
    text = ngettext(
        "%(count)s assignment is moved.", "%(count)s assignments are moved.", counts["moved"]
    ) % {"count": counts["moved"]}
    if counts["unchanged"]:
        text += " " + _("%(same)s stay where they are.") % {"same": counts["unchanged"]}
    return text


def table_of_work(edition: Mapping[str, Any]) -> list[Row]:
    """Return the current work of an edition by goal, place and person, in that order.

    Keys: value (names the row in the form), goal, place, place_name, person_name,
    organisation_name, role_name, all, done, late, has_conflict, open (uuids of what is not done).
    """
    goals = {
        (framework, item["key"]): f"{framework}:{item['goal']}"
        for framework, version in edition["framework_versions"].items()
        for item in get_document(framework, version)["benchmarks"]
    }
    titles = dict(goal_choices(edition))
    order = {goal: number for number, goal in enumerate(titles)}
    names = place_names(edition["as_of"])
    found: dict[str, Row] = {}
    for item in list_work(edition["key"]):
        goal = goals.get((item["framework"], item["benchmark"]), "")
        value = "|".join((goal, item["place"], item["person"], item["role"]))
        row = found.setdefault(
            value,
            {
                "value": value,
                "goal": goal,
                "goal_title": titles.get(goal, ""),
                "place_name": names.get(item["place"], item["place"]),
                "person_name": item["person_name"],
                "organisation_name": item["organisation_name"],
                "role_name": ASSIGNMENT_ROLES[item["role"]],
                "all": 0,
                "done": 0,
                "late": 0,
                "has_conflict": False,
                "open": [],
            },
        )
        row["all"] += 1
        row["done"] += item["progress"] == "done"
        row["late"] += item["progress"] == "late"
        row["has_conflict"] |= item["conflict"] == "declared"
        if item["progress"] != "done":
            row["open"].append(item["id"])
    return sorted(
        found.values(),
        key=lambda row: (order.get(row["goal"], len(order)), row["place_name"], row["person_name"]),
    )


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def versions(request: HttpRequest, key: str) -> HttpResponse:
    """Show what a newer version of a framework would change in an edition, and take it."""
    actor = get_actor(request)
    require(actor, "reviews.take_version", Scope(edition=key))
    edition = get_edition(key)
    status = 200
    if request.method == "POST":
        given = request.POST
        try:
            done = services.take_version(
                actor,
                key,
                given.get("framework", ""),
                given.get("version", ""),
                seen=given.get("seen", ""),
            )
        except NotFound:
            raise
        except MilepostError as error:
            messages.error(request, f"{error}")
            status = error.status
        else:
            text = _("The edition now uses version %(version)s. Compute it to see what it means.")
            messages.success(request, text % {"version": done["new"]})
            return redirect("edition-versions", key)
    context = {
        "edition": edition,
        "is_open": edition["state"] == "open",
        "found": [
            {**row, "changes": row["changes"][:SHOWN_CHANGES], "fates": _fates(row["fates"])}
            for row in list_new_versions(actor, key)
        ],
        "cut_off": next(
            (item for item in get_round(key)["stages"] if item["stage"] == "cut_off"), None
        ),
    }
    return render(request, "reviews/versions.html", context, status=status)


def _fates(fates: Mapping[str, list[Row]]) -> list[tuple[str, str, list[Row]]]:
    words = {
        "moved": (_("Only moved"), _("Judgements, decisions and work go on in the new place.")),
        "reworded": (
            _("Other words or figures"),
            _("Judgements stay, but they answer what was asked before. Ask for them again."),
        ),
        "added": (_("New"), _("Nobody has judged it yet. Give it out as work.")),
        "removed": (
            _("Taken out"),
            _("Judgements stay on record and count no more. The work for it ends."),
        ),
    }
    return [(*words[fate], rows) for fate, rows in fates.items() if rows]
