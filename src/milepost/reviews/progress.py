"""How far a round is: what is missing, from whom, and how late. Counts always agree.

An assignment is done when its person has handed in (an assessor) or when somebody has decided (a
reviewer); before that it is late after the day it is due, and waiting until then.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from milepost.accounts.contacts import list_contacts, list_names, list_organisation_names
from milepost.accounts.outbox import list_waiting
from milepost.kernel import clock
from milepost.kernel.actors import Actor, require
from milepost.kernel.csv_cells import safe_cell
from milepost.kernel.errors import NotFound
from milepost.kernel.scopes import Scope
from milepost.reviews.models import (
    CURRENT_STATES,
    Assessment,
    Assignment,
    AssignmentRole,
    AssignmentState,
    Decision,
    EditionState,
    Extension,
    Stage,
)
from milepost.reviews.rounds import Window, read_calendar

STAGE_OF = {AssignmentRole.ASSESSOR: Stage.ASSESSMENT, AssignmentRole.REVIEWER: Stage.DECISION}
Item = dict[str, Any]


def list_own_work(person: str) -> list[Item]:
    """Return a person's current assignments in open editions, the most urgent first.

    Keys: id, edition, edition_title, as_of, framework, benchmark, place, role, person,
    organisation, state, conflict, conflict_text, due_on (or None), progress (done, waiting or
    late), days_late, answer_reason, answered_at, assigned_by, is_current.
    """
    rows = Assignment.objects.filter(person_key=person, state__in=CURRENT_STATES)
    return _sorted(_items(rows.filter(edition__state=EditionState.OPEN)))


def get_own_assignment(person: str, key: str) -> Item:
    """Return one of a person's assignments; of another's it says that there is none."""
    rows = _items(Assignment.objects.filter(uuid=key, person_key=person))
    if not rows:
        raise NotFound(what=_("assignment"), key=key)
    return rows[0]


def list_work(edition: str) -> list[Item]:
    """Return the current assignments of an edition with names of people and organisations."""
    rows = Assignment.objects.filter(edition__key=edition, state__in=CURRENT_STATES)
    return _named(_sorted(_items(rows)))


def list_conflicts(edition: str, subject: tuple[str, str, str]) -> dict[str, str]:
    """Return the conflicts of interest declared for a rating: text by person (uuid).

    They stay on record when the assignment has ended.
    """
    framework, benchmark, place = subject
    rows = Assignment.objects.filter(
        edition__key=edition, framework=framework, benchmark=benchmark, place=place
    )
    return {row.person_key: row.conflict_text for row in rows if row.conflict == "declared"}


def _items(rows: QuerySet[Assignment]) -> list[Item]:
    kept = list(rows.select_related("edition"))
    editions = {row.edition_id for row in kept}
    given = set(
        Assessment.objects.filter(edition__in=editions, superseded_at=None).values_list(
            "edition_id", "framework", "benchmark", "place", "person_key"
        )
    )
    decided = set(
        Decision.objects.filter(edition__in=editions, superseded_at=None).values_list(
            "edition_id", "framework", "benchmark", "place"
        )
    )
    calendars = {key: read_calendar(key) for key in {row.edition.key for row in kept}}
    extensions = list(Extension.objects.filter(edition__in=editions))
    items = []
    for row in kept:
        subject = (row.edition_id, row.framework, row.benchmark, row.place)
        is_done = (
            (*subject, row.person_key) in given
            if row.role == AssignmentRole.ASSESSOR
            else subject in decided
        )
        due = _due(row, calendars[row.edition.key], extensions)
        items.append(_item(row, due, is_done=is_done))
    return items


def _due(
    row: Assignment, calendar: Mapping[str, Window], extensions: Iterable[Extension]
) -> date | None:
    """Return until when it is asked for: its own day or the stage's end, and any more time."""
    stage = STAGE_OF[AssignmentRole(row.role)]
    window = calendar.get(stage)
    first = row.due_on or (window.ends_on if window else None)
    more = [
        item.until
        for item in extensions
        if item.edition_id == row.edition_id
        and item.stage == stage
        and (
            item.assignment_id == row.pk or (item.person_key and item.person_key == row.person_key)
        )
    ]
    return max([first, *more]) if first else None


def _item(row: Assignment, due: date | None, *, is_done: bool) -> Item:
    today = clock.today()
    late = (today - due).days if due and due < today and not is_done else 0
    return {
        "id": str(row.uuid),
        "edition": row.edition.key,
        "edition_title": row.edition.title,
        "as_of": row.edition.as_of.isoformat(),
        "framework": row.framework,
        "benchmark": row.benchmark,
        "place": row.place,
        "role": row.role,
        "person": row.person_key,
        "organisation": row.organisation,
        "state": row.state,
        "conflict": row.conflict,
        "conflict_text": row.conflict_text,
        "due_on": due,
        "progress": "done" if is_done else "late" if late else "waiting",
        "days_late": late,
        "answer_reason": row.answer_reason,
        "answered_at": row.answered_at,
        "assigned_by": row.assigned_by,
        "is_current": row.state in CURRENT_STATES,
    }


def _sorted(items: Iterable[Item]) -> list[Item]:
    order = {"late": 0, "waiting": 1, "done": 2}
    return sorted(
        items,
        key=lambda item: (
            order[item["progress"]],
            item["due_on"] or date.max,
            item["edition"],
            item["framework"],
            [part.zfill(4) for part in item["benchmark"].split(".")],
            item["place"],
        ),
    )


def _named(items: list[Item]) -> list[Item]:
    names = list_names({item["person"] for item in items})
    organisations = list_organisation_names({item["organisation"] for item in items})
    return [
        item
        | {
            "person_name": names.get(item["person"], ""),
            "organisation_name": organisations.get(item["organisation"], ""),
        }
        for item in items
    ]


def get_progress(actor: Actor, edition: str) -> dict[str, Any]:
    """Return the board of a round. Raises ``PermissionRefused``.

    Keys: items (current assignments), totals, by_place, by_person, by_organisation (each row with
    key, name and the same counts: all, done, waiting, late, worst: most days late), ended
    (declined, delegated and withdrawn, the newest first), mail (count, error, asked of the people
    of the round).
    """
    require(actor, "reviews.view_progress", Scope(edition=edition))
    items = list_work(edition)
    ended = Assignment.objects.filter(edition__key=edition).exclude(state__in=CURRENT_STATES)
    return {
        "items": items,
        "totals": _counted(items),
        "by_place": _grouped(items, "place", "place"),
        "by_person": _grouped(items, "person", "person_name"),
        "by_organisation": _grouped(items, "organisation", "organisation_name"),
        "ended": _named(_items(ended.order_by("-answered_at")))[:100],
        "mail": _mail({item["person"] for item in items}),
    }


def _counted(items: Iterable[Item]) -> dict[str, int]:
    rows = list(items)
    counts = {name: sum(row["progress"] == name for row in rows) for name in _PROGRESS}
    worst = max((row["days_late"] for row in rows), default=0)
    return {"all": len(rows), **counts, "worst": worst}


_PROGRESS = ("done", "waiting", "late")


def _grouped(items: Iterable[Item], key: str, name: str) -> list[Item]:
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(item[key], []).append(item)
    rows = [
        {"key": value, "name": members[0][name], **_counted(members)}
        for value, members in groups.items()
    ]
    return sorted(rows, key=lambda row: (-row["late"], -row["waiting"], row["name"]))


def _mail(people: set[str]) -> dict[str, Any]:
    """Return what waits in the outbox for these people: count, and the newest error."""
    addresses = {contact["email"] for contact in list_contacts(people).values()}
    waiting = [row for row in list_waiting() if row["address"] in addresses]
    errors = [row["last_error"] for row in waiting if row["last_error"]]
    return {"count": len(waiting), "error": errors[-1] if errors else ""}


COLUMNS = (
    "edition",
    "framework",
    "benchmark",
    "place",
    "role",
    "person_name",
    "organisation_name",
    "state",
    "conflict",
    "due_on",
    "progress",
    "days_late",
)


def progress_csv(items: Iterable[Item]) -> str:
    """Return assignments as CSV with the columns above; opens in a spreadsheet without formulas."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for item in items:
        writer.writerow([safe_cell(item[name]) for name in COLUMNS])
    return stream.getvalue()


def find_queue(person: str, edition: str, subject: tuple[str, str, str]) -> dict[str, Any]:
    """Return where a rating stands in a person's queue of assessments in one edition.

    Keys: own (the assignment of this rating, or None), position (from 1, or None), count,
    previous and next (assignments, or None), next_open (the next one that is not done).
    """
    rows = Assignment.objects.filter(
        person_key=person,
        edition__key=edition,
        role=AssignmentRole.ASSESSOR,
        state__in=(AssignmentState.OFFERED, AssignmentState.ACCEPTED),
    )
    items = sorted(_items(rows), key=_in_order)
    places = [(item["framework"], item["benchmark"], item["place"]) for item in items]
    at = places.index(subject) if subject in places else None
    after = items if at is None else [*items[at + 1 :], *items[:at]]
    return {
        "own": items[at] if at is not None else None,
        "position": at + 1 if at is not None else None,
        "count": len(items),
        "done": sum(item["progress"] == "done" for item in items),
        "previous": items[at - 1] if at else None,
        "next": items[at + 1] if at is not None and at + 1 < len(items) else None,
        "next_open": next((item for item in after if item["progress"] != "done"), None),
    }


def _in_order(item: Item) -> tuple[Any, ...]:
    parts = [part.zfill(4) for part in item["benchmark"].split(".")]
    return (item["place"], item["framework"], parts)
