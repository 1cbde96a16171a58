"""Who may see restricted material: four levels, each with its readers. No database."""

from dataclasses import dataclass
from enum import StrEnum

from milepost.accounts.wording import ROLES
from milepost.kernel.actors import Actor

GOVERNMENT = "focal_point"
INSIDE = frozenset(ROLES) - {GOVERNMENT}
"""Roles of those who work in a review; a government replies and does not see behind it."""

ALWAYS = ("administrator",)
"""Who sees everything, because they can change every level."""

ORGANISATION, EDITION = "organisation", "edition"


class Level(StrEnum):
    """How restricted something is; the later, the more."""

    PUBLIC = "public"
    NETWORK = "network"
    CIRCLE = "circle"
    CONFIDENTIAL = "confidential"


ORDER = tuple(Level)


@dataclass(frozen=True, slots=True)
class Protection:
    """A level with its readers.

    ``readers`` of a circle are ``organisation:UUID`` or ``edition:KEY``; of confidential material
    names of roles with spaces between; of the others nothing.
    """

    level: Level = Level.PUBLIC
    readers: str = ""

    @property
    def is_sound(self) -> bool:
        """Whether the readers are such as the level needs."""
        if self.level is Level.CIRCLE:
            kind, _colon, key = self.readers.partition(":")
            return kind in {ORGANISATION, EDITION} and bool(key.strip())
        if self.level is Level.CONFIDENTIAL:
            roles = set(self.readers.split())
            return bool(roles) and roles <= set(ROLES)
        return not self.readers

    def lowers(self, before: "Protection") -> bool:
        """Whether somebody may see it now who could not before, as far as can be told."""
        rank, old = ORDER.index(self.level), ORDER.index(before.level)
        return rank < old or (rank == old and self.readers != before.readers)

    def lets_in(self, actor: Actor) -> bool:
        """Whether an actor may see what is protected so."""
        if self.level is Level.PUBLIC or actor.has_role(*ALWAYS):
            return True
        if self.level is Level.NETWORK:
            return actor.holds(*ROLES)
        if self.level is Level.CONFIDENTIAL:
            return actor.has_role(*self.readers.split())
        kind, _colon, key = self.readers.partition(":")
        if kind == ORGANISATION:
            return key in actor.organisations or actor.has_role("editor")
        return works_in(actor, key)


def works_in(actor: Actor, edition: str) -> bool:
    """Whether an actor holds a working role on the whole instance or in an edition."""
    if not actor.roles.isdisjoint(INSIDE):
        return True
    return any(item.role in INSIDE and item.scope.edition == edition for item in actor.held)
