"""Who acts. Every service and every restricted selector takes the actor first."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

import rules

from milepost.kernel.errors import PermissionRefused
from milepost.kernel.scopes import Held, Scope


class ActorKind(StrEnum):
    """A person signed in, the instance itself (command line, jobs), or a stranger."""

    PERSON = "person"
    SYSTEM = "system"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who acts: ``key`` is a stable identifier (a person's uuid), ``label`` is shown.

    ``roles`` hold on the whole instance, ``held`` in a part of it. ``organisations`` are the
    uuids of those that the person belongs to. ``only`` are the permissions that a token leaves
    (None: all that the roles give); it never adds one. ``token`` is the uuid of that token.
    """

    kind: ActorKind
    key: str
    label: str
    roles: frozenset[str] = field(default_factory=frozenset)
    held: tuple[Held, ...] = ()
    organisations: frozenset[str] = field(default_factory=frozenset)
    only: frozenset[str] | None = None
    token: str = ""

    @property
    def is_system(self) -> bool:
        """Whether the instance itself acts (the operator at the command line)."""
        return self.kind is ActorKind.SYSTEM

    def has_role(self, *names: str, at: object = None) -> bool:
        """Whether the actor holds one of these roles for a subject that lies ``at``.

        ``at`` is a ``Scope``; anything else is the whole instance. The system holds all roles.
        """
        if self.is_system or not self.roles.isdisjoint(names):
            return True
        where = at if isinstance(at, Scope) else None
        return any(item.role in names and item.reaches(where) for item in self.held)

    def holds(self, *names: str) -> bool:
        """Whether the actor holds one of these roles (or any role, without names) somewhere."""
        if self.is_system:
            return True
        everything = self.roles.union(item.role for item in self.held)
        return bool(everything) if not names else not everything.isdisjoint(names)

    def scopes_of(self, *names: str) -> list[Scope]:
        """Return the parts of the instance in which the actor holds one of these roles."""
        if self.is_system or not self.roles.isdisjoint(names):
            return [Scope()]
        return [item.scope for item in self.held if item.role in names]


ANONYMOUS = Actor(ActorKind.ANONYMOUS, "anonymous", "anonymous")


def system_actor(label: str = "command line") -> Actor:
    """Return the operator of the instance, who may do everything and is named in the audit."""
    return Actor(ActorKind.SYSTEM, "system", label)


def grant(permission: str, predicate: Callable[[Actor, object], bool]) -> None:
    """Declare a permission, in an app's ``rules`` module: who may, given the subject."""
    rules.add_perm(permission, rules.predicate(predicate))


def may(actor: Actor, permission: str, subject: object = None) -> bool:
    """Whether the permission (declared in an app's ``rules``) is granted."""
    if actor.only is not None and permission not in actor.only:
        return False
    return bool(rules.has_perm(permission, actor, subject))


def require(actor: Actor, permission: str, subject: object = None) -> None:
    """Raise ``PermissionRefused`` unless the permission is granted."""
    if not may(actor, permission, subject):
        raise PermissionRefused(actor=actor.label, permission=permission)
