"""The calendar of a round: which stage an edition is in, and whether one may still write.

Days are calendar days in UTC; the last day of a stage belongs to it. An edition without a
calendar lets everything be written while it is open.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from milepost.accounts.contacts import list_names
from milepost.accounts.selectors import list_holders
from milepost.kernel import clock
from milepost.kernel.scopes import Scope
from milepost.reviews.errors import StageAhead, StageClosed, StageUnplanned
from milepost.reviews.models import CURRENT_STATES, Edition, Extension, RoundStage, Stage
from milepost.reviews.round_words import STAGES

WINDOWS = (Stage.ASSESSMENT, Stage.REPLY, Stage.DECISION)
"""Stages in which people write; the others are days on which something happens."""
NAMED_AT_MOST = 3

Subject = tuple[str, str, str]
"""(framework, benchmark, place)."""


@dataclass(frozen=True, slots=True)
class Window:
    """A stage in the calendar with its first and last day."""

    stage: str
    starts_on: date
    ends_on: date

    def state(self, today: date) -> str:
        """Return "ahead", "now" or "over"."""
        if today < self.starts_on:
            return "ahead"
        return "over" if today > self.ends_on else "now"


def read_calendar(edition: str) -> dict[str, Window]:
    """Return the stages of an edition by name, in their order; empty without a calendar."""
    rows = {row.stage: row for row in RoundStage.objects.filter(edition__key=edition)}
    return {
        stage: Window(stage, rows[stage].starts_on, rows[stage].ends_on)
        for stage in Stage.values
        if stage in rows
    }


def get_round(edition: str) -> dict[str, Any]:
    """Return the calendar of an edition as plain values.

    Keys: edition, today, has_calendar, current (names of the stages that are now), next (name of
    the next stage or None), stages (list of stage, name, starts_on, ends_on, state, days: until
    it begins when ahead, until its end when now, since its end when over).
    """
    today = clock.today()
    windows = read_calendar(edition)
    stages = [_stage(window, today) for window in windows.values()]
    ahead = [item["stage"] for item in stages if item["state"] == "ahead"]
    return {
        "edition": edition,
        "today": today,
        "has_calendar": bool(stages),
        "current": [item["stage"] for item in stages if item["state"] == "now"],
        "next": ahead[0] if ahead else None,
        "stages": stages,
    }


def _stage(window: Window, today: date) -> dict[str, Any]:
    state = window.state(today)
    days = {
        "ahead": (window.starts_on - today).days,
        "now": (window.ends_on - today).days,
        "over": (today - window.ends_on).days,
    }
    return {
        "stage": window.stage,
        "name": str(STAGES[window.stage]),
        "starts_on": window.starts_on,
        "ends_on": window.ends_on,
        "is_window": window.stage in WINDOWS,
        "state": state,
        "days": days[state],
    }


def find_last_day(
    edition: str, stage: str, *, person: str = "", subject: Subject | None = None
) -> date | None:
    """Return the last day on which a person may write in a stage, extensions included.

    None when the calendar has no such stage.
    """
    window = read_calendar(edition).get(stage)
    if window is None:
        return None
    own = _extensions(edition, stage, person, subject)
    return max([window.ends_on, *own])


def _extensions(edition: str, stage: str, person: str, subject: Subject | None) -> Iterable[date]:
    if not person:
        return ()
    reaches = Q(person_key=person, assignment=None)
    if subject:
        framework, benchmark, place = subject
        reaches |= Q(
            assignment__person_key=person,
            assignment__state__in=CURRENT_STATES,
            assignment__framework=framework,
            assignment__benchmark=benchmark,
            assignment__place=place,
        )
    rows = Extension.objects.filter(reaches, edition__key=edition, stage=stage)
    return rows.values_list("until", flat=True)


def list_extensions(edition: str) -> list[dict[str, Any]]:
    """Return the extensions of an edition, the newest first.

    Keys: stage, name, person_name ("" for the whole round), benchmark, place ("" unless it was
    for one assignment), before, until, reason, granted_at, granted_by.
    """
    rows = list(Extension.objects.filter(edition__key=edition).select_related("assignment"))
    people = {_person_of(row) for row in rows}
    names = list_names(people)
    return [
        {
            "stage": row.stage,
            "name": str(STAGES[row.stage]),
            "person_name": names.get(_person_of(row), ""),
            "benchmark": row.assignment.benchmark if row.assignment else "",
            "place": row.assignment.place if row.assignment else "",
            "before": row.before,
            "until": row.until,
            "reason": row.reason,
            "granted_at": row.granted_at,
            "granted_by": row.granted_by,
        }
        for row in reversed(rows)
    ]


def _person_of(row: Extension) -> str:
    return row.assignment.person_key if row.assignment else row.person_key


def is_stage_open(
    edition: str, stage: str, *, person: str = "", subject: Subject | None = None
) -> bool:
    """Whether one may write in a stage today; always without a calendar.

    ``person`` (uuid) and ``subject`` let extensions count that were given to a person or to an
    assignment. Whether the edition itself is open is asked elsewhere (``lock_open``).
    """
    windows = read_calendar(edition)
    if not windows:
        return True
    window = windows.get(stage)
    today = clock.today()
    if window is None or today < window.starts_on:
        return False
    if today <= window.ends_on:
        return True
    return any(today <= until for until in _extensions(edition, stage, person, subject))


def has_begun(edition: str, stage: str) -> bool:
    """Whether a stage has begun; one that is not in the calendar counts as begun."""
    window = read_calendar(edition).get(stage)
    return window is None or window.starts_on <= clock.today()


def require_stage(
    edition: str, stage: str, *, person: str = "", subject: Subject | None = None
) -> None:
    """Raise unless one may write in a stage today; see ``is_stage_open``.

    Raises ``StageUnplanned``, ``StageAhead`` and ``StageClosed``; each says who can change it.
    """
    if is_stage_open(edition, stage, person=person, subject=subject):
        return
    window = read_calendar(edition).get(stage)
    about = {"edition": edition, "stage": str(STAGES[stage]), "who": who_can_extend(edition)}
    if window is None:
        raise StageUnplanned(**about)
    if clock.today() < window.starts_on:
        raise StageAhead(**about, day=_day(window.starts_on))
    ended = find_last_day(edition, stage, person=person, subject=subject) or window.ends_on
    raise StageClosed(**about, day=_day(ended))


def require_before_end(edition: str, stage: str) -> None:
    """Raise ``StageClosed`` when a stage is over; without it in the calendar nothing is."""
    window = read_calendar(edition).get(stage)
    if window is not None and clock.today() > window.ends_on:
        raise StageClosed(
            edition=edition,
            stage=str(STAGES[stage]),
            who=who_can_extend(edition),
            day=_day(window.ends_on),
        )


def find_unfinished(edition: str) -> Window | None:
    """Return the stage in which people may still write or will, the last one; or None."""
    today = clock.today()
    windows = read_calendar(edition)
    open_ones = [windows[name] for name in WINDOWS if name in windows]
    return next((window for window in reversed(open_ones) if today <= window.ends_on), None)


def who_can_extend(edition: str) -> str:
    """Return a sentence that names the people who can change the calendar of an edition."""
    lies = Scope(edition=edition)
    people = list_holders("editor", lies) or list_holders("administrator", lies)
    names = [person["name"] for person in people[:NAMED_AT_MOST]]
    if not names:
        return _("An editor of the edition can change its calendar.")
    return _("To have it extended, ask: %(names)s.") % {"names": ", ".join(names)}


def _day(day: date) -> str:
    return str(date_format(day, "DATE_FORMAT"))


def stage_rows(edition: Edition) -> Mapping[str, RoundStage]:
    """Return the rows of the calendar by stage, held until the transaction ends."""
    return {row.stage: row for row in edition.stages.select_for_update()}
