"""The weather symbols of the German sustainability strategy (Destatis), for comparison."""

from collections.abc import Sequence
from itertools import pairwise

from milepost.measure.growth import sign_of
from milepost.measure.rounding import tidy
from milepost.measure.working import (
    Line,
    Ruling,
    SetAside,
    Working,
    method,
    nothing,
    without_value,
    worked,
)

FEWEST_POINTS = 4
WEATHER_POINTS = 6
SUN, PARTLY = 0.05, 0.20
WORST_FIRST = ("storm", "cloud", "partly_cloudy", "sun")


def _window(values: Sequence[float | None]) -> list[tuple[int, float]]:
    """Return the last six known values with their place in the yearly list."""
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    return known[-WEATHER_POINTS:]


def _gaps(values: Sequence[float | None]) -> list[SetAside]:
    return [
        gap
        for place, value in enumerate(values)
        for gap in without_value(**{f"values[{place}]": value})
    ]


@method("progress.weather_symbol")
def weather_symbol(
    values: Sequence[float | None],
    last_year: float,
    target: float | None,
    target_year: float,
    *,
    direction: str = "positive",
) -> Working:
    """Destatis weather symbols: the mean of the last changes carried on to the target year.

    ``values`` are yearly up to ``last_year``; of those known the last six count, and fewer than
    four give no symbol. The mean annual change (unit of the value a year) is carried on from the
    last known year; ``miss_share`` is what is then missing over what is missing now. Below 5 % sun,
    up to 20 % partly cloudy, above that cloud when the values move the right way and storm when
    they do not. Without any change the values do not move the right way.

    Edge cases: a target met now that will be lost is a storm, without a share. Raises ValueError
    for a word that is no direction.

    Source: Destatis, indicator reports of the German sustainability strategy [copy read].
    """
    sign = sign_of(direction)
    names = ("avg_change", "projected", "miss_share", "symbol")
    known = _window(values)
    if len(known) < FEWEST_POINTS or target is None:
        gaps = [*_gaps(values), *without_value(target=target)]
        caveats = ("fewer_than_four_points",) if len(known) < FEWEST_POINTS else ()
        return nothing(names, *caveats, aside=gaps)
    last_known_year = last_year - (len(values) - 1 - known[-1][0])
    return _carried_on(known, target, target_year - last_known_year, sign, _gaps(values))


def _carried_on(
    known: Sequence[tuple[int, float]],
    target: float,
    years: float,
    sign: int,
    aside: Sequence[SetAside],
) -> Working:
    """Carry the mean change of the window on for some years, and class what is then missing."""
    (first_place, first), (last_place, last) = known[0], known[-1]
    average = (last - first) / (last_place - first_place)
    projected = last + average * years
    remaining = sign * (target - last)
    miss = max(0.0, sign * (target - projected))
    share = 0.0 if not miss else miss / remaining if remaining > 0 else None
    ruling = _symbol(share, sign * average)
    return worked(
        {
            "avg_change": average,
            "projected": projected,
            "miss_share": share,
            "symbol": ruling.verdict,
        },
        Line("points_used", len(known)),
        Line("change_mean", average, "(last - first) / (last_year - first_year)"),
        Line("expected_at_deadline", projected, "last + change_mean × (target_year - last_year)"),
        Line("way_to_go", remaining, "direction × (target - last)"),
        Line(
            "miss_share",
            share,
            "max(0, direction × (target - expected_at_deadline)) / way_to_go",
        ),
        ruling=ruling,
        aside=aside,
    )


def _symbol(share: float | None, desired: float) -> Ruling:
    if share is None:
        return Ruling("storm", "change_desired", desired, "<", 0.0)
    if tidy(share) < SUN:
        return Ruling("sun", "miss_share", share, "<", SUN)
    if tidy(share) <= PARTLY:
        return Ruling("partly_cloudy", "miss_share", share, "<=", PARTLY)
    if desired > 0:
        return Ruling("cloud", "miss_share", share, ">", PARTLY)
    return Ruling("storm", "change_desired", desired, "<=", 0.0)


@method("progress.weather_symbol_direction")
def weather_symbol_direction(
    values: Sequence[float | None], *, direction: str = "positive"
) -> Working:
    """Destatis weather symbols without a target: the mean change and the last change.

    Both the right way: sun; only the mean: partly cloudy; only the last: cloud; neither: storm. No
    change is not the right way. Fewer than four known values give no symbol. Raises ValueError for
    a word that is no direction.

    Source: Destatis, as for the symbols with a target [copy read].
    """
    sign = sign_of(direction)
    known = _window(values)
    if len(known) < FEWEST_POINTS:
        return nothing(("symbol",), "fewer_than_four_points", aside=_gaps(values))
    mean = (known[-1][1] - known[0][1]) / (known[-1][0] - known[0][0])
    last = (known[-1][1] - known[-2][1]) / (known[-1][0] - known[-2][0])
    mean_right, last_right = sign * mean > 0, sign * last > 0
    if mean_right:
        symbol = "sun" if last_right else "partly_cloudy"
    else:
        symbol = "cloud" if last_right else "storm"
    return worked(
        {"symbol": symbol},
        Line("points_used", len(known)),
        Line("change_mean", mean, "(last - first) / (last_year - first_year)"),
        Line("change_last", last, "last - previous"),
        ruling=Ruling(symbol, "change_desired", sign * mean, ">" if mean_right else "<=", 0.0),
        aside=_gaps(values),
    )


@method("progress.weather_symbol_several")
def weather_symbol_several(symbols: Sequence[str | None]) -> Working:
    """Destatis: of the symbols of several targets the worst counts.

    A target without a symbol is set aside. Raises ValueError for a word that is no symbol.

    Source: Destatis, as above [copy read].
    """
    unknown = [symbol for symbol in symbols if symbol not in {*WORST_FIRST, None}]
    if unknown:
        msg = f"not a weather symbol: {unknown[0]!r}"
        raise ValueError(msg)
    aside = [
        gap
        for place, symbol in enumerate(symbols)
        for gap in without_value(**{f"symbols[{place}]": symbol})
    ]
    worst = next((symbol for symbol in WORST_FIRST if symbol in symbols), None)
    if worst is None:
        return nothing(("symbol",), aside=aside)
    return worked(
        {"symbol": worst},
        Line("members_known", len(symbols) - len(aside)),
        ruling=Ruling(worst),
        aside=aside,
    )


@method("progress.weather_symbol_past")
def weather_symbol_past(
    values: Sequence[float | None],
    last_year: float,
    target: float | None = None,
    target_year: float | None = None,
    *,
    direction: str = "positive",
) -> Working:
    """Destatis: the symbols that earlier years would have had, to show whether they are stable.

    ``symbols`` maps each year with a value to the symbol of the series up to it, from the fourth
    known value on; without a target the symbols are those of the direction. ``changes`` counts how
    often the symbol was another than the year before. Errors as for the symbols themselves.

    Source: Destatis, which prints the symbols of earlier years beside the present one [copy read].
    """
    symbols: dict[str, str] = {}
    ruling = None
    for place, value in enumerate(values):
        year, until = last_year - (len(values) - 1 - place), values[: place + 1]
        if value is None:
            continue
        if target is None or target_year is None:
            found = weather_symbol_direction(until, direction=direction)
        else:
            found = weather_symbol(until, year, target, target_year, direction=direction)
        if found["symbol"] is not None:
            symbols[f"{year:g}"], ruling = found["symbol"], found.ruling
    if not symbols:
        caveat = "fewer_than_four_points"
        return nothing(("changes",), caveat, aside=_gaps(values), symbols=symbols)
    in_order = list(symbols.values())
    changes = sum(before != after for before, after in pairwise(in_order))
    return worked(
        {"symbols": symbols, "changes": changes},
        Line("years_with_symbol", len(symbols)),
        Line("symbol_changes", changes, "#{symbol ≠ previous symbol}"),
        ruling=ruling,
        aside=_gaps(values),
    )
