"""Where something lies and where a role holds: framework, edition, place, organisation."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of the instance. Empty text says nothing: of a subject, that it lies nowhere in
    particular; of a role, that it holds everywhere.

    ``framework`` and ``edition`` are keys, ``place`` an M49 or group code, ``organisation`` a
    uuid.
    """

    framework: str = ""
    edition: str = ""
    place: str = ""
    organisation: str = ""

    def stated(self) -> dict[str, str]:
        """Return the parts that say something, by name."""
        parts = {
            "framework": self.framework,
            "edition": self.edition,
            "place": self.place,
            "organisation": self.organisation,
        }
        return {name: value for name, value in parts.items() if value}


EVERYWHERE = Scope()


@dataclass(frozen=True, slots=True)
class Held:
    """One role that an actor holds in a scope.

    ``places`` are the codes that a role limited to a place reaches: the place itself and, when it
    is a group, its members.
    """

    role: str
    scope: Scope = EVERYWHERE
    places: frozenset[str] = field(default_factory=frozenset)

    def reaches(self, at: Scope | None) -> bool:
        """Whether the role holds for a subject that lies ``at``.

        Every limit of the role must be met by the subject. A subject that does not say where it
        lies is reached by a role without that limit only, so that a role for one country never
        opens what belongs to the whole instance.
        """
        limits = self.scope.stated()
        if not limits:
            return True
        if at is None:
            return False
        lies = at.stated()
        return all(self._meets(name, lies.get(name)) for name in limits)

    def touches(self, at: Scope) -> bool:
        """Whether the role may hold for something that lies in ``at``, which may say little.

        A role for one country touches an edition, since the edition holds ratings of the country;
        a role for another edition does not.
        """
        lies = at.stated()
        return all(self._meets(name, lies[name]) for name in self.scope.stated() if name in lies)

    def _meets(self, name: str, value: str | None) -> bool:
        if name == "place" and self.places:
            return value in self.places
        return value == self.scope.stated()[name]
