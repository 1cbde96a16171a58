"""From answers to a table that may be published: shares with intervals, small cells hidden. Pure.

One question gives one table: strata (regions) in rows, options in columns, and the total. Every
figure stands beside how many were asked, answered and in the frame, the effective number behind a
weighted share, and how well the stratum is represented. Cells of fewer than ``smallest`` people
are hidden, and so many others that the hidden ones cannot be computed from the margins; an audit
tries, and the table is given only when it fails.

Sources: post-stratification, Kish's effective n and Wilson's interval as in ``survey``; the
threshold rule with complementary suppression as in ``suppression``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from milepost.measure.representativity import dissimilarity
from milepost.measure.rounding import tidy
from milepost.measure.suppression import suppression_audit
from milepost.measure.survey import wilson

TOTAL = ""
"""The key of the row of all strata together."""

SMALLEST = 5
COLLAPSE_BELOW = 5
MOST_WEIGHT, LEAST_WEIGHT = 5.0, 0.2


@dataclass(frozen=True, slots=True)
class Answer:
    """What one respondent said to one question.

    ``options`` None: was asked and did not answer; several for a question with several answers.
    ``weight`` is the one that came with the data, 1 when none did.
    """

    respondent: str
    stratum: str
    options: tuple[str, ...] | None
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell. When it is hidden every number is None and ``hidden`` says why.

    ``hidden`` is "" (shown), ``small`` (fewer than the threshold) or ``complementary`` (would give
    a small one away). ``share``, ``low`` and ``high`` lie between 0 and 1.
    """

    count: int | None
    share: float | None
    low: float | None
    high: float | None
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One stratum, or the total (``stratum`` ``TOTAL``).

    ``frame`` is how many there are to ask (None: not known); ``representation`` the stratum's
    share of the respondents over its share of the frame.
    """

    stratum: str
    frame: int | None
    asked: int
    answered: int
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
    ``none``, ``given``, ``post_stratified``; ``is_census`` says that the frame was asked whole, so
    that the interval is narrowed by the finite population factor.
    """

    options: Sequence[str]
    strata: Sequence[str]
    frame: Mapping[str, int]
    is_multiple: bool = False
    weighting: str = "none"
    smallest: int = SMALLEST
    is_census: bool = False


def make_table(answers: Sequence[Answer], design: Design) -> Table:
    """Return the table of one question, with small cells hidden.

    A respondent counts as answering when at least one option was chosen (an option "none of
    these" is an option). Raises ValueError for an unknown weighting, stratum or option.
    """
    _check(answers, design)
    weights, collapsed, trimmed = _weights(answers, design)
    rows = tuple(
        _row(stratum, [a for a in answers if stratum in (TOTAL, a.stratum)], design, weights)
        for stratum in (*design.strata, TOTAL)
    )
    hidden = hide_cells(rows, design)
    return Table(
        rows=tuple(_masked(row, hidden) for row in _represented(rows, design)),
        weighting=design.weighting,
        dissimilarity=_distance(rows, design),
        collapsed=collapsed,
        trimmed=trimmed,
    )


def _check(answers: Sequence[Answer], design: Design) -> None:
    if design.weighting not in {"none", "given", "post_stratified"}:
        raise ValueError(design.weighting)
    for answer in answers:
        if answer.stratum not in design.strata:
            raise ValueError(answer.stratum)
        unknown = set(answer.options or ()) - set(design.options)
        if unknown:
            raise ValueError(sorted(unknown)[0])


def _answering(answers: Sequence[Answer]) -> list[Answer]:
    return [answer for answer in answers if answer.options]


def _weights(
    answers: Sequence[Answer], design: Design
) -> tuple[dict[str, float], tuple[str, ...], int]:
    """Return respondent to weight, the strata that were weighted together, and how many trimmed.

    Post-stratified: N_h/N over n_h/n among those who answered. Strata with fewer than five
    answers share one weight, since a weight made of two people is noise.
    """
    answering = _answering(answers)
    if design.weighting == "none" or not answering:
        return {answer.respondent: 1.0 for answer in answers}, (), 0
    if design.weighting == "given":
        return {answer.respondent: answer.weight for answer in answers}, (), 0
    counts = dict.fromkeys(design.strata, 0)
    for answer in answering:
        counts[answer.stratum] += 1
    small = tuple(s for s in design.strata if 0 < counts[s] < COLLAPSE_BELOW)
    group = {s: ("collapsed" if s in small and len(small) > 1 else s) for s in design.strata}
    sizes: dict[str, float] = {}
    found: dict[str, int] = {}
    for stratum in design.strata:
        if counts[stratum]:
            key = group[stratum]
            sizes[key] = sizes.get(key, 0.0) + design.frame.get(stratum, 0)
            found[key] = found.get(key, 0) + counts[stratum]
    whole = sum(sizes.values())
    raw = {
        key: (size / whole) / (found[key] / len(answering)) if whole else 1.0
        for key, size in sizes.items()
    }
    kept = {key: min(MOST_WEIGHT, max(LEAST_WEIGHT, weight)) for key, weight in raw.items()}
    trimmed = sum(raw[key] != kept[key] for key in raw)
    weights = {answer.respondent: kept.get(group[answer.stratum], 1.0) for answer in answers}
    return weights, small if len(small) > 1 else (), trimmed


def _row(
    stratum: str, answers: Sequence[Answer], design: Design, weights: Mapping[str, float]
) -> Row:
    answering = _answering(answers)
    total = sum(weights[answer.respondent] for answer in answering)
    squares = sum(weights[answer.respondent] ** 2 for answer in answering)
    effective = total * total / squares if squares else None
    frame = _frame_of(stratum, design)
    figures = {
        option: _figure(option, answering, weights, (total, effective, frame, design))
        for option in design.options
    }
    return Row(
        stratum=stratum,
        frame=frame,
        asked=len(answers),
        answered=len(answering),
        effective=None if effective is None else tidy(effective),
        response_rate=tidy(len(answering) / frame) if frame else None,
        representation=None,
        figures=figures,
    )


def _frame_of(stratum: str, design: Design) -> int | None:
    if stratum != TOTAL:
        return design.frame.get(stratum)
    sizes = [design.frame.get(name) for name in design.strata]
    return None if None in sizes else sum(size for size in sizes if size is not None)


def _figure(
    option: str,
    answering: Sequence[Answer],
    weights: Mapping[str, float],
    basis: tuple[float, float | None, int | None, Design],
) -> Figure:
    total, effective, frame, design = basis
    choosing = [answer for answer in answering if option in (answer.options or ())]
    if not total or effective is None:
        return Figure(0, None, None, None)
    share = sum(weights[answer.respondent] for answer in choosing) / total
    bounds = wilson(share * effective, effective)
    low, high = bounds["lower"], bounds["upper"]
    if design.is_census and frame and low is not None and high is not None:
        factor = sqrt(max(0.0, 1 - len(answering) / frame))
        low, high = share - (share - low) * factor, share + (high - share) * factor
    return Figure(
        len(choosing),
        tidy(share),
        None if low is None else tidy(low),
        None if high is None else tidy(high),
    )


def _represented(rows: Sequence[Row], design: Design) -> Iterator[Row]:
    total = rows[-1]
    for row in rows:
        ratio = None
        if row.frame and total.frame and total.answered:
            ratio = tidy((row.answered / total.answered) / (row.frame / total.frame))
        yield Row(
            row.stratum,
            row.frame,
            row.asked,
            row.answered,
            row.effective,
            row.response_rate,
            ratio,
            row.figures,
        )


def _distance(rows: Sequence[Row], design: Design) -> float | None:
    total = rows[-1]
    if not total.frame or not total.answered:
        return None
    shares = [row.answered / total.answered for row in rows[:-1]]
    reference = [(row.frame or 0) / total.frame for row in rows[:-1]]
    return tidy(dissimilarity(shares, reference)["d"])


# --- hiding -------------------------------------------------------------------------------------

Hidden = dict[tuple[str, str], str]
"""(stratum, option) to ``small`` or ``complementary``."""


def hide_cells(rows: Sequence[Row], design: Design) -> Hidden:
    """Return the cells to hide: the small ones, and others until none can be computed.

    With one answer each, the options of a stratum add up to those who answered, and the strata of
    an option to its total. With several answers each, every option is a table of its own: chosen
    or not chosen, and "not chosen" by few gives people away as much as "chosen" by few.
    """
    if design.is_multiple:
        hidden: Hidden = {}
        for option in design.options:
            hidden |= {
                (stratum, option): why
                for stratum, why in _hide_columns(_chosen_or_not(rows, option), design).items()
            }
        return hidden
    names = [row.stratum for row in rows]
    counts = [[row.figures[option].count or 0 for option in design.options] for row in rows]
    return {
        (names[row], design.options[column]): why
        for (row, column), why in hide(counts, design.smallest).items()
    }


def _chosen_or_not(rows: Sequence[Row], option: str) -> dict[str, tuple[int, int]]:
    found = {}
    for row in rows:
        count = row.figures[option].count or 0
        found[row.stratum] = (count, row.answered - count)
    return found


def _hide_columns(columns: Mapping[str, tuple[int, int]], design: Design) -> dict[str, str]:
    """Return the strata to hide of one option of a question with several answers."""
    names = list(columns)
    found = hide([list(columns[name]) for name in names], design.smallest)
    hidden: dict[str, str] = {}
    for (row, _column), why in found.items():
        if hidden.get(names[row]) != "small":
            hidden[names[row]] = why
    return hidden


def hide(counts: Sequence[Sequence[int]], smallest: int) -> dict[tuple[int, int], str]:
    """Choose the cells of a table to hide; the last row is the sum of the others.

    Sums of rows and columns are public. Cells of 1 to ``smallest`` - 1 are hidden first. Then, as
    long as the audit can compute a hidden cell exactly, the smallest visible cell above zero that
    shares a row or column with it is hidden too; zeros are hidden only when nothing else is left.
    """
    hidden = {
        (row, column): "small"
        for row, cells in enumerate(counts)
        for column, count in enumerate(cells)
        if 0 < count < smallest
    }
    while exposed := _exposed(counts, hidden):
        candidates = [
            (counts[row][column] == 0, counts[row][column], row, column)
            for row in range(len(counts))
            for column in range(len(counts[0]))
            if (row, column) not in hidden and any(row == r or column == c for r, c in exposed)
        ]
        if not candidates:
            candidates = [
                (counts[row][column] == 0, counts[row][column], row, column)
                for row in range(len(counts))
                for column in range(len(counts[0]))
                if (row, column) not in hidden
            ]
        if not candidates:
            break
        _is_zero, _count, row, column = min(candidates)
        hidden[row, column] = "complementary"
    return hidden


def _exposed(
    counts: Sequence[Sequence[int]], hidden: Mapping[tuple[int, int], str]
) -> list[tuple[int, int]]:
    """Return the hidden cells that follow exactly from what is public.

    The row of totals is a row like the others here: a hidden total is the sum of its column. To
    ask for both at once, the totals enter as negative parts of a table whose columns sum to zero.
    """
    if not hidden:
        return []
    body = [list(map(float, row)) for row in counts[:-1]]
    last = len(counts) - 1
    inside = [cell for cell in hidden if cell[0] != last]
    totals = {column for row, column in hidden if row == last}
    found: list[tuple[int, int]] = []
    found += [(last, column) for column in totals if not any(c == column for _r, c in inside)]
    if len(totals) == 1:
        # The grand total is public, so one hidden total is the rest of the others.
        found += [(last, column) for column in totals]
    # An unknown column total frees its column: a row of its own takes what it may be.
    if totals:
        body.append([float(sum(row[column] for row in body)) for column in range(len(body[0]))])
        freed = [(len(body) - 1, column) for column in totals]
    else:
        freed = []
    if inside:
        audit = suppression_audit(body, [list(cell) for cell in (*inside, *freed)])
        bounds = audit["bounds"]
        assert isinstance(bounds, Mapping)  # noqa: S101 -- the audit's own shape
        for row, column in inside:
            low, high = bounds[f"{row},{column}"]
            if abs(high - low) < 1e-9:
                found.append((row, column))
    return sorted(set(found))


def _masked(row: Row, hidden: Hidden) -> Row:
    figures = {}
    for option, figure in row.figures.items():
        why = hidden.get((row.stratum, option))
        figures[option] = Figure(None, None, None, None, why) if why else figure
    return Row(
        row.stratum,
        row.frame,
        row.asked,
        row.answered,
        row.effective,
        row.response_rate,
        row.representation,
        figures,
    )
