"""Who acts. Every service and every restricted selector takes the actor first."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

import rules

from milepost.kernel.errors import PermissionRefused


class ActorKind(StrEnum):
    """A person signed in, the instance itself (command line, jobs), or a stranger."""

    PERSON = "person"
    SYSTEM = "system"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who acts: ``key`` is a stable identifier (a person's uuid), ``label`` is shown."""

    kind: ActorKind
    key: str
    label: str
    roles: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_system(self) -> bool:
        """Whether the instance itself acts (the operator at the command line)."""
        return self.kind is ActorKind.SYSTEM

    def has_role(self, *names: str) -> bool:
        """Whether the actor holds one of these roles; the system holds all."""
        return self.is_system or not self.roles.isdisjoint(names)


ANONYMOUS = Actor(ActorKind.ANONYMOUS, "anonymous", "anonymous")


def system_actor(label: str = "command line") -> Actor:
    """Return the operator of the instance, who may do everything and is named in the audit."""
    return Actor(ActorKind.SYSTEM, "system", label)


def grant(permission: str, predicate: Callable[[Actor, object], bool]) -> None:
    """Declare a permission, in an app's ``rules`` module: who may, given the subject."""
    rules.add_perm(permission, rules.predicate(predicate))


def may(actor: Actor, permission: str, subject: object = None) -> bool:
    """Whether the permission (declared in an app's ``rules``) is granted."""
    return bool(rules.has_perm(permission, actor, subject))


def require(actor: Actor, permission: str, subject: object = None) -> None:
    """Raise ``PermissionRefused`` unless the permission is granted."""
    if not may(actor, permission, subject):
        raise PermissionRefused(actor=actor.label, permission=permission)
