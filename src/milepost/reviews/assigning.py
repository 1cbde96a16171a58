"""Giving out work in bulk. Part of the door ``services``.

An assignment gives its person the role that it needs, limited to framework, edition and place,
unless they hold it there already; that role ends with the last assignment that gave it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from milepost.accounts.contacts import list_askable
from milepost.frameworks.selectors import get_document
from milepost.kernel import clock
from milepost.kernel.actors import Actor, require
from milepost.kernel.errors import BadInput
from milepost.kernel.findings import Finding
from milepost.kernel.scopes import Scope
from milepost.reviews.assignment_rows import add_assignment, assignment_finding
from milepost.reviews.conflicts import conflict_findings
from milepost.reviews.entries import nearest
from milepost.reviews.judging import lock_open
from milepost.reviews.models import (
    CURRENT_STATES,
    Assignment,
    AssignmentRole,
    Edition,
)
from milepost.reviews.selectors import get_edition, list_known

MOST_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Work:
    """Work to give out: every person rates every benchmark in every place.

    ``people`` are uuids, ``benchmarks`` (framework, benchmark) pairs where an empty benchmark
    means all of the framework and the key of a goal means all below it.
    """

    people: Sequence[str]
    benchmarks: Sequence[tuple[str, str]]
    places: Sequence[str]
    role: str = AssignmentRole.ASSESSOR
    due_on: date | None = None


def assign_work(actor: Actor, edition: str, work: Work) -> dict[str, int]:
    """Give out work in bulk; what somebody has already stays. Returns added and unchanged.

    Raises ``BadInput`` with all findings; then nothing is given out.
    """
    require(actor, "reviews.assign_work", Scope(edition=edition))
    with transaction.atomic():
        row = lock_open(edition)
        benchmarks, findings = resolve_benchmarks(edition, work.benchmarks)
        people = {person["uuid"]: person for person in list_askable()}
        findings += _check(edition, work, people, benchmarks)
        if findings:
            raise BadInput(findings)
        counts = {"added": 0, "unchanged": 0}
        held = _already(row, work)
        new = [
            (*subject, place)
            for person, subject, place in product(work.people, benchmarks, work.places)
            if (person, *subject, place) not in held
        ]
        findings = conflict_findings(edition, work.people, new)
        if findings:
            raise BadInput(findings)
        for person, subject, place in product(work.people, benchmarks, work.places):
            if (person, *subject, place) in held:
                counts["unchanged"] += 1
                continue
            organisations = people[person]["organisations"]
            add_assignment(
                actor,
                Assignment(
                    edition=row,
                    framework=subject[0],
                    benchmark=subject[1],
                    place=place,
                    person_key=person,
                    organisation=organisations[0]["uuid"] if organisations else "",
                    role=work.role,
                    due_on=work.due_on,
                    assigned_by=actor.label,
                    assigned_by_key=actor.key,
                ),
            )
            counts["added"] += 1
    return counts


def resolve_benchmarks(
    edition: str, wanted: Iterable[tuple[str, str]]
) -> tuple[list[tuple[str, str]], list[Finding]]:
    """Return the benchmarks that are meant, in order and once each, and what was not found."""
    versions: Mapping[str, str] = get_edition(edition)["framework_versions"]
    found: dict[tuple[str, str], None] = {}
    findings = []
    for framework, key in wanted:
        if framework not in versions:
            findings.append(_unknown("benchmarks", framework, versions))
            continue
        document = get_document(framework, versions[framework])
        below = _below(document["nodes"], key)
        keys = [
            item["key"]
            for item in document["benchmarks"]
            if not key or item["key"] == key or item["goal"] in below
        ]
        if not keys:
            choices = [item["key"] for item in document["benchmarks"]]
            findings.append(_unknown("benchmarks", key, choices))
        found |= dict.fromkeys((framework, item) for item in keys)
    return list(found), findings


def _below(nodes: Iterable[Mapping[str, Any]], key: str) -> set[str]:
    """Return the keys of a node and of everything below it."""
    reached = {key} if key else set()
    rows = list(nodes)
    while True:
        more = {n["key"] for n in rows if n.get("parent") in reached} - reached
        if not more:
            return reached
        reached |= more


def _check(
    edition: str,
    work: Work,
    people: Mapping[str, Any],
    benchmarks: Sequence[tuple[str, str]],
) -> list[Finding]:
    places = list_known().editions[edition].places
    findings = [_unknown("people", p, people) for p in work.people if p not in people]
    findings += [_unknown("places", code, places) for code in work.places if code not in places]
    for field, chosen in (("people", work.people), ("places", work.places)):
        if not chosen:
            findings.append(_none_chosen(field))
    if not work.benchmarks:
        findings.append(_none_chosen("benchmarks"))
    if work.role not in AssignmentRole.values:
        findings.append(_unknown("role", work.role, AssignmentRole.values))
    size = len(work.people) * len(benchmarks) * len(work.places)
    if size > MOST_AT_ONCE:
        findings.append(
            assignment_finding(
                "benchmarks",
                "TOO_MANY_ASSIGNMENTS",
                _("That would be %(count)s assignments at once.") % {"count": size},
                _("So many are rarely meant, and take long."),
                _("Choose fewer people, benchmarks or places (%(most)s at most).")
                % {"most": MOST_AT_ONCE},
            )
        )
    if work.due_on and work.due_on < clock.today():
        findings.append(
            assignment_finding(
                "due_on",
                "DUE_IN_PAST",
                _("The day it is due, %(day)s, has passed.") % {"day": work.due_on.isoformat()},
                _("Nobody could hand it in in time."),
                _("Give a day to come, or leave it to the calendar."),
            )
        )
    return findings


def _unknown(field: str, value: str, choices: Iterable[str]) -> Finding:
    return assignment_finding(
        field,
        "ASSIGNMENT_UNKNOWN",
        _("There is no “%(value)s” to choose here.") % {"value": value},
        _("Work is given to people who can sign in, for ratings of this edition."),
        nearest(value, choices) or _("Choose from the list."),
    )


def _none_chosen(field: str) -> Finding:
    return assignment_finding(
        field,
        "ASSIGNMENT_EMPTY",
        _("Nothing was chosen."),
        _("Work is given to people, for benchmarks in places."),
        _("Choose at least one."),
    )


def _already(edition: Edition, work: Work) -> set[tuple[str, ...]]:
    rows = Assignment.objects.filter(edition=edition, role=work.role, state__in=CURRENT_STATES)
    return set(rows.values_list("person_key", "framework", "benchmark", "place"))
