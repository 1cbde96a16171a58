"""From answers to a table that may be published: shares with intervals, small cells hidden. Pure.

One question gives one table: strata (regions) in rows, options in columns, and the total. Every
figure stands beside how many were asked, answered and in the frame, the effective number behind a
weighted share, and how well the stratum is represented. Cells of fewer than ``smallest`` people
are hidden, and so many others that the hidden ones cannot be computed from what is printed
(``survey_hiding``).

Sources: post-stratification, raking, Kish's effective n and Wilson's interval as in
``survey_weights``, ``raking`` and ``survey``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from milepost.measure.raking import rake_weights
from milepost.measure.representativity import dissimilarity
from milepost.measure.rounding import tidy
from milepost.measure.survey_estimate import share_estimate
from milepost.measure.survey_hiding import Hidden, Piles, coarse, hide, hide_weighted
from milepost.measure.survey_weights import TRIM_BAND, cell_factors, collapse_strata

TOTAL = ""
"""The key of the row of all strata together."""

SMALLEST = 5
WEIGHTINGS = ("none", "given", "post_stratified", "raked")
LEAST_WEIGHT, MOST_WEIGHT = TRIM_BAND


@dataclass(frozen=True, slots=True)
class Answer:
    """What one respondent said to one question.

    ``options`` None: was asked and did not answer; several for a question with several answers.
    ``weight`` is the one that came with the data, 1 when none did. ``groups``: the category of the
    respondent in each margin of a raked survey.
    """

    respondent: str
    stratum: str
    options: tuple[str, ...] | None
    weight: float = 1.0
    groups: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell. When it is hidden every number is None.

    ``share``, ``low`` and ``high`` lie between 0 and 1. ``rounded_to`` is above 0 for a weighted
    total beside hidden cells: its share is a multiple of it, and its count is not given.
    """

    count: int | None
    share: float | None
    low: float | None
    high: float | None
    is_hidden: bool = False
    rounded_to: float = 0.0


HIDDEN = Figure(None, None, None, None, is_hidden=True)


@dataclass(frozen=True, slots=True)
class Row:
    """One stratum, or the total (``stratum`` ``TOTAL``).

    ``frame`` is how many there are to ask (None: not known); ``weighed`` and ``squares`` the sums
    of the weights of those who answered and of their squares; ``representation`` the stratum's
    share of the respondents over its share of the frame.
    """

    stratum: str
    frame: int | None
    asked: int
    answered: int
    weighed: float
    squares: float
    effective: float | None
    response_rate: float | None
    representation: float | None
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Table:
    """All rows, the total last; ``dissimilarity`` of respondents and frame; what was collapsed."""

    rows: tuple[Row, ...]
    weighting: str
    dissimilarity: float | None
    collapsed: tuple[str, ...] = ()
    trimmed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """How a question is counted.

    ``options`` in order; ``frame`` from stratum to how many there are to ask; ``weighting`` one of
    ``WEIGHTINGS``; ``margins`` the sizes that a raked survey is weighted to; ``is_census`` says
    that the frame was asked whole, so that the interval is narrowed by the finite population
    factor.
    """

    options: Sequence[str]
    strata: Sequence[str]
    frame: Mapping[str, int]
    is_multiple: bool = False
    weighting: str = "none"
    margins: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    smallest: int = SMALLEST
    is_census: bool = False


@dataclass(frozen=True, slots=True)
class _Weights:
    """Weight of each respondent who answered, the strata weighted together, how many trimmed."""

    of: Mapping[str, float]
    collapsed: tuple[str, ...] = ()
    trimmed: int = 0


def make_table(answers: Sequence[Answer], design: Design) -> Table:
    """Return the table of one question, with small cells hidden.

    A respondent counts as answering when at least one option was chosen (an option "none of
    these" is an option). Raises ValueError for an unknown weighting, stratum or option, for two
    answers of one respondent, and for margins that cannot all be met.
    """
    _check(answers, design)
    weights = _weigh([answer for answer in answers if answer.options], design)
    rows = tuple(
        _row(stratum, [a for a in answers if stratum in (TOTAL, a.stratum)], design, weights)
        for stratum in (*design.strata, TOTAL)
    )
    return Table(
        rows=_represented(_masked(rows, answers, design, weights)),
        weighting=design.weighting,
        dissimilarity=_distance(rows),
        collapsed=weights.collapsed,
        trimmed=weights.trimmed,
    )


def _check(answers: Sequence[Answer], design: Design) -> None:
    if design.weighting not in WEIGHTINGS:
        raise ValueError(design.weighting)
    if design.weighting == "raked" and not design.margins:
        msg = "a raked table needs margins"
        raise ValueError(msg)
    seen: set[str] = set()
    for answer in answers:
        if answer.stratum not in design.strata:
            raise ValueError(answer.stratum)
        unknown = set(answer.options or ()) - set(design.options)
        if unknown:
            raise ValueError(sorted(unknown)[0])
        if len(answer.options or ()) > 1 and not design.is_multiple:
            msg = f"{answer.respondent} gives several answers"
            raise ValueError(msg)
        if answer.respondent in seen:
            msg = f"{answer.respondent} answers twice"
            raise ValueError(msg)
        seen.add(answer.respondent)


def _weigh(answering: Sequence[Answer], design: Design) -> _Weights:
    if design.weighting == "given":
        return _Weights({answer.respondent: answer.weight for answer in answering})
    if design.weighting == "post_stratified" and answering:
        return _post_stratified(answering, design)
    if design.weighting == "raked" and answering:
        raked = rake_weights([answer.groups for answer in answering], design.margins)["weights"]
        if raked is None:
            msg = "the margins cannot all be met"
            raise ValueError(msg)
        kept, trimmed = _trim(raked)
        return _Weights(
            {answer.respondent: w for answer, w in zip(answering, kept, strict=True)}, (), trimmed
        )
    return _Weights({answer.respondent: 1.0 for answer in answering})


def _trim(weights: Sequence[float]) -> tuple[list[float], int]:
    kept = [min(MOST_WEIGHT, max(LEAST_WEIGHT, weight)) for weight in weights]
    return kept, sum(1 for old, new in zip(weights, kept, strict=True) if old != new)


def _post_stratified(answering: Sequence[Answer], design: Design) -> _Weights:
    """Weight by N_h/N over n_h/n among those who answered.

    Strata with fewer than five answers share one weight, since a weight made of two people is
    noise.
    """
    counts = {
        stratum: sum(answer.stratum == stratum for answer in answering)
        for stratum in design.strata
        if any(answer.stratum == stratum for answer in answering)
    }
    collapsing = collapse_strata(counts)
    frame = {stratum: float(design.frame.get(stratum, 0)) for stratum in counts}
    factors = cell_factors(
        frame, {name: float(count) for name, count in counts.items()}, collapsing["cells"]
    )
    scale = len(answering) / sum(frame.values()) if sum(frame.values()) else 0.0
    raw = {stratum: factors[stratum] * scale if scale else 1.0 for stratum in counts}
    kept = dict(zip(raw, _trim(list(raw.values()))[0], strict=True))
    return _Weights(
        {answer.respondent: kept[answer.stratum] for answer in answering},
        tuple(collapsing["merged"]),
        sum(kept[stratum] != raw[stratum] for stratum in raw),
    )


def _row(stratum: str, answers: Sequence[Answer], design: Design, weights: _Weights) -> Row:
    answering = [answer for answer in answers if answer.options]
    row = Row(
        stratum=stratum,
        frame=_frame_of(stratum, design),
        asked=len(answers),
        answered=len(answering),
        weighed=tidy(sum(weights.of[answer.respondent] for answer in answering)),
        squares=tidy(sum(weights.of[answer.respondent] ** 2 for answer in answering)),
        effective=None,
        response_rate=None,
        representation=None,
        figures={},
    )
    figures = {}
    for option in design.options:
        choosing = [answer for answer in answering if option in (answer.options or ())]
        weighed = sum(weights.of[answer.respondent] for answer in choosing)
        figures[option] = replace(
            estimated(row, weighed, is_census=design.is_census), count=len(choosing)
        )
    return replace(
        row,
        effective=tidy(row.weighed**2 / row.squares) if row.squares else None,
        response_rate=tidy(row.answered / row.frame) if row.frame else None,
        figures=figures,
    )


def estimated(row: Row, choosing: float, *, is_census: bool) -> Figure:
    """Return the share and interval of those whose weights sum to ``choosing``; no count."""
    population = row.frame if is_census and row.frame and row.answered <= row.frame else None
    found = share_estimate(choosing, row.weighed, row.squares, row.answered, population)
    return Figure(None, found["share"], found["lower"], found["upper"])


def _frame_of(stratum: str, design: Design) -> int | None:
    if stratum != TOTAL:
        return design.frame.get(stratum)
    sizes = [design.frame.get(name) for name in design.strata]
    return None if None in sizes else sum(size for size in sizes if size is not None)


def _represented(rows: Sequence[Row]) -> tuple[Row, ...]:
    total = rows[-1]
    if not total.frame or not total.answered:
        return tuple(rows)
    return tuple(
        replace(
            row,
            representation=tidy((row.answered / total.answered) / (row.frame / total.frame))
            if row.frame
            else None,
        )
        for row in rows
    )


def _distance(rows: Sequence[Row]) -> float | None:
    total = rows[-1]
    if not total.frame or not total.answered:
        return None
    shares = [row.answered / total.answered for row in rows[:-1]]
    reference = [(row.frame or 0) / total.frame for row in rows[:-1]]
    return tidy(dissimilarity(shares, reference)["d"])


@dataclass(slots=True)
class _Mask:
    """Row number and option of the hidden cells; option to what its total is rounded to."""

    hidden: set[tuple[int, str]] = field(default_factory=set)
    rounded: dict[str, float] = field(default_factory=dict)


def _masked(
    rows: Sequence[Row], answers: Sequence[Answer], design: Design, weights: _Weights
) -> list[Row]:
    """Hide cells, option by option when several may be chosen.

    With one answer each, the options of a stratum add up to those who answered, and the strata of
    an option to its total. With several answers each, every option is a table of its own: chosen
    or not chosen, and "not chosen" by few gives people away as much as "chosen" by few.
    """
    answering = [answer for answer in answers if answer.options]
    mask = _Mask()
    for only in design.options if design.is_multiple else (None,):
        hidden, steps = _hide(_piles(answering, design, weights, only), design, only)
        columns = design.options if only is None else (only, only)
        mask.hidden |= {(row, columns[column]) for row, column in hidden}
        for column, step in steps.items():
            mask.rounded[columns[column]] = max(step, mask.rounded.get(columns[column], 0.0))
    return [_mask(row, number, mask, design) for number, row in enumerate(rows)]


def _piles(
    answering: Sequence[Answer], design: Design, weights: _Weights, only: str | None
) -> dict[tuple[int, int], list[float]]:
    """Return the weights in each cell: of all options, or of one option chosen or not chosen."""
    width = len(design.options) if only is None else 2
    place = {stratum: number for number, stratum in enumerate(design.strata)}
    order = {option: number for number, option in enumerate(design.options)}
    piles: dict[tuple[int, int], list[float]] = {
        (row, column): [] for row in place.values() for column in range(width)
    }
    for answer in answering:
        said = answer.options or ()
        column = order[said[0]] if only is None else int(only not in said)
        piles[place[answer.stratum], column].append(weights.of[answer.respondent])
    for pile in piles.values():
        pile.sort()
    return piles


def _hide(piles: Piles, design: Design, only: str | None) -> tuple[Hidden, dict[int, float]]:
    rows, columns = len(design.strata), len(design.options) if only is None else 2
    if design.weighting != "none":
        return hide_weighted(piles, (rows, columns), design.smallest)
    body = [[len(piles[row, column]) for column in range(columns)] for row in range(rows)]
    totals = [sum(line[column] for line in body) for column in range(columns)]
    return hide([*body, totals], design.smallest), {}


def _mask(row: Row, number: int, mask: _Mask, design: Design) -> Row:
    figures = dict(row.figures)
    for option, figure in row.figures.items():
        step = mask.rounded.get(option)
        if (number, option) in mask.hidden:
            figures[option] = HIDDEN
        elif row.stratum == TOTAL and step and figure.share is not None:
            share = min(1.0, coarse(figure.share, step))
            rounded = estimated(row, share * row.weighed, is_census=design.is_census)
            figures[option] = replace(rounded, rounded_to=step)
    return replace(row, figures=figures)
