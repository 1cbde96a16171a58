"""Opening, judging, deciding, computing and closing editions: the door of this room."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from milepost.audit.services import record_event
from milepost.frameworks.selectors import get_document, list_frameworks, list_versions
from milepost.kernel import clock
from milepost.kernel.actors import Actor, require
from milepost.kernel.errors import BadInput
from milepost.kernel.findings import Finding
from milepost.kernel.scopes import Scope
from milepost.places.selectors import list_areas, list_groups
from milepost.reviews import store
from milepost.reviews.answering import (
    accept_all,
    accept_assignment,
    decline_assignment,
    delegate_assignment,
    withdraw_assignment,
)
from milepost.reviews.assigning import Work, assign_work
from milepost.reviews.checks import Loaded, Ruling, as_findings, check_edition
from milepost.reviews.computation import compute
from milepost.reviews.covering import cover_words
from milepost.reviews.drafting import discard_draft, record_refusal, save_draft
from milepost.reviews.errors import (
    EditionClosed,
    EditionNotDue,
    EditionOutOfDate,
    RoundNotOver,
    RuleUnknown,
)
from milepost.reviews.judging import (
    LoadReport,
    Sheet,
    load_assessments,
    lock_open,
    record_assessment,
    record_decision,
)
from milepost.reviews.models import ComputedSet, Edition, EditionFramework, EditionState, Stage
from milepost.reviews.moving import BulkAnswer, answer_work, move_work, take_back_work
from milepost.reviews.panelling import (
    close_second_round,
    edit_remark,
    list_open_rounds,
    open_second_round,
    withdraw_remark,
    write_remark,
)
from milepost.reviews.planning import MoreTime, extend_stage, set_calendar
from milepost.reviews.rating_rules import rule_names
from milepost.reviews.reminding import Reminded, choose_rhythm, remind_people, stop_digests
from milepost.reviews.reply_entries import AnswerEntry, ReplyEntry
from milepost.reviews.replying import answer_reply, invite_reply, list_open_replies, record_reply
from milepost.reviews.restating import take_version
from milepost.reviews.result_selectors import (
    collect_material,
    computed_folder,
    inputs_checksum,
    list_ratings,
)
from milepost.reviews.review_files import EditionEntry, parse_editions
from milepost.reviews.round_words import STAGES
from milepost.reviews.rounds import find_unfinished, require_before_end
from milepost.reviews.selectors import get_edition, get_edition_row
from milepost.reviews.status_selectors import count_states, edition_status, list_undecided

__all__ = [
    "AnswerEntry",
    "BulkAnswer",
    "LoadReport",
    "MoreTime",
    "Reminded",
    "ReplyEntry",
    "Ruling",
    "Sheet",
    "Work",
    "accept_all",
    "accept_assignment",
    "answer_reply",
    "answer_work",
    "assign_work",
    "choose_rhythm",
    "close_edition",
    "close_second_round",
    "compute_edition",
    "cover_words",
    "decline_assignment",
    "delegate_assignment",
    "discard_draft",
    "edit_remark",
    "extend_stage",
    "invite_reply",
    "load_assessments",
    "load_editions",
    "move_work",
    "open_edition",
    "open_second_round",
    "record_assessment",
    "record_decision",
    "record_refusal",
    "record_reply",
    "remind_people",
    "save_draft",
    "set_calendar",
    "stop_digests",
    "take_back_work",
    "take_version",
    "withdraw_assignment",
    "withdraw_remark",
    "write_remark",
]

DEFAULT_HEATMAP = ("001", "002", "019", "142", "150", "009")
"""The world and the five M49 regions."""
KEPT_SETS = 3
"""How many computations of an edition stay on disk; only the newest is read."""


# --- opening ------------------------------------------------------------------------------------


class EditionDetails(TypedDict, total=False):
    """What an edition may be given beside its key, title, day and frameworks."""

    about: Mapping[str, str]
    main_framework: str
    heatmap_places: Sequence[str]
    previous: str | None


def open_edition(
    actor: Actor,
    key: str,
    *,
    title: Mapping[str, str],
    as_of: date,
    frameworks: Sequence[str],
    **details: Unpack[EditionDetails],
) -> str:
    """Open an edition, or bring an open one up to date; return added, changed or unchanged.

    ``frameworks`` are keys in order, each with ``@version`` when an older one is meant; without a
    version the newest one is pinned at opening and stays. Raises ``BadInput`` with all findings,
    and ``EditionClosed`` when a closed edition would change.
    """
    require(actor, "reviews.open_edition")
    pairs = [(name, version or None) for name, _at, version in map(_split, frameworks)]
    places = details.get("heatmap_places")
    entry = EditionEntry(
        key=key,
        title=dict(title),
        about=dict(details.get("about") or {}),
        as_of=as_of,
        main_framework=details.get("main_framework") or (pairs[0][0] if pairs else ""),
        frameworks=tuple(pairs),
        heatmap_places=None if places is None else tuple(places),
        previous=details.get("previous"),
    )
    with transaction.atomic():
        problems = check_edition(entry, _loaded(entry))
        if problems:
            raise BadInput(as_findings(problems))
        return _keep_edition(actor, entry)


def _split(framework: str) -> tuple[str, str, str]:
    return framework.partition("@")


def load_editions(actor: Actor, text: str, filename: str) -> LoadReport:
    """Open the editions of a file, in its order; once more changes nothing.

    Raises as ``open_edition``; then no edition of the file is opened.
    """
    require(actor, "reviews.open_edition")
    entries, findings = parse_editions(text, filename)
    if entries is None:
        raise BadInput(findings)
    outcomes: dict[str, list[str]] = {"added": [], "changed": [], "unchanged": []}
    with transaction.atomic():
        earlier: list[str] = []
        for entry in entries:
            problems = check_edition(entry, _loaded(entry, earlier))
            findings += as_findings(problems, filename=filename, line=entry.line)
            earlier.append(entry.key)
        if findings:
            raise BadInput(findings)
        for entry in entries:
            outcomes[_keep_edition(actor, entry)].append(entry.key)
    return LoadReport(**{name: tuple(keys) for name, keys in outcomes.items()})


def _loaded(entry: EditionEntry, earlier: Iterable[str] = ()) -> Loaded:
    """Return what an edition may refer to; ``earlier`` are editions of the same file."""
    groups = {group["code"] for group in list_groups(entry.as_of)}
    return Loaded(
        frameworks={
            key: frozenset(version["version"] for version in list_versions(key))
            for key in {framework["key"] for framework in list_frameworks()}
        },
        places=frozenset({area["code"] for area in list_areas()} | groups),
        editions=frozenset(earlier) | frozenset(Edition.objects.values_list("key", flat=True)),
    )


def _keep_edition(actor: Actor, entry: EditionEntry) -> str:
    row = Edition.objects.select_for_update().filter(key=entry.key).first()
    before = get_edition(entry.key) if row else None
    pinned = before["framework_versions"] if before else {}
    versions = {
        key: version or pinned.get(key) or get_document(key)["version"]
        for key, version in entry.frameworks
    }
    heatmap = entry.heatmap_places
    previous = get_edition_row(entry.previous) if entry.previous else None
    wanted = {
        "title": dict(entry.title),
        "about": dict(entry.about),
        "as_of": entry.as_of.isoformat(),
        "main_framework": entry.main_framework,
        "heatmap_places": list(DEFAULT_HEATMAP if heatmap is None else heatmap),
        "previous": entry.previous,
        "framework_versions": versions,
    }
    same_order = before is not None and before["frameworks"] == list(versions)
    if before and same_order and {name: before[name] for name in wanted} == wanted:
        return "unchanged"
    if row and row.state == EditionState.CLOSED:
        raise EditionClosed(edition=entry.key)
    fixed = ("as_of", "framework_versions")
    if before and any(before[name] != wanted[name] for name in fixed):
        require_before_end(entry.key, Stage.CUT_OFF)
    values = {**wanted, "as_of": entry.as_of, "previous": previous}
    del values["framework_versions"]
    if row is None:
        row = Edition.objects.create(key=entry.key, **values, opened_by=actor.label)
    else:
        Edition.objects.filter(pk=row.pk).update(**values)
    row.frameworks.all().delete()
    EditionFramework.objects.bulk_create(
        EditionFramework(edition=row, key=key, version=version, position=position)
        for position, (key, version) in enumerate(versions.items())
    )
    record_event(
        actor,
        "reviews.edition_changed" if before else "reviews.edition_opened",
        subject_kind="edition",
        subject_key=entry.key,
        before={name: before[name] for name in wanted} if before else None,
        after=wanted,
    )
    return "changed" if before else "added"


# --- computing and closing ----------------------------------------------------------------------


def compute_edition(actor: Actor, key: str) -> dict[str, Any]:
    """Compute all ratings of an open edition and keep them; return a summary.

    The summary holds edition, checksum, ratings, counts (by state), undecided (count) and
    changed (False when the same result was already there). Raises ``EditionClosed`` and
    ``RuleUnknown``.
    """
    require(actor, "reviews.compute_edition", Scope(edition=key))
    row = get_edition_row(key)
    if row.state == EditionState.CLOSED:
        raise EditionClosed(edition=key)
    inputs = inputs_checksum(key)
    material = collect_material(key)
    _check_rules(material.frameworks)
    result = compute(material)
    folder, checksum = store.write_set(computed_folder(key), material, result)
    counts = count_states(result.ratings)
    with transaction.atomic():
        wanted = ComputedSet(
            edition=lock_open(key),
            folder=folder,
            checksum=checksum,
            inputs_checksum=inputs,
            counts=counts,
            computed_by=actor.label,
        )
        is_new = _keep_set(actor, wanted)
    newest = ComputedSet.objects.filter(edition__key=key).order_by("-id")[:KEPT_SETS]
    store.prune(computed_folder(key), [kept.folder for kept in newest], clock.now())
    return {
        "edition": key,
        "checksum": checksum,
        "ratings": len(result.ratings),
        "counts": counts,
        "undecided": len(list_undecided(result.ratings)),
        "changed": is_new,
    }


def _keep_set(actor: Actor, wanted: ComputedSet) -> bool:
    """Keep a computation unless it is the newest already; return whether it is new."""
    newest = ComputedSet.objects.filter(edition=wanted.edition).order_by("-id").first()
    stated = (wanted.checksum, wanted.inputs_checksum)
    if newest is not None and (newest.checksum, newest.inputs_checksum) == stated:
        return False
    wanted.save()
    record_event(
        actor,
        "reviews.edition_computed",
        subject_kind="edition",
        subject_key=wanted.edition.key,
        before={"checksum": newest.checksum, "counts": newest.counts} if newest else None,
        after={"checksum": wanted.checksum, "counts": wanted.counts},
    )
    return True


def _check_rules(frameworks: Iterable[Mapping[str, Any]]) -> None:
    known = rule_names()
    for framework in frameworks:
        for benchmark in framework["benchmarks"]:
            rule = (benchmark.get("measure") or {}).get("rule")
            if rule is not None and rule not in known:
                raise RuleUnknown(rule=rule, benchmark=f"{framework['key']} {benchmark['key']}")


def close_edition(actor: Actor, key: str) -> dict[str, Any]:
    """Close an edition for good and return its status; closing it again changes nothing.

    Raises ``EditionNotComputed``, ``EditionNotDue``, ``RoundNotOver``, ``EditionOutOfDate``, and
    ``BadInput`` with one finding for each rating in which rule and panel differ and nobody has
    decided, for each second round that is open, for each government that may still reply, and for
    each reply that waits for an answer.
    """
    require(actor, "reviews.close_edition", Scope(edition=key))
    row = get_edition_row(key)
    if row.state == EditionState.CLOSED:
        return edition_status(key)
    if row.as_of > clock.today():
        raise EditionNotDue(edition=key, as_of=row.as_of.isoformat())
    unfinished = find_unfinished(key)
    if unfinished:
        raise RoundNotOver(
            edition=key, stage=str(STAGES[unfinished.stage]), day=unfinished.ends_on.isoformat()
        )
    findings = [_undecided(item) for item in list_undecided(list_ratings(key))]
    findings += [*list_open_rounds(row), *list_open_replies(row)]
    if findings:
        raise BadInput(findings)
    if edition_status(key)["is_out_of_date"]:
        raise EditionOutOfDate(edition=key)
    with transaction.atomic():
        row = lock_open(key)
        Edition.objects.filter(pk=row.pk).update(
            state=EditionState.CLOSED, closed_at=clock.now(), closed_by=actor.label
        )
        record_event(
            actor,
            "reviews.edition_closed",
            subject_kind="edition",
            subject_key=key,
            before={"state": EditionState.OPEN.value},
            after={"state": EditionState.CLOSED.value},
        )
    return edition_status(key)


def _undecided(item: Mapping[str, str]) -> Finding:
    subject = f"{item['framework']} {item['benchmark']} {item['place']}"
    return Finding(
        code="REVIEWS_DECISION_MISSING",
        where=subject,
        value=item["benchmark"],
        what=_("The rule says %(computed)s and the assessors say %(judged)s; nobody has decided.")
        % {"computed": item["computed"], "judged": item["judged"]},
        why=_("A published edition must say which colour stands, and why."),
        remedy=_(
            "Decide it on the board of the edition, or with “milepost edition decide”, and compute."
        ),
    )
