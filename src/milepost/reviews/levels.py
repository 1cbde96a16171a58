"""Who may read the note of an assessment and the passages it rests on: levels and their choices.

A note is for colleagues: where somebody looked, what cannot be printed. A passage is cited from a
source that has a level of its own; the stricter of the two counts, since both must let one in.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from milepost.evidence.protection import EDITION, ORGANISATION, Level, Protection

REVIEWERS = "reviewer"
OPEN, NETWORK = Protection(), Protection(Level.NETWORK)

PUBLIC_CODE, NETWORK_CODE, EDITION_CODE, REVIEWERS_CODE = "public", "network", "edition", "reviewer"


@dataclass(frozen=True, slots=True)
class Note:
    """Words for colleagues in one language, and who may read them. No text is no note."""

    text: str = ""
    language: str = "en"
    protection: Protection = NETWORK


def protection_of_code(code: str, edition: str) -> Protection:
    """Return the protection that a choice of a form stands for.

    ``code`` is one of the words above or ``organisation:UUID``.
    """
    if code == EDITION_CODE:
        return Protection(Level.CIRCLE, f"{EDITION}:{edition}")
    if code == REVIEWERS_CODE:
        return Protection(Level.CONFIDENTIAL, REVIEWERS)
    if code.startswith(f"{ORGANISATION}:"):
        return Protection(Level.CIRCLE, code)
    return Protection(Level(code))


def code_of(protection: Protection) -> str:
    """Return the choice of a form that a protection is shown as."""
    if protection.level is Level.CONFIDENTIAL:
        return REVIEWERS_CODE
    if protection.level is Level.CIRCLE:
        is_organisation = protection.readers.startswith(f"{ORGANISATION}:")
        return protection.readers if is_organisation else EDITION_CODE
    return protection.level.value


def is_meant_for(protection: Protection, edition: str, organisations: Mapping[str, str]) -> bool:
    """Whether an assessment of an edition may be protected so by a member of these organisations.

    Circles are the own organisations and the edition itself; confidential is for reviewers.
    """
    if not protection.is_sound:
        return False
    if protection.level is Level.CONFIDENTIAL:
        return protection.readers == REVIEWERS
    if protection.level is not Level.CIRCLE:
        return True
    kind, _colon, key = protection.readers.partition(":")
    return key == edition if kind == EDITION else key in organisations
