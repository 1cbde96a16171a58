"""Taking a new version of a framework into an open edition. Part of the door ``services``."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from milepost.audit.services import record_event
from milepost.frameworks.rewriting import list_migration
from milepost.frameworks.selectors import diff_versions, get_document, list_versions
from milepost.kernel.actors import Actor, require
from milepost.kernel.errors import NotFound
from milepost.kernel.scopes import Scope
from milepost.reviews.assignment_rows import end_assignment, record_answer
from milepost.reviews.errors import ChangedMeanwhile
from milepost.reviews.judging import lock_open
from milepost.reviews.models import (
    CURRENT_STATES,
    Assessment,
    Assignment,
    AssignmentState,
    Decision,
    EditionFramework,
    Stage,
)
from milepost.reviews.rounds import require_before_end
from milepost.reviews.selectors import get_edition

FATES = ("moved", "reworded", "added", "removed")
Rows = dict[str, Any]


def list_new_versions(actor: Actor, edition: str) -> list[Rows]:
    """Return what each newer version of a framework would mean for an edition.

    Raises ``PermissionRefused`` and ``NotFound``. Keys: framework, title, old, new, changes (each
    as ``frameworks.changes.Change`` says), kept (how many benchmarks go on as they are), fates:
    moved, reworded, added, removed, each a list of benchmarks with key, title, assessments,
    decisions, assignments (how many stand now).
    """
    require(actor, "reviews.take_version", Scope(edition=edition))
    found = []
    for key, old in get_edition(edition)["framework_versions"].items():
        newest = list_versions(key)[0]["version"]
        if newest != old:
            found.append(_meaning(edition, key, old, newest))
    return found


def _meaning(edition: str, key: str, old: str, new: str) -> Rows:
    before, after = get_document(key, old), get_document(key, new)
    titles = {row["key"]: row["title"] for row in (*before["benchmarks"], *after["benchmarks"])}
    migration = list_migration(before, after)
    return {
        "framework": key,
        "title": after["title"],
        "old": old,
        "new": new,
        "changes": [change.as_dict() for change in diff_versions(key, old, new)],
        "kept": len(migration["kept"]),
        "fates": {
            fate: [
                {"key": item, "title": titles[item], **_standing(edition, key, item)}
                for item in migration[fate]
            ]
            for fate in FATES
        },
    }


def _standing(edition: str, framework: str, benchmark: str) -> dict[str, int]:
    about = {"edition__key": edition, "framework": framework, "benchmark": benchmark}
    return {
        "assessments": Assessment.objects.filter(**about, superseded_at=None).count(),
        "decisions": Decision.objects.filter(**about, superseded_at=None).count(),
        "assignments": _current(edition, framework, [benchmark]).count(),
    }


def _current(edition: str, framework: str, benchmarks: Iterable[str]) -> QuerySet[Assignment]:
    return Assignment.objects.filter(
        edition__key=edition,
        framework=framework,
        benchmark__in=list(benchmarks),
        state__in=CURRENT_STATES,
    )


def take_version(actor: Actor, edition: str, framework: str, version: str, *, seen: str) -> Rows:
    """Pin another version of a framework in an open edition; return what came of it.

    Judgements and decisions belong to a benchmark by its key, so those of benchmarks that only
    moved go on. Judgements of what is taken out stay on record and count no more, and the work
    given out for it ends. ``seen`` is the version that was pinned when the page was shown.

    Returns old, new, moved, reworded, added, removed (keys) and ended (how many assignments).
    Raises ``PermissionRefused``, ``NotFound``, ``EditionClosed``, ``StageClosed`` after the data
    cut-off, and ``ChangedMeanwhile``.
    """
    require(actor, "reviews.take_version", Scope(edition=edition))
    with transaction.atomic():
        row = lock_open(edition)
        pinned = EditionFramework.objects.filter(edition=row, key=framework).first()
        if pinned is None:
            raise NotFound(what=_("framework"), key=framework)
        if pinned.version != seen:
            raise ChangedMeanwhile(what=_("the version of this framework"), by=_("by somebody"))
        require_before_end(edition, Stage.CUT_OFF)
        before, after = get_document(framework, seen), get_document(framework, version)
        migration = list_migration(before, after)
        EditionFramework.objects.filter(pk=pinned.pk).update(version=version)
        ended = _end_work(actor, _current(edition, framework, migration["removed"]))
        done = {fate: migration[fate] for fate in FATES} | {"ended": ended}
        record_event(
            actor,
            "reviews.version_taken",
            subject_kind="edition",
            subject_key=edition,
            before={"framework": framework, "version": seen},
            after={"framework": framework, "version": version, **done},
        )
    return {"old": seen, "new": version, **done}


def _end_work(actor: Actor, rows: QuerySet[Assignment]) -> int:
    """Withdraw the assignments of benchmarks that are no longer there."""
    reason = _("The benchmark is no longer part of the framework.")
    ended = list(rows.select_related("edition"))
    for row in ended:
        end_assignment(row, AssignmentState.WITHDRAWN, answer_reason=reason)
        record_answer(actor, "reviews.assignment_withdrawn", row, after={}, reason=reason)
    return len(ended)
