"""What other methods say of the same values: ``measure.comparison`` for all ratings at once.

Five of its methods need no more than the two values that were compared. The other two look at the
values between (the anticipated index of ESCAP fits a line, the weather symbol takes four years)
and stay with the scalar form: ``ONE_BY_ONE``.
"""

from collections.abc import Callable, Mapping

import ibis
from ibis import ir

from milepost.engine.backends import Engine
from milepost.engine.script import Script
from milepost.measure.comparison import AHEAD, CLASSES, NEEDS_TARGET
from milepost.measure.gap_comparators import ARROW_CLASSES
from milepost.measure.growth_comparators import (
    EUROSTAT_MATERIAL,
    EUROSTAT_RATIO,
    EUROSTAT_TREND,
    ONE_POINT,
    PERCENT_TARGETS,
    UNSD_TARGET_CLASSES,
    UNSD_TREND_CLASSES,
)
from milepost.measure.open_sdg import EPSILON, STATUSES, TARGET_CLASSES, TREND_CUTS, WORST

ONE_BY_ONE = frozenset({"escap_api", "weather_symbol"})
METHODS = ("eurostat", "unsd_assessment", "escap_csi", "sdsn_arrow", "open_sdg")
MOST = 1.7976931348623157e308
QUESTION = (
    "asked_base", "asked_base_at", "asked_last", "asked_last_at", "asked_latest",
    "asked_latest_at", "asked_target", "asked_end", "asked_direction", "asked_is_due",
)  # fmt: skip
"""What the methods are asked, as ``measure.comparison.Question`` has it.

``asked_latest`` is the value by a deadline that has passed, and else the last one.
``asked_target`` and ``asked_end`` are missing together, ``asked_base`` and ``asked_base_at`` where
nothing lies before the last value.
"""
NONE, NO_TEXT = ibis.null("float64"), ibis.null("string")


def ask_others(script: Script, table: ir.Table, keys: tuple[str, ...]) -> ir.Table:
    """Return a row for each row of ``table`` and method: ``keys, what, status, state, why``.

    ``status`` is the class in the method's own word and ``state`` the colour it is read as; where
    a method says nothing both are missing, and ``why`` is a code of ``measure.trial.UNTRIED``.
    """
    engine = script.engine
    # Read once for each method: an engine would work it out as often.
    table = script.keep("growths", _with_growth(engine, _with_parts(engine, table)))
    rows = []
    for name in METHODS:
        why = _why_silent(name, table)
        status, late_why = SAID[name](table)
        silent = why.fill_null(late_why)
        colours = [(word, state.value) for word, state in CLASSES[name].items()]
        said = silent.isnull().ifelse(status, NO_TEXT)
        rows.append(
            table.select(
                *keys,
                what=ibis.literal(name),
                status=said,
                state=said.cases(*colours, else_=NO_TEXT) if colours else NO_TEXT,
                why=silent,
            )
        )
    return ibis.union(*rows)


def _with_parts(engine: Engine, table: ir.Table) -> ir.Table:
    """Add the values as the methods compare them."""
    table = engine.tidied(
        table,
        base_ten=table.asked_base,
        latest_ten=table.asked_latest,
        target_ten=table.asked_target,
        to_end=(table.asked_latest - table.asked_target).abs(),
    )
    sign = table.asked_direction
    return table.mutate(
        meets_latest=(sign * table.latest_ten >= sign * table.target_ten).fill_null(False),
        meets_goal=(sign * table.latest_ten >= sign * _or_little(table.target_ten)).fill_null(
            False
        ),
        meets_base=(sign * table.base_ten >= sign * table.target_ten).fill_null(False),
        years=table.asked_last_at - table.asked_base_at,
        latest_years=table.asked_latest_at - table.asked_base_at,
        way_years=table.asked_end - table.asked_base_at,
        way=table.asked_target - table.asked_base,
        start=_or_little(table.asked_base),
        goal=_or_little(table.asked_target),
        has_target=table.asked_target.notnull(),
    )


def _or_little(number: ir.Value) -> ir.Value:
    """Return a number, or in the place of zero what Open SDG puts there."""
    return (number == 0.0).ifelse(EPSILON, number)


def _with_growth(engine: Engine, table: ir.Table) -> ir.Table:
    """Add compound growth, observed and required, and what follows from it for each method."""
    base, sign = table.asked_base, table.asked_direction
    table = table.mutate(
        actual=_only_positive(base, table.asked_last, table.years),
        required=_only_positive(base, table.asked_target, table.way_years),
        rate=_only_positive(base, table.asked_latest, table.latest_years),
        open_actual=_growth(table.start, table.asked_last, table.years),
        open_required=_growth(table.start, table.goal, table.way_years),
        ahead=table.asked_is_due.ifelse(0.0, table.asked_end - table.asked_latest_at),
        arrow=sign * (table.asked_last - base) / table.years.nullif(0.0),
        arrow_needed=sign * table.way / table.way_years.nullif(0.0),
    )
    desired = sign * (table.start < 0.0).ifelse(-1.0, 1.0) * table.open_actual
    table = table.mutate(
        expected=table.asked_latest * _power(1.0 + table.rate, table.ahead),
        open_desired=desired,
    )
    return engine.tidied(
        table,
        growth_ratio=_finite(table.actual / table.required.nullif(0.0)),
        growth_desired=_finite(sign * table.actual),
        rate_desired=_finite(sign * table.rate),
        expected_share=_finite((table.expected - base) / table.way.nullif(0.0)),
        arrow_share=_finite(table.arrow / table.arrow_needed.nullif(0.0)),
        open_ratio=_finite(table.open_desired / table.open_required.abs().nullif(0.0)),
        open_growth=_finite(table.open_desired),
    )


def _power(base: ir.Value, exponent: ir.Value) -> ir.Value:
    """Return a power of a number above zero, and zero of zero."""
    return (base == 0.0).ifelse(0.0 * exponent, (base > 0.0).ifelse(base, NONE) ** exponent)


def _growth(first: ir.Value, last: ir.Value, years: ir.Value) -> ir.Value:
    """Return ``measure.growth.growth_rate``: of two values of one sign, over years above zero."""
    time = (years > 0.0).ifelse(years, NONE)
    return _power(last / first.nullif(0.0), 1.0 / time) - 1.0


def _only_positive(first: ir.Value, last: ir.Value, years: ir.Value) -> ir.Value:
    """Return ``measure.growth.positive_growth``."""
    return _growth((first > 0.0).ifelse(first, NONE), (last > 0.0).ifelse(last, NONE), years)


def _finite(number: ir.Value) -> ir.Value:
    return (number.abs() <= MOST).ifelse(number, NONE)


# --- why a method says nothing -------------------------------------------------------------------


def _why_silent(name: str, table: ir.Table) -> ir.Value:
    """Return the reason in the order of ``measure.comparison._why_silent``."""
    cases = []
    if name in NEEDS_TARGET:
        cases.append((table.asked_target.isnull(), "no_target"))
    if name in AHEAD:
        cases.append((table.asked_is_due, "deadline_passed"))
    cases.append((table.asked_base.isnull(), "no_baseline"))
    if name == "escap_csi":
        cases.append((table.asked_base == table.asked_target, "no_way"))
    if name in NO_GROWTH:
        cases += NO_GROWTH[name](table)
    return ibis.cases(*cases, else_=NO_TEXT)


Cases = list[tuple[ir.Value, str]]


def _no_growth_for_eurostat(table: ir.Table) -> Cases:
    values = [table.asked_base, table.asked_last, table.asked_target]
    return [
        *_not_positive(values, ibis.literal(True)),
        (table.asked_base == table.asked_target, "no_way"),
        (table.meets_base, "met_at_start"),
    ]


def _no_growth_for_unsd(table: ir.Table) -> Cases:
    asks = ~table.meets_latest
    return [
        *_not_positive([table.asked_base, table.asked_latest], asks),
        (asks & (table.asked_base == table.asked_target), "no_way"),
    ]


def _not_positive(values: list[ir.Value], asks: ir.Value) -> Cases:
    has_zero = has_low = has_high = ibis.literal(False)
    for value in values:
        has_zero = has_zero | (value == 0.0).fill_null(False)
        has_low = has_low | (value <= 0.0).fill_null(False)
        has_high = has_high | (value > 0.0).fill_null(False)
    return [
        (asks & has_low & has_zero, "zero"),
        (asks & has_low & has_high, "sign_change"),
        (asks & has_low, "negative"),
    ]


def _no_growth_for_open_sdg(table: ir.Table) -> Cases:
    asks = ~table.meets_goal
    goal_low, goal_high = ((table.goal < 0.0).fill_null(False), (table.goal > 0.0).fill_null(False))
    low = (table.start < 0.0) | (table.asked_last < 0.0) | goal_low
    high = (table.start > 0.0) | (table.asked_last > 0.0) | goal_high
    return [
        (asks & low & high, "sign_change"),
        (asks & (table.asked_base == table.asked_target), "no_way"),
    ]


NO_GROWTH = {
    "eurostat": _no_growth_for_eurostat,
    "unsd_assessment": _no_growth_for_unsd,
    "open_sdg": _no_growth_for_open_sdg,
}


# --- classes -------------------------------------------------------------------------------------

Said = tuple[ir.Value, ir.Value]


def _ruled(number: ir.Value, classes: tuple[tuple[float, str], ...], worst: str) -> ir.Value:
    return ibis.cases(*((number >= cut, word) for cut, word in classes), else_=worst)


def _is_endless(number: ir.Value) -> ir.Value:
    return (number.abs() > MOST).fill_null(False)


def _why_none(is_endless: ir.Value, is_none: ir.Value) -> ir.Value:
    return ibis.cases((is_endless, "out_of_range"), (is_none, "no_way"), else_=NO_TEXT)


def _eurostat(table: ir.Table) -> Said:
    growth = (table.growth_desired <= -EUROSTAT_MATERIAL).ifelse(
        "significant_movement_away",
        _ruled(table.growth_desired, EUROSTAT_TREND, "moderate_movement_away"),
    )
    ratio = _ruled(table.growth_ratio, EUROSTAT_RATIO, "movement_away")
    number = table.has_target.ifelse(table.growth_ratio, table.growth_desired)
    is_endless = _is_endless(table.actual) | (table.has_target & _is_endless(table.required))
    return table.has_target.ifelse(ratio, growth), _why_none(is_endless, number.isnull())


def _unsd(table: ir.Table) -> Said:
    target, base, latest = table.asked_target, table.asked_base, table.asked_latest
    sign, share, growth = table.asked_direction, table.expected_share, table.rate_desired
    on_scale = ibis.literal(True)
    for value in (base, latest, target):
        on_scale = on_scale & (value >= 0.0) & (value <= float(max(PERCENT_TARGETS)))
    is_end = target.isin([float(end) for end in PERCENT_TARGETS])
    scored = ibis.cases(
        (sign * latest >= sign * target, "score_3"),
        (on_scale & is_end & (table.to_end <= ONE_POINT), "score_3"),
        (sign * base > sign * target, "score_1"),
        (share >= UNSD_TARGET_CLASSES[0][0], "score_3"),
        (share >= UNSD_TARGET_CLASSES[1][0], "score_2"),
        (share.notnull(), "score_1"),
        else_=NO_TEXT,
    )
    trend = ibis.cases(
        (growth >= UNSD_TREND_CLASSES[0][0], "score_3"),
        (growth >= UNSD_TREND_CLASSES[1][0], "score_2"),
        (growth.notnull(), "score_1"),
        else_=NO_TEXT,
    )
    said = table.has_target.ifelse(scored, trend)
    is_endless = _is_endless(table.rate) | (table.has_target & _is_endless(table.expected))
    return said, _why_none(is_endless, said.isnull())


def _escap_csi(_table: ir.Table) -> Said:
    return NO_TEXT, ibis.literal("no_classes")


def _sdsn(table: ir.Table) -> Said:
    said = ibis.cases(
        (table.meets_latest, ARROW_CLASSES[0][1]),
        (table.arrow < 0.0, "decreasing"),
        else_=_ruled(table.arrow_share, ARROW_CLASSES, "stagnating"),
    )
    return said, NO_TEXT


def _open_sdg(table: ir.Table) -> Said:
    trend = _ruled(table.open_growth, tuple(zip(TREND_CUTS, STATUSES, strict=True)), WORST)
    sign = table.asked_direction
    meets = (sign * table.asked_last >= sign * table.goal).fill_null(False)
    ratio = _ruled(table.open_ratio, TARGET_CLASSES, WORST)
    number = table.has_target.ifelse(table.open_ratio, table.open_growth)
    has_way = table.has_target & _is_endless(table.open_required)
    why = _why_none(_is_endless(table.open_actual) | has_way, number.isnull() & ~meets)
    return table.has_target.ifelse(meets.ifelse("target_achieved", ratio), trend), why


SAID: Mapping[str, Callable[[ir.Table], Said]] = {
    "eurostat": _eurostat,
    "unsd_assessment": _unsd,
    "escap_csi": _escap_csi,
    "sdsn_arrow": _sdsn,
    "open_sdg": _open_sdg,
}
