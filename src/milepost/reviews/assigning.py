"""Giving out work, and answering to it. Part of the door ``services``.

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

from milepost.accounts.contacts import is_colleague, list_askable, require_active
from milepost.accounts.selectors import list_holders
from milepost.accounts.services import end_role, grant_role
from milepost.audit.services import record_event
from milepost.frameworks.selectors import get_document
from milepost.kernel import clock
from milepost.kernel.actors import Actor, require, system_actor
from milepost.kernel.errors import BadInput, NotFound, PermissionRefused
from milepost.kernel.findings import Finding
from milepost.kernel.scopes import Scope
from milepost.reviews.entries import nearest
from milepost.reviews.errors import AssignmentEnded
from milepost.reviews.judging import lock_open, rating_key
from milepost.reviews.models import (
    CURRENT_STATES,
    Assignment,
    AssignmentRole,
    AssignmentState,
    Conflict,
    Edition,
)
from milepost.reviews.round_words import STATES
from milepost.reviews.selectors import get_edition, list_known

MOST_AT_ONCE = 5000


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
        for person, subject, place in product(work.people, benchmarks, work.places):
            if (person, *subject, place) in held:
                counts["unchanged"] += 1
                continue
            organisations = people[person]["organisations"]
            _add(
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
            _finding(
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
            _finding(
                "due_on",
                "DUE_IN_PAST",
                _("The day it is due, %(day)s, has passed.") % {"day": work.due_on.isoformat()},
                _("Nobody could hand it in in time."),
                _("Give a day to come, or leave it to the calendar."),
            )
        )
    return findings


def _finding(field: str, code: str, what: str, why: str, remedy: str) -> Finding:
    return Finding(
        code=f"REVIEWS_{code}", where=field, column=field, what=what, why=why, remedy=remedy
    )


def _unknown(field: str, value: str, choices: Iterable[str]) -> Finding:
    return _finding(
        field,
        "ASSIGNMENT_UNKNOWN",
        _("There is no “%(value)s” to choose here.") % {"value": value},
        _("Work is given to people who can sign in, for ratings of this edition."),
        nearest(value, choices) or _("Choose from the list."),
    )


def _none_chosen(field: str) -> Finding:
    return _finding(
        field,
        "ASSIGNMENT_EMPTY",
        _("Nothing was chosen."),
        _("Work is given to people, for benchmarks in places."),
        _("Choose at least one."),
    )


def _already(edition: Edition, work: Work) -> set[tuple[str, ...]]:
    rows = Assignment.objects.filter(edition=edition, role=work.role, state__in=CURRENT_STATES)
    return set(rows.values_list("person_key", "framework", "benchmark", "place"))


def _scope(row: Assignment) -> Scope:
    return Scope(framework=row.framework, edition=row.edition.key, place=row.place)


def _add(actor: Actor, row: Assignment) -> None:
    """Keep a new assignment, give the role that it needs, and record it."""
    row.gave_role = _give_role(actor, row)
    row.save(force_insert=True)
    _record(actor, "reviews.work_assigned", row, after={"person": row.person_key})


def _give_role(actor: Actor, row: Assignment) -> bool:
    """Give the role unless it is held there; whether this assignment (or one before) gave it."""
    scope = _scope(row)
    same = Assignment.objects.filter(
        edition=row.edition,
        framework=row.framework,
        place=row.place,
        person_key=row.person_key,
        role=row.role,
        state__in=CURRENT_STATES,
        gave_role=True,
    )
    if same.exists():
        return True
    holders = {person["uuid"] for person in list_holders(row.role, scope)}
    if row.person_key in holders:
        return False
    giver = system_actor(_("assignment by %(name)s") % {"name": actor.label})
    grant_role(giver, row.person_key, row.role, scope)
    return True


def _end(row: Assignment, state: str, **values: Any) -> None:
    """End an assignment, and its role when no other assignment gave it."""
    Assignment.objects.filter(pk=row.pk).update(state=state, **values)
    if not row.gave_role:
        return
    others = Assignment.objects.filter(
        edition=row.edition,
        framework=row.framework,
        place=row.place,
        person_key=row.person_key,
        role=row.role,
        state__in=CURRENT_STATES,
        gave_role=True,
    )
    if others.exists():
        return
    try:
        end_role(system_actor(_("end of an assignment")), row.person_key, row.role, _scope(row))
    except NotFound:
        return  # somebody ended it by hand


def _record(
    actor: Actor,
    action: str,
    row: Assignment,
    *,
    after: dict[str, Any],
    reason: str = "",
) -> None:
    record_event(
        actor,
        action,
        subject_kind="assignment",
        subject_key=rating_key(row.edition.key, row.framework, row.benchmark, row.place),
        before={"state": str(row.state)},
        after={"assignment": str(row.uuid), "role": str(row.role), **after},
        reason=reason,
        on_behalf=row.organisation,
    )


def _lock(key: str) -> Assignment:
    """Return a current assignment of an open edition, held until the transaction ends."""
    rows = Assignment.objects.select_related("edition").select_for_update(of=("self",))
    row = rows.filter(uuid=key).first()
    if row is None:
        raise NotFound(what=_("assignment"), key=key)
    lock_open(row.edition.key)
    if row.state not in CURRENT_STATES:
        raise AssignmentEnded(state=str(STATES[row.state]))
    return row


def _lock_own(actor: Actor, key: str) -> Assignment:
    row = _lock(key)
    if row.person_key != actor.key:
        raise PermissionRefused(actor=actor.label, permission="reviews.answer_assignment")
    return row


def _require_text(field: str, text: str, what: str, why: str, remedy: str) -> str:
    if not text.strip():
        raise BadInput([_finding(field, "TEXT_MISSING", what, why, remedy)])
    return text.strip()


def accept_assignment(actor: Actor, key: str, *, has_conflict: bool, about: str = "") -> None:
    """Accept one's own assignment, and say whether there is a conflict of interest.

    A declared conflict needs its text, which reviewers read beside the assessment. Accepting
    again changes the declaration. Raises ``BadInput``, ``NotFound`` and ``AssignmentEnded``.
    """
    if has_conflict:
        about = _require_text(
            "about",
            about,
            _("The conflict of interest is not described."),
            _("Reviewers must be able to weigh the judgement."),
            _("Write in one or two sentences what ties you to the subject."),
        )
    conflict = Conflict.DECLARED if has_conflict else Conflict.NONE
    with transaction.atomic():
        row = _lock_own(actor, key)
        Assignment.objects.filter(pk=row.pk).update(
            state=AssignmentState.ACCEPTED,
            conflict=conflict,
            conflict_text=about if has_conflict else "",
            answered_at=clock.now(),
        )
        _record(actor, "reviews.assignment_accepted", row, after={"conflict": conflict.value})


def decline_assignment(actor: Actor, key: str, *, reason: str) -> None:
    """Decline one's own assignment with a reason; its editor sees it on the board."""
    reason = _reason(reason)
    with transaction.atomic():
        row = _lock_own(actor, key)
        _end(row, AssignmentState.DECLINED, answer_reason=reason, answered_at=clock.now())
        _record(actor, "reviews.assignment_declined", row, after={}, reason=reason)


def _reason(reason: str) -> str:
    return _require_text(
        "reason",
        reason,
        _("There is no reason."),
        _("Somebody has to find another way to have it done."),
        _("Write in one sentence why."),
    )


def delegate_assignment(actor: Actor, key: str, *, person: str, reason: str) -> str:
    """Hand one's own assignment to a colleague of the same organisation; return the new uuid.

    The colleague accepts or declines it as any other. Raises ``PermissionRefused`` for somebody
    of another organisation.
    """
    reason = _reason(reason)
    with transaction.atomic():
        row = _lock_own(actor, key)
        require_active(person)
        if person == actor.key or not is_colleague(actor, person, row.organisation):
            raise PermissionRefused(actor=actor.label, permission="reviews.delegate_assignment")
        _end(row, AssignmentState.DELEGATED, answer_reason=reason, answered_at=clock.now())
        has_it = Assignment.objects.filter(
            edition=row.edition,
            framework=row.framework,
            benchmark=row.benchmark,
            place=row.place,
            role=row.role,
            person_key=person,
            state__in=CURRENT_STATES,
        ).first()
        made = has_it or Assignment(
            edition=row.edition,
            framework=row.framework,
            benchmark=row.benchmark,
            place=row.place,
            person_key=person,
            organisation=row.organisation,
            role=row.role,
            due_on=row.due_on,
            delegated_from=row,
            assigned_by=actor.label,
            assigned_by_key=row.assigned_by_key,
        )
        if not has_it:
            _add(actor, made)
        _record(actor, "reviews.assignment_delegated", row, after={"person": person}, reason=reason)
    return str(made.uuid)


def withdraw_assignment(actor: Actor, key: str, *, reason: str) -> None:
    """Take an assignment back, as its editor; what was handed in stays."""
    reason = _reason(reason)
    with transaction.atomic():
        row = _lock(key)
        require(actor, "reviews.assign_work", Scope(edition=row.edition.key))
        _end(row, AssignmentState.WITHDRAWN, answer_reason=reason, answered_at=clock.now())
        _record(actor, "reviews.assignment_withdrawn", row, after={}, reason=reason)
