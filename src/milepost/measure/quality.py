"""Is a value likely to be a mistake? Screening of one series, without changing it.

Nothing here removes or mends a value. A suspicion is a question for whoever knows the source: a
war, a new law or a new survey moves a figure as much as a slip of the pen does.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from statistics import fmean, median
from typing import Final

from milepost.measure.rounding import tidy
from milepost.measure.series import Point

NORMAL_QUARTILE: Final = 0.6745
"""The upper quartile of the standard normal distribution: the MAD of one standard deviation."""
MEAN_DEVIATION: Final = 1.253314
"""Square root of pi over two: one standard deviation in mean absolute deviations."""
SHIFTS: Final = (1, 2, 3)
"""Digits by which a decimal mark is looked for at the wrong place: times 10, 100 and 1000."""
NEIGHBOURS: Final = 2
"""Values on each side that a value is compared with when a digit may have slipped."""
CLOSE_NEIGHBOURS: Final = 2.0
"""Neighbours further apart than this factor say nothing about the value between them."""
LEAST_OF_ONE_SIGN: Final = 4
"""Values of one sign before a single value of the other one is strange."""
BACK: Final = 0.5
"""Share of a change that the next one must undo for the two to be one peak or dip."""


@dataclass(frozen=True, slots=True)
class Sieve:
    """How fine the screening is. The defaults are those of the method page.

    ``robust_z``: modified z-score of a change above which it is unusual. ``jump``: how many times
    the usual change. ``material``: the least change of the level that is worth a question, as a
    share. ``least_points``: values that a series needs before its changes are judged.
    ``shift_tolerance``: distance in powers of ten within which a ratio is 10, 100 or 1000.
    ``chance``: standard deviations of chance that the change of a count must exceed.
    ``digits``: units of the last printed digit that a change must reach.
    """

    robust_z: float = 3.5
    jump: float = 5.0
    material: float = 0.2
    least_points: int = 6
    shift_tolerance: float = 0.05
    chance: float = 3.0
    digits: float = 3.0

    def as_dict(self) -> dict[str, float]:
        """Return the parameters as plain values."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Nature:
    """What is known of an indicator before any value is seen.

    ``minimum`` and ``maximum`` bound its values (None: no bound). ``is_count`` says that values
    are numbers of events or persons. ``moves`` is false where a value is a state and not a
    quantity (a treaty, a policy): changes are then not judged. ``decimals`` are printed.
    """

    minimum: float | None = None
    maximum: float | None = None
    is_count: bool = False
    moves: bool = True
    decimals: int = 1


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a value is suspect: a code of ``REASONS`` and the numbers behind it."""

    code: str
    values: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Suspicion:
    """One value to ask about; it keeps its place in the series."""

    period: str
    value: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Screening:
    """What the screening of one series found.

    ``is_short`` says that the series has too few values to judge its changes; range, sign and
    digits are looked at all the same.
    """

    values: int
    is_short: bool
    suspicions: tuple[Suspicion, ...] = field(default=())


REASONS: Mapping[str, tuple[str, ...]] = {
    "below_minimum": ("value", "limit"),
    "above_maximum": ("value", "limit"),
    "other_sign": ("value", "others"),
    "digit_shift": ("factor", "usual"),
    "zero_between": ("before", "after"),
    "unusual_change": ("change", "usual", "relative", "z"),
    "jump": ("change", "usual", "relative", "times"),
}
"""Reason code -> the names of its numbers. ``change`` and ``usual`` of the last two are a year: in
per cent where every value of the series is positive (``relative`` 1), in its unit otherwise (0)."""


def screen(points: Sequence[Point], nature: Nature, sieve: Sieve = Sieve()) -> Screening:
    """Return the values of a series that deserve a question, oldest first, each with its reasons.

    The order of the input does not matter. Of several points of one moment only the range is
    checked. Never raises for finite values.
    """
    ordered = sorted(points, key=attrgetter("when", "period", "value"))
    found: dict[int, list[Reason]] = {}

    def add(position: int, reason: Reason) -> None:
        found.setdefault(position, []).append(reason)

    for position, point in enumerate(ordered):
        for reason in outside(point.value, nature):
            add(position, reason)
    kept = _one_a_moment(ordered)
    is_short = len(kept) < sieve.least_points
    if nature.moves:
        series = [ordered[position] for position in kept]
        odd = other_sign([point.value for point in series])
        if odd is not None:
            others = float(len(series) - 1)
            add(kept[odd], Reason("other_sign", {"value": series[odd].value, "others": others}))
        for look in (digit_shifts, zeros_between):
            for place, reason in look(series, nature, sieve):
                add(kept[place], reason)
        if not is_short:
            for place, reason in changes(series, nature, sieve):
                add(kept[place], reason)
    suspicions = tuple(
        Suspicion(ordered[position].period, ordered[position].value, tuple(found[position]))
        for position in sorted(found)
    )
    return Screening(len(ordered), is_short, suspicions)


def outside(value: float, nature: Nature) -> list[Reason]:
    """Return the reason why a value is outside the definition's range, if it is."""
    if nature.minimum is not None and value < nature.minimum:
        return [Reason("below_minimum", {"value": value, "limit": nature.minimum})]
    if nature.maximum is not None and value > nature.maximum:
        return [Reason("above_maximum", {"value": value, "limit": nature.maximum})]
    return []


def other_sign(values: Sequence[float]) -> int | None:
    """Return the position of the single value whose sign no other value has, or None.

    Zeros have no sign. Needs four values of the other sign.
    """
    negative = [position for position, value in enumerate(values) if value < 0]
    positive = [position for position, value in enumerate(values) if value > 0]
    fewer, more = sorted((negative, positive), key=len)
    return fewer[0] if len(fewer) == 1 and len(more) >= LEAST_OF_ONE_SIGN else None


def digit_shifts(series: Sequence[Point], nature: Nature, sieve: Sieve) -> list[tuple[int, Reason]]:
    """Return values that are 10, 100 or 1000 times (or a tenth of …) what stands around them.

    The value is divided by the median of up to two values on each side; a shift is suspected when
    the ratio is a power of ten within the tolerance, the neighbours agree within a factor of two,
    and chance alone does not explain it. ``factor`` is the power, ``usual`` the median.
    """
    values = [point.value for point in series]
    found = [(at, digit_shift_at(values, at, nature, sieve)) for at in range(len(values))]
    return [(at, reason) for at, reason in found if reason is not None]


def digit_shift_at(
    values: Sequence[float], position: int, nature: Nature, sieve: Sieve
) -> Reason | None:
    """Return the reason why a digit of one value may have slipped, as ``digit_shifts`` tells."""
    value = abs(values[position])
    around = [
        *values[max(0, position - NEIGHBOURS) : position],
        *values[position + 1 : position + 1 + NEIGHBOURS],
    ]
    levels = [abs(other) for other in around]
    if len(levels) < NEIGHBOURS or not value or min(levels) <= 0:
        return None
    if max(levels) / min(levels) > CLOSE_NEIGHBOURS:
        return None
    usual = median(levels)
    power = math.log10(value / usual)
    nearest = round(power)
    is_shift = abs(nearest) in SHIFTS and abs(power - nearest) <= sieve.shift_tolerance
    if not is_shift or not is_material(usual, value, nature, sieve):
        return None
    return Reason("digit_shift", {"factor": tidy(10.0**nearest), "usual": tidy(usual)})


def zeros_between(
    series: Sequence[Point], nature: Nature, sieve: Sieve
) -> list[tuple[int, Reason]]:
    """Return zeros between two values that are far from zero: a gap may have been written as 0."""
    found = []
    for position in range(1, len(series) - 1):
        before, value, after = (series[position + step].value for step in (-1, 0, 1))
        if value or not before or not after:
            continue
        if all(is_material(other, 0.0, nature, sieve) for other in (before, after)):
            reason = Reason("zero_between", {"before": before, "after": after})
            found.append((position, reason))
    return found


def changes(series: Sequence[Point], nature: Nature, sieve: Sieve) -> list[tuple[int, Reason]]:
    """Return values that a change unlike the other changes of the series leads to.

    A change is taken a year: of the logarithm where every value is positive, otherwise of the
    value. Two measures are used. The modified z-score (Iglewicz and Hoaglin 1993) is
    0.6745 (d - median) / MAD; where more than half of the changes are equal (MAD 0) the mean
    absolute deviation takes its place. The jump is the change over the median absolute change.
    A change that is immaterial, or that chance explains, is left alone. Of a peak or dip only the
    way there is reported.
    """
    relative = all(point.value > 0 for point in series)
    levels = [math.log(p.value) if relative else p.value for p in series]
    steps = [
        (levels[i] - levels[i - 1]) / (series[i].when - series[i - 1].when)
        for i in range(1, len(series))
    ]
    scores = modified_z(steps)
    usual = median(abs(step) for step in steps)
    found: list[tuple[int, Reason]] = []
    undone = -1
    for place, step in enumerate(steps):
        before, after = series[place].value, series[place + 1].value
        if place == undone or not is_material(before, after, nature, sieve):
            continue
        reasons = reasons_of(step, usual, scores[place], sieve, relative=relative)
        if not reasons:
            continue
        found += [(place + 1, reason) for reason in reasons]
        if place + 1 < len(steps) and undoes(steps[place + 1], step):
            undone = place + 1
    return found


def reasons_of(
    step: float, usual: float, z: float, sieve: Sieve, *, relative: bool
) -> list[Reason]:
    """Return why a change a year is unlike the usual one, given its modified z-score."""
    shown = {
        "change": tidy(_shown(step, relative=relative)),
        "usual": tidy(_shown(usual, relative=relative)),
        "relative": float(relative),
    }
    times = abs(step) / usual if usual else math.inf
    # A change must stand out by both measures: z alone flags the first ripple of a smooth series,
    # and the multiple alone flags a steady series that is a little restless at its end.
    if abs(z) < sieve.robust_z or times < sieve.jump:
        return []
    reasons = [Reason("unusual_change", {**shown, "z": tidy(round(z, 2))})]
    if math.isfinite(times):
        reasons.append(Reason("jump", {**shown, "times": tidy(round(times, 2))}))
    return reasons


def _shown(step: float, *, relative: bool) -> float:
    """Return a yearly change as a reader expects it: per cent, or units."""
    return 100 * math.expm1(min(step, 700.0)) if relative else step


def modified_z(values: Sequence[float]) -> list[float]:
    """Return the modified z-score of each value (Iglewicz and Hoaglin 1993).

    0.6745 (x - median) / MAD; with a MAD of 0, (x - median) / (1.2533 mean absolute deviation);
    0 for every value when all are equal. An empty sequence gives an empty list.
    """
    if not values:
        return []
    middle = median(values)
    deviations = [abs(value - middle) for value in values]
    spread = median(deviations) / NORMAL_QUARTILE or MEAN_DEVIATION * fmean(deviations)
    if not spread:
        return [0.0] * len(values)
    return [(value - middle) / spread for value in values]


def is_material(before: float, after: float, nature: Nature, sieve: Sieve) -> bool:
    """Whether a change is large enough for a question: in share, in digits, against chance.

    Two counts of chance events differ by more than ``chance`` times the square root of their sum
    only rarely (difference of two Poisson counts).
    """
    size = abs(after - before)
    level = min(abs(before), abs(after)) or max(abs(before), abs(after))
    if size < sieve.material * level or size < sieve.digits * 10.0**-nature.decimals:
        return False
    return not nature.is_count or size > sieve.chance * math.sqrt(abs(before) + abs(after))


def undoes(following: float, step: float) -> bool:
    """Whether a change takes back enough of the one before for both to be one peak or dip."""
    return following * step < 0 and abs(following) >= BACK * abs(step)


def _one_a_moment(ordered: Sequence[Point]) -> list[int]:
    """Return the positions of the first point of each moment."""
    return [
        position
        for position, point in enumerate(ordered)
        if not position or ordered[position - 1].when != point.when
    ]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a group has a value; shares are None where there is nothing to share."""

    states: int
    eligible: int
    share: float | None
    weight_share: float | None


def coverage(
    eligible: Sequence[str], having: frozenset[str] | set[str], weights: Mapping[str, float]
) -> Coverage:
    """Return the share of eligible states with a value, and of the weight where it is known.

    Weight of states whose weight is unknown is left out above and below the line.
    """
    present = [code for code in eligible if code in having]
    whole = sum(weights.get(code, 0.0) for code in eligible)
    part = sum(weights.get(code, 0.0) for code in present)
    return Coverage(
        states=len(present),
        eligible=len(eligible),
        share=tidy(len(present) / len(eligible)) if eligible else None,
        weight_share=tidy(part / whole) if whole > 0 else None,
    )
