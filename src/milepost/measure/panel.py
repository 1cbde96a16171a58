"""Several judgements of one benchmark: a cautious median, with the disagreement kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import floor

from milepost.measure.rounding import tidy
from milepost.measure.states import RANK, State

CONTESTED_RANGE = 2
CONTESTED_MODAL_SHARE = 0.5
CONTESTED_IQR = 1.0
STATE_OF_RANK: Mapping[int, State] = {rank: state for state, rank in RANK.items()}


@dataclass(frozen=True, slots=True)
class PanelSummary:
    """What a panel says together; figures are None when nobody gave a colour.

    Ratings are 1 red, 2 yellow, 3 green. ``median_low`` is the middle rating, the more cautious of
    the two middle ones for an even panel. ``distribution`` counts each colour and ``none`` (an
    assessment without a colour).
    """

    n: int
    median_low: int | None
    iqr: float | None
    modal_share: float | None
    range: int | None
    contested: bool
    distribution: dict[str, int]

    @property
    def state(self) -> State:
        """The colour of the panel; grey when nobody gave one."""
        return State.GREY if self.median_low is None else STATE_OF_RANK[self.median_low]


def summarise(ratings: Iterable[int | str | State | None]) -> PanelSummary:
    """Summarise ratings given as 1..3, as colours, or None for an assessment without a colour.

    Contested: a range of two steps, or no rating given by at least half, or an interquartile range
    (Hazen's quantiles) above one. Raises ValueError for anything that is not a rating.
    """
    given = [rank_of(rating) for rating in ratings]
    ranks = sorted(rank for rank in given if rank is not None)
    distribution = {state.value: ranks.count(rank) for state, rank in RANK.items()}
    distribution["none"] = len(given) - len(ranks)
    if not ranks:
        return PanelSummary(0, None, None, None, None, False, distribution)
    iqr = tidy(quantile(ranks, 0.75) - quantile(ranks, 0.25))
    modal_share = tidy(max(ranks.count(rank) for rank in set(ranks)) / len(ranks))
    spread = ranks[-1] - ranks[0]
    return PanelSummary(
        n=len(ranks),
        median_low=ranks[(len(ranks) - 1) // 2],
        iqr=iqr,
        modal_share=modal_share,
        range=spread,
        contested=is_contested(spread, modal_share, iqr),
        distribution=distribution,
    )


def is_contested(spread: float, modal_share: float, iqr: float) -> bool:
    """Whether a panel disagrees too much for its median to stand alone."""
    return spread >= CONTESTED_RANGE or modal_share < CONTESTED_MODAL_SHARE or iqr > CONTESTED_IQR


def rank_of(rating: int | str | State | None) -> int | None:
    """Return the rank of a rating: 1 red, 2 yellow, 3 green, None for no colour."""
    if rating is None or rating in ("none", State.GREY):
        return None
    if isinstance(rating, str):
        return RANK[State(rating)]
    if rating not in STATE_OF_RANK:
        msg = f"a rating is 1, 2 or 3, not {rating!r}"
        raise ValueError(msg)
    return int(rating)


def quantile(ordered: list[int] | list[float], share: float) -> float:
    """Return Hazen's quantile of sorted values: position n·p + 1/2, interpolated, clipped."""
    position = min(max(len(ordered) * share + 0.5, 1.0), float(len(ordered)))
    low = floor(position)
    high = min(low + 1, len(ordered))
    return ordered[low - 1] + (position - low) * (ordered[high - 1] - ordered[low - 1])
