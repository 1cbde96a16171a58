"""How far an alpha may be trusted: its interval from resampled units."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, product

from milepost.measure.agreement import (
    READINGS,
    WEAK,
    Rating,
    Ratings,
    alpha_caveats,
    alpha_of,
    check_level,
    rated_alone,
    units_of,
)
from milepost.measure.draws import whole_numbers
from milepost.measure.panel import quantile
from milepost.measure.rounding import tidy
from milepost.measure.working import Line, Working, method, nothing, ruled, worked

MOST_COUNTED = 3125
"""Up to five units every sample is counted (5^5) and none is drawn."""
LEAST_DEFINED = 0.5
NAMES = ("alpha", "lower", "upper")


@method("rating.alpha_interval")
def alpha_interval(
    data: Ratings,
    level: str = "ordinal",
    confidence: float = 0.95,
    draws: int = 1000,
    seed: int = 1,
) -> Working:
    """Return alpha with its interval from units resampled with replacement.

    ``data`` and ``level`` as for ``rating.krippendorff_alpha``. Each sample has as many units as
    there are; the interval holds the middle ``confidence`` (a share) of the alphas, by Hazen's
    quantiles. Up to five units every sample is counted; with more, ``draws`` are drawn from
    ``seed``, the same on every machine. No unit; ``lower`` and ``upper`` may lie below 0.

    Edge cases: with fewer than two units rated twice, or without variation, there is no interval.
    A sample without variation has no alpha and is left out and counted; when more than half are,
    there is no interval. Raises ValueError as alpha does, for a wrong share and for no draws.

    Source: percentile bootstrap over units; Milepost [computed].
    """
    if not 0 < confidence < 1 or draws < 1:
        msg = "confidence lies between 0 and 1, and at least one draw is needed"
        raise ValueError(msg)
    counted = units_of(data)
    check_level(counted, level)
    aside = rated_alone(counted)
    units = [unit for unit in counted if unit.total() > 1]
    alpha = alpha_of(units, level)
    if alpha is None:
        caveat = "no_variation" if units else "nothing_rated_twice"
        return nothing(NAMES, caveat, aside=aside, units=len(units))
    found = _resampled(units, level, draws, seed)
    known = sorted(value for value in found if value is not None)
    share = len(known) / len(found)
    lower = upper = None
    if len(units) > 1 and tidy(share) >= LEAST_DEFINED:
        lower, upper = (quantile(known, (1 + side * confidence) / 2) for side in (-1, 1))
    figures = dict(zip(NAMES, (alpha, lower, upper), strict=True))
    return worked(
        {**figures, "units": len(units), "samples": len(found), "defined_share": share},
        Line("units_compared", len(units), "#{units: m ≥ 2}"),
        Line("samples_taken", len(found), "units^units ≤ 3125, or draws"),
        Line("samples_defined", share, "#{samples with variation} / samples"),
        Line("alpha_lower", lower, "quantile of the alphas at (1 - confidence) / 2"),
        Line("alpha_upper", upper, "quantile of the alphas at (1 + confidence) / 2"),
        Line("alpha", alpha, "1 - D_o / D_e"),
        ruling=ruled("alpha", alpha, READINGS, WEAK),
        aside=aside,
        caveats=_caveats(units, alpha, lower, upper),
    )


def _resampled(
    units: Sequence[Counter[Rating]], level: str, draws: int, seed: int
) -> list[float | None]:
    """Return the alpha of every sample; units rated alike are counted and not listed."""
    kinds = list(dict.fromkeys(tuple(sorted(unit.items(), key=str)) for unit in units))
    place = {kind: position for position, kind in enumerate(kinds)}
    kind_of = [place[tuple(sorted(unit.items(), key=str))] for unit in units]
    patterns = [Counter(dict(kind)) for kind in kinds]
    found = []
    for sample in _samples(kind_of, draws, seed):
        drawn = Counter(sample)
        present = sorted(drawn)
        times = [drawn[position] for position in present]
        found.append(alpha_of([patterns[position] for position in present], level, times))
    return found


def _samples(kinds: Sequence[int], draws: int, seed: int) -> Iterator[Iterable[int]]:
    """Yield every sample of as many units as there are, or the drawn ones where these are many."""
    size = len(kinds)
    if size**size <= MOST_COUNTED:
        yield from product(kinds, repeat=size)
        return
    numbers = whole_numbers(seed, size)
    for _ in range(draws):
        yield (kinds[position] for position in islice(numbers, size))


def _caveats(
    units: Sequence[Counter[Rating]], alpha: float, lower: float | None, upper: float | None
) -> tuple[str, ...]:
    if lower is None or upper is None:
        return ("interval_not_possible", *alpha_caveats(units, alpha))
    crosses = any(tidy(lower) < cut <= tidy(upper) for cut, _ in READINGS)
    return (*(("interval_spans_readings",) if crosses else ()), *alpha_caveats(units, alpha))
