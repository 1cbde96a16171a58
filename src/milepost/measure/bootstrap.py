"""Resampling the changes of a short series, exactly: every path is counted and none is drawn."""

from collections import Counter
from collections.abc import Sequence
from math import ceil

from milepost.measure.growth import sign_of
from milepost.measure.rounding import tidy
from milepost.measure.working import Line, Working, method, nothing, worked


def _sums(blocks: Sequence[Sequence[float]], horizon: int) -> Counter[float]:
    """Return how many sequences of blocks, cut at ``horizon`` changes, give each sum."""
    paths: Counter[float] = Counter({0.0: 1})
    length = len(blocks[0])
    for start in range(0, horizon, length):
        steps = Counter(tidy(sum(block[: horizon - start])) for block in blocks)
        longer: Counter[float] = Counter()
        for reached, ways in paths.items():
            for step, times in steps.items():
                longer[tidy(reached + step)] += ways * times
        paths = longer
    return paths


def _resampled(
    diffs: Sequence[float],
    block: int,
    current: float,
    horizon: int,
    target: float,
    direction: str,
) -> Working:
    sign = sign_of(direction)
    blocks = [diffs[i : i + block] for i in range(len(diffs) - block + 1)] if block > 0 else []
    if not blocks:
        return nothing(("p_meet",), "too_few_changes")
    if horizon < 0:
        return nothing(("p_meet",), "no_time_left")
    paths = _sums(blocks, horizon)
    goal = sign * tidy(target)
    meeting = sum(ways for step, ways in paths.items() if sign * tidy(current + step) >= goal)
    whole = sum(paths.values())
    return worked(
        {"p_meet": meeting / whole, "paths": whole, "paths_meeting": meeting},
        Line("blocks_to_draw", len(blocks), "changes - block + 1"),
        Line("paths_all", whole, "blocks_to_draw^⌈horizon / block⌉"),
        Line("paths_meeting", meeting, "#{path: direction × (current + Σ change - target) ≥ 0}"),
        Line("chance_of_target", meeting / whole, "paths_meeting / paths_all"),
        caveats=("past_changes_only",),
    )


@method("projection.block_bootstrap_exact")
def block_bootstrap_exact(
    diffs: Sequence[float],
    block: int | None,
    current: float,
    horizon: int,
    target: float,
    *,
    direction: str = "positive",
) -> Working:
    """Return the share of all resampled paths that meet the target; every path is counted.

    Paths are made of moving blocks of ``block`` consecutive changes (``⌈n^(1/3)⌉`` when None, 2 for
    up to eight), cut at ``horizon`` steps. A path that ends on the target exactly meets it; with no
    step left the current value decides. Fewer changes than a block give nothing. Raises ValueError
    for a word that is no direction.

    Source: moving block bootstrap (Künsch); the enumeration is our own [computed].
    """
    length = ceil(tidy(len(diffs) ** (1 / 3))) if block is None else block
    return _resampled(diffs, length, current, horizon, target, direction)


@method("projection.diff_bootstrap_exact")
def diff_bootstrap_exact(
    diffs: Sequence[float],
    current: float,
    horizon: int,
    target: float,
    *,
    direction: str = "positive",
) -> Working:
    """Return the share of all paths of independent changes that meet the target.

    As the block bootstrap with blocks of one. Source: as there [computed].
    """
    return _resampled(diffs, 1, current, horizon, target, direction)
