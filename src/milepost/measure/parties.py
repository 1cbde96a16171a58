"""Parties to an instrument as a step series: the count holds until the next change."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter

from milepost.measure.series import Point


@dataclass(frozen=True, slots=True)
class PartyEvent:
    """A state becomes a party (``is_party`` true) or ceases to be one, at a decimal year."""

    when: float
    place: str
    is_party: bool
    period: str = ""


def party_series(events: Iterable[PartyEvent]) -> tuple[Point, ...]:
    """Return the number of parties after each moment at which something was recorded.

    A state counts once however often it is recorded as a party; records of the same moment give
    one point. A record that a state is not a party (a complete list) gives a point too, so that a
    series of zero parties differs from a series of which nothing is known.
    """
    parties: set[str] = set()
    points: list[Point] = []
    for event in sorted(events, key=attrgetter("when", "place", "is_party")):
        if event.is_party:
            parties.add(event.place)
        else:
            parties.discard(event.place)
        point = Point(event.when, float(len(parties)), event.period)
        if points and points[-1].when == event.when:
            points[-1] = point
        else:
            points.append(point)
    return tuple(points)


@dataclass(frozen=True, slots=True)
class StepSeries:
    """A sorted step series with its value at any moment."""

    points: tuple[Point, ...]

    def at(self, moment: float) -> float:
        """Return the count at a moment; before the first point it is zero."""
        index = bisect_right(self.points, moment, key=attrgetter("when"))
        return self.points[index - 1].value if index else 0.0

    def covers(self, moment: float) -> bool:
        """Whether the series has begun at the moment."""
        return bool(self.points) and self.points[0].when <= moment

    def losses(self, after: float) -> int:
        """Return how many changes after a moment lowered the count."""
        pairs = zip(self.points, self.points[1:], strict=False)
        return sum(1 for old, new in pairs if new.when > after and new.value < old.value)
