"""Setting the calendar of a round, and giving more time. Part of the door ``services``."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from milepost.accounts.contacts import require_active
from milepost.audit.services import record_event
from milepost.kernel.actors import Actor, require
from milepost.kernel.errors import BadInput, NotFound
from milepost.kernel.findings import Finding
from milepost.kernel.scopes import Scope
from milepost.reviews.judging import lock_open
from milepost.reviews.models import (
    CURRENT_STATES,
    Assignment,
    Edition,
    Extension,
    RoundStage,
    Stage,
)
from milepost.reviews.round_words import STAGES
from milepost.reviews.rounds import WINDOWS, find_last_day, read_calendar, stage_rows

NEEDED = (Stage.ASSESSMENT, Stage.DECISION)
Days = tuple[date, date]


def set_calendar(actor: Actor, edition: str, days: Mapping[str, Days]) -> str:
    """Set the whole calendar of an open edition: first and last day by stage.

    Stages that are left out are not part of the round; without any the calendar is taken away.
    Returns added, changed, removed or unchanged. Raises ``BadInput`` with all findings and
    ``EditionClosed``.
    """
    require(actor, "reviews.set_calendar", Scope(edition=edition))
    with transaction.atomic():
        row = lock_open(edition)
        findings = check_days(days)
        if findings:
            raise BadInput(findings)
        before = {name: (w.starts_on, w.ends_on) for name, w in read_calendar(edition).items()}
        if before == dict(days):
            return "unchanged"
        row.stages.all().delete()
        RoundStage.objects.bulk_create(
            RoundStage(edition=row, stage=stage, starts_on=days[stage][0], ends_on=days[stage][1])
            for stage in Stage.values
            if stage in days
        )
        record_event(
            actor,
            "reviews.calendar_set",
            subject_kind="edition",
            subject_key=edition,
            before=_as_text(before) if before else None,
            after=_as_text(days),
        )
    if not days:
        return "removed"
    return "changed" if before else "added"


def _as_text(days: Mapping[str, Days]) -> dict[str, Any]:
    return {stage: [first.isoformat(), last.isoformat()] for stage, (first, last) in days.items()}


def check_days(days: Mapping[str, Days]) -> list[Finding]:
    """Return everything that is wrong with a calendar."""
    findings = [_unknown(stage) for stage in days if stage not in Stage.values]
    planned = [(stage, *days[stage]) for stage in Stage.values if stage in days]
    if days:
        findings += [_missing(stage) for stage in NEEDED if stage not in days]
    findings += [
        _finding(
            stage,
            "STAGE_BACKWARDS",
            _("The stage “%(stage)s” would end before it begins.") % {"stage": STAGES[stage]},
            _("Both days belong to the stage."),
            _("Give a last day that is not before the first one."),
        )
        for stage, first, last in planned
        if last < first
    ]
    findings += [
        _finding(
            later[0],
            "STAGE_OUT_OF_ORDER",
            _("The stage “%(later)s” would begin before “%(earlier)s” is over.")
            % {"later": STAGES[later[0]], "earlier": STAGES[earlier[0]]},
            _("A round goes from one stage to the next, so that everybody knows what is due."),
            _("Let it begin after %(day)s.") % {"day": earlier[2].isoformat()},
        )
        for earlier, later in pairwise(planned)
        if not _follows(earlier, later)
    ]
    return findings


def _follows(earlier: tuple[str, date, date], later: tuple[str, date, date]) -> bool:
    """Whether a stage follows another; days on which something happens may fall together."""
    if earlier[0] in WINDOWS and later[0] in WINDOWS:
        return earlier[2] < later[1]
    return earlier[1] <= later[1] and earlier[2] <= later[2]


def _finding(stage: str, code: str, what: str, why: str, remedy: str) -> Finding:
    return Finding(
        code=f"REVIEWS_{code}", where=stage, column=stage, what=what, why=why, remedy=remedy
    )


def _unknown(stage: str) -> Finding:
    return _finding(
        stage,
        "STAGE_UNKNOWN",
        _("There is no stage “%(stage)s”.") % {"stage": stage},
        _("A calendar names the stages of a round."),
        _("Use one of: %(choices)s.") % {"choices": ", ".join(Stage.values)},
    )


def _missing(stage: str) -> Finding:
    return _finding(
        stage,
        "STAGE_MISSING",
        _("The calendar has no days for “%(stage)s”.") % {"stage": STAGES[stage]},
        _("Without it nothing could be handed in or decided."),
        _("Give its first and its last day, or take the whole calendar away."),
    )


# --- more time ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MoreTime:
    """A wish for more time: until which day (included), and why.

    ``person`` (uuid) limits it to one person, ``assignment`` (uuid) to one assignment; without
    either it holds for the whole round.
    """

    stage: str
    until: date
    reason: str
    person: str = ""
    assignment: str = ""


def extend_stage(actor: Actor, edition: str, wish: MoreTime) -> None:
    """Give more time in a stage, with a reason that stays on record.

    Raises ``BadInput`` with all findings, ``NotFound`` and ``EditionClosed``.
    """
    require(actor, "reviews.extend_stage", Scope(edition=edition))
    with transaction.atomic():
        row = lock_open(edition)
        assignment = _assignment(row, wish.assignment)
        person = assignment.person_key if assignment else wish.person
        name = require_active(person) if person else ""
        findings = _check_wish(edition, wish, assignment)
        if findings:
            raise BadInput(findings)
        before = _last_day(edition, wish, assignment)
        Extension.objects.create(
            edition=row,
            stage=wish.stage,
            person_key="" if assignment else wish.person,
            assignment=assignment,
            before=before,
            until=wish.until,
            reason=wish.reason.strip(),
            granted_by=actor.label,
        )
        if assignment:
            Assignment.objects.filter(pk=assignment.pk).update(due_on=wish.until)
        elif not wish.person:
            kept = stage_rows(row)[wish.stage]
            RoundStage.objects.filter(pk=kept.pk).update(ends_on=wish.until)
        record_event(
            actor,
            "reviews.stage_extended",
            subject_kind="edition",
            subject_key=edition,
            before={"stage": wish.stage, "until": before.isoformat()},
            after={
                "until": wish.until.isoformat(),
                "for": name or "round",
                "person": person,
                "assignment": wish.assignment,
            },
            reason=wish.reason.strip(),
        )


def _assignment(edition: Edition, key: str) -> Assignment | None:
    if not key:
        return None
    rows = Assignment.objects.filter(edition=edition, state__in=CURRENT_STATES)
    row = next((row for row in rows.select_for_update() if str(row.uuid) == key), None)
    if row is None:
        raise NotFound(what=_("assignment"), key=key)
    return row


def _last_day(edition: str, wish: MoreTime, assignment: Assignment | None) -> date:
    """Return until when it is now; a stage outside the calendar was checked before.

    An assignment with a day of its own is due on that day, however long its stage lasts.
    """
    if assignment and assignment.due_on:
        return assignment.due_on
    if assignment:
        subject = (assignment.framework, assignment.benchmark, assignment.place)
        found = find_last_day(edition, wish.stage, person=assignment.person_key, subject=subject)
    else:
        found = find_last_day(edition, wish.stage, person=wish.person)
    return found or wish.until


def _check_wish(edition: str, wish: MoreTime, assignment: Assignment | None) -> list[Finding]:
    calendar = read_calendar(edition)
    findings = []
    if wish.stage not in WINDOWS or wish.stage not in calendar:
        findings.append(_no_window(wish, [stage for stage in WINDOWS if stage in calendar]))
    elif wish.until <= (now := _last_day(edition, wish, assignment)):
        findings.append(
            _finding(
                "until",
                "STAGE_NOT_LONGER",
                _("That is not more time: the last day is %(day)s already.")
                % {"day": now.isoformat()},
                _("An extension moves the last day back; it never takes time away."),
                _("Give a later day, or set the calendar anew."),
            )
        )
    published = calendar.get(Stage.PUBLICATION)
    if published and wish.until > published.starts_on:
        findings.append(
            _finding(
                "until",
                "STAGE_AFTER_PUBLICATION",
                _("The edition is to be published on %(day)s, before that.")
                % {"day": published.starts_on.isoformat()},
                _("What is written after publication would not be in it."),
                _("Give an earlier day, or move the publication first."),
            )
        )
    if not wish.reason.strip():
        findings.append(_no_reason())
    return findings


def _no_window(wish: MoreTime, offered: list[Stage]) -> Finding:
    return _finding(
        "stage",
        "STAGE_UNKNOWN",
        _("The calendar has no stage “%(stage)s” that could last longer.")
        % {"stage": STAGES.get(wish.stage, wish.stage)},
        _("More time is given in a stage in which people write."),
        _("Use one of: %(choices)s.") % {"choices": ", ".join(offered)}
        if offered
        else _("Set the calendar of the edition first."),
    )


def _no_reason() -> Finding:
    return _finding(
        "reason",
        "REASON_MISSING",
        _("There is no reason."),
        _("Others will ask why they did not get more time."),
        _("Write in one sentence why more time is given."),
    )
