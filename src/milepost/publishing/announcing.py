"""Announcing a round on the public site, and taking the notice away."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from milepost.accounts.contacts import list_named_organisations
from milepost.audit.services import record_event
from milepost.frameworks.selectors import get_document
from milepost.kernel import clock
from milepost.kernel.actors import Actor, require
from milepost.kernel.errors import BadInput
from milepost.kernel.findings import Finding
from milepost.kernel.scopes import Scope
from milepost.publishing.notices import Notice, read_notices, write_notices
from milepost.publishing.selectors import releases_folder
from milepost.reviews.progress import list_work
from milepost.reviews.rounds import get_round
from milepost.reviews.selectors import get_edition


@dataclass(frozen=True, slots=True)
class Announcement:
    """What a coordinator writes for the public: how to take part (text map), and whom to write to.

    ``contact`` is an address of an office; empty for none.
    """

    take_part: Mapping[str, str]
    contact: str = ""


def announce_round(actor: Actor, edition: str, wanted: Announcement) -> Notice:
    """Freeze a round's notice for the public site and return it; again it replaces the old one.

    It says what is under review, the calendar, and those organisations with work in the round
    that agreed to be named. Later changes of the calendar do not change it.

    Raises ``PermissionRefused``, ``NotFound``, and ``BadInput`` for a closed edition, a round
    without a calendar, or without words on how to take part.
    """
    require(actor, "publishing.announce_round", Scope(edition=edition))
    notice = draft_notice(edition, wanted)
    findings = _check(edition, notice)
    if findings:
        raise BadInput(findings)
    with transaction.atomic():
        record_event(
            actor,
            "publishing.round_announced",
            subject_kind="edition",
            subject_key=edition,
            after=notice,
        )
    # The record commits first: a kill leaves the old notice, and announcing again completes it.
    others = [row for row in read_notices(releases_folder()) if row["edition"] != edition]
    write_notices(releases_folder(), [*others, notice])
    return notice


def withdraw_notice(actor: Actor, edition: str) -> bool:
    """Take a round's notice from the public site; whether there was one.

    Raises ``PermissionRefused``.
    """
    require(actor, "publishing.announce_round", Scope(edition=edition))
    rows = read_notices(releases_folder())
    kept = [row for row in rows if row["edition"] != edition]
    if len(kept) == len(rows):
        return False
    with transaction.atomic():
        record_event(
            actor,
            "publishing.round_notice_withdrawn",
            subject_kind="edition",
            subject_key=edition,
        )
    write_notices(releases_folder(), kept)
    return True


def find_notice(edition: str) -> Notice | None:
    """Return the notice of a round that stands on the public site, or None."""
    rows = read_notices(releases_folder())
    return next((row for row in rows if row["edition"] == edition), None)


def is_behind(notice: Notice) -> bool:
    """Whether a notice says something else than the round does now."""
    now = draft_notice(notice["edition"], Announcement(notice["take_part"], notice["contact"]))
    return {**now, "announced_on": ""} != {**notice, "announced_on": ""}


def draft_notice(edition: str, wanted: Announcement) -> Notice:
    """Return what would be announced now. Raises ``NotFound``."""
    row = get_edition(edition)
    versions = row["framework_versions"]
    return {
        "edition": edition,
        "title": row["title"],
        "about": row["about"],
        "as_of": row["as_of"],
        "frameworks": [
            {"key": key, "title": get_document(key, version)["title"]}
            for key, version in versions.items()
        ],
        "stages": [
            {
                "stage": item["stage"],
                "starts_on": item["starts_on"].isoformat(),
                "ends_on": item["ends_on"].isoformat(),
            }
            for item in get_round(edition)["stages"]
        ],
        "organisations": list_named_organisations(
            item["organisation"] for item in list_work(edition)
        ),
        "take_part": {key: text.strip() for key, text in wanted.take_part.items() if text.strip()},
        "contact": wanted.contact.strip(),
        "announced_on": clock.today().isoformat(),
    }


def _check(edition: str, notice: Notice) -> list[Finding]:
    findings = []
    if get_edition(edition)["state"] != "open":
        findings.append(
            _finding(
                "ROUND_OVER",
                "",
                _("The edition is closed; its round is over."),
                _("The public reads the edition itself once it is published."),
                _("Publish the edition, or announce another round."),
            )
        )
    if not notice["stages"]:
        findings.append(
            _finding(
                "CALENDAR_MISSING",
                "",
                _("The round has no calendar."),
                _("The public is told when what happens."),
                _("Set a calendar first."),
            )
        )
    if not notice["take_part"]:
        findings.append(
            _finding(
                "TEXT_MISSING",
                "take_part",
                _("It is not said how to take part."),
                _("Who reads the notice wants to know what they can do."),
                _("Write one or two sentences."),
            )
        )
    return findings


def _finding(code: str, column: str, what: str, why: str, remedy: str) -> Finding:
    return Finding(
        code=f"PUBLISHING_{code}",
        where=column or "round",
        column=column,
        what=what,
        why=why,
        remedy=remedy,
    )
