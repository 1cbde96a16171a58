"""Finding a free place for a label among lines and other labels."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, point: Point) -> bool:
        """Whether the point lies inside."""
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom

    def meets(self, other: "Box") -> bool:
        """Whether the two overlap."""
        apart = (
            self.right < other.left
            or other.right < self.left
            or self.bottom < other.top
            or other.bottom < self.top
        )
        return not apart

    def inside(self, other: "Box") -> bool:
        """Whether this box lies wholly in the other."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


def along(points: Sequence[Point], step: float = 6.0) -> list[Point]:
    """Return points along a line through ``points``, about ``step`` apart."""
    found: list[Point] = list(points[:1])
    for (x0, y0), (x1, y1) in pairwise(points):
        pieces = max(1, int(max(abs(x1 - x0), abs(y1 - y0)) / step))
        found += [
            (x0 + (x1 - x0) * k / pieces, y0 + (y1 - y0) * k / pieces) for k in range(1, pieces + 1)
        ]
    return found


def least_crowded(
    candidates: Sequence[Box], ink: Iterable[Point], taken: Sequence[Box], frame: Box
) -> int:
    """Return the index of the candidate that covers least; the first of equals wins."""
    marks = list(ink)

    def cost(box: Box) -> int:
        outside = 0 if box.inside(frame) else 1000
        crossing = 100 * sum(box.meets(other) for other in taken)
        return outside + crossing + sum(box.holds(mark) for mark in marks)

    costs = [cost(box) for box in candidates]
    return costs.index(min(costs))
