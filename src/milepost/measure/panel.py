"""Several judgements of one benchmark: a cautious median, with the disagreement kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import floor

from milepost.measure.rounding import tidy
from milepost.measure.states import RANK, State
from milepost.measure.working import (
    Figure,
    Line,
    Ruling,
    SetAside,
    Working,
    method,
    nothing,
    worked,
)

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


SUMMARY = ("median_low", "iqr", "modal_share", "range")


@method("rating.panel_summary")
def panel_summary(
    ratings: Sequence[float | str | None],
    categories: Sequence[float | str] | None = None,
    *,
    higher_is_better: bool = True,
) -> Working:
    """Return the cautious median of a panel with its spread, and whether it is contested.

    Ratings are numbers of ordered categories, such as 1 red, 2 yellow, 3 green; None for an
    assessor without a rating. ``categories`` names the steps of the scale in their order when they
    are words, or not whole numbers one apart; spread is counted in steps. ``median_low`` is the
    middle rating, for an even panel the more cautious of the two: the lower one, or the higher one
    where less is better. ``modal_share`` is the share of the commonest rating, ``range`` the steps
    between the ends, ``iqr`` those between Hazen's quartiles. Contested: a range of two steps, or
    no rating given by at least half, or an IQR above one step.

    Edge cases: one assessor is never contested; nobody's rating gives None and is not contested;
    ratings are never averaged to a category that nobody gave. Raises ValueError for a rating that
    is not a category, and for a category that stands twice.

    Source: Milepost, after the practice of low medians [own].
    """
    given = [rating for rating in ratings if rating is not None]
    aside = [SetAside(f"[{i}]", None, "not_rated") for i, r in enumerate(ratings) if r is None]
    ranks = sorted(_steps(given, categories))
    if not ranks:
        return nothing(SUMMARY, "no_data", aside=aside, contested=False, n=0, distribution={})
    by_rank = dict(zip(_steps(given, categories), given, strict=True))
    middle = (len(ranks) - 1) // 2 if higher_is_better else len(ranks) // 2
    iqr = tidy(quantile(ranks, 0.75) - quantile(ranks, 0.25))
    modal_share = tidy(max(ranks.count(rank) for rank in set(ranks)) / len(ranks))
    spread = ranks[-1] - ranks[0]
    counts = {_name(by_rank[rank]): ranks.count(rank) for rank in sorted(by_rank)}
    figures = {
        "median_low": by_rank[ranks[middle]],
        "iqr": iqr,
        "modal_share": modal_share,
        "range": spread,
        "contested": is_contested(spread, modal_share, iqr),
        "n": len(ranks),
        "distribution": counts,
    }
    return worked(
        figures,
        *_panel_lines(figures, _median_formula(higher_is_better)),
        ruling=_panel_ruling(spread, modal_share, iqr),
        aside=aside,
        caveats=("one_assessor",) if len(ranks) == 1 else (),
    )


def _panel_lines(figures: Mapping[str, Figure], formula: str) -> list[Line]:
    return [
        Line("assessors", figures["n"], "n = #{ratings}"),
        *[
            Line("ratings_given", count, "#{rating = x}", at=name)
            for name, count in figures["distribution"].items()
        ],
        Line("modal_share", figures["modal_share"], "max count / n"),
        Line("rating_range", figures["range"], "max - min, in steps"),
        Line("interquartile_range", figures["iqr"], "Q(3/4) - Q(1/4), in steps"),
        Line("rating_median", figures["median_low"], formula),
    ]


def _median_formula(higher_is_better: bool) -> str:
    return "x_⌈n / 2⌉" if higher_is_better else "x_⌊n / 2⌋ + 1"


def _name(rating: float | str) -> str:
    return rating if isinstance(rating, str) else f"{rating:g}"


def _is_whole(rating: float | str) -> bool:
    return not isinstance(rating, str) and rating == int(rating)


def _steps(given: Sequence[float | str], categories: Sequence[float | str] | None) -> list[int]:
    """Return each rating as a place on its scale; raises ValueError for one that has none."""
    if categories is not None and len(set(categories)) < len(categories):
        msg = "every category stands once"
        raise ValueError(msg)
    wrong = [
        rating
        for rating in given
        if not (_is_whole(rating) if categories is None else rating in categories)
    ]
    if wrong:
        msg = f"a rating is one of the categories, not {wrong[0]!r}"
        raise ValueError(msg)
    if categories is None:
        return [int(rating) for rating in given]
    return [list(categories).index(rating) for rating in given]


def _panel_ruling(spread: float, modal_share: float, iqr: float) -> Ruling:
    """Return what makes a panel contested: the first of the three tests that it fails."""
    if spread >= CONTESTED_RANGE:
        return Ruling("contested", "rating_range", spread, ">=", CONTESTED_RANGE)
    if modal_share < CONTESTED_MODAL_SHARE:
        return Ruling("contested", "modal_share", modal_share, "<", CONTESTED_MODAL_SHARE)
    if iqr > CONTESTED_IQR:
        return Ruling("contested", "interquartile_range", iqr, ">", CONTESTED_IQR)
    return Ruling("not_contested", "rating_range", spread, "<", CONTESTED_RANGE)


def quantile(ordered: list[int] | list[float], share: float) -> float:
    """Return Hazen's quantile of sorted values: position n·p + 1/2, interpolated, clipped."""
    position = min(max(len(ordered) * share + 0.5, 1.0), float(len(ordered)))
    low = floor(position)
    high = min(low + 1, len(ordered))
    return ordered[low - 1] + (position - low) * (ordered[high - 1] - ordered[low - 1])
