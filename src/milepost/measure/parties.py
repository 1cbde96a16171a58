"""Parties to an instrument as a step series: the count holds until the next change."""

from bisect import bisect_right
from dataclasses import dataclass
from operator import attrgetter

from milepost.measure.series import Point


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
