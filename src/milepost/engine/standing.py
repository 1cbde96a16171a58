"""What stands in for figures of a period: earlier answers of a state, and what a source publishes.

Both are rules of the roll-up: an answer about a policy holds until the next one, for some years;
a published figure of a group counts where no figure computed from states passes its gate.
"""

import ibis
from ibis import ir

from milepost.engine.backends import Engine

SERIES = ("recipe_no", "area", "breakdown")


def as_count(number: ir.Value) -> ir.Value:
    """Return a count as a signed number; ClickHouse counts in unsigned ones, unknown to Ibis."""
    return number.cast("float64").cast("int64")


def hold(engine: Engine, rows: ir.Table, recipes: ir.Table, calendar: ir.Table) -> ir.Table:
    """Let the answers of recipes with ``valid_years`` stand in later periods, until the next one.

    ``rows`` are usable points with their recipe. Adds ``fresh``: 1 where a row is of its own
    period, 0 where it stands in.
    """
    holds = rows.is_policy & rows.valid_years.notnull()
    plain = rows.filter(~holds).mutate(fresh=as_count(ibis.literal(1.0)))
    moments = calendar.select("period", "moment", "at")
    given = rows.filter(holds).inner_join(moments, "period")
    asked = calendar.select(
        asked_period=calendar.period,
        asked_at=calendar["at"],
        asked_moment=calendar.moment,
        asked_end=calendar.moment_end,
    )
    pairs = given.cross_join(asked)
    age = pairs.asked_at - pairs["at"]
    pairs = pairs.filter((pairs.moment <= pairs.asked_end) & (age <= pairs.valid_years))
    held = pairs.group_by(*SERIES, "asked_period").agg(
        value=engine.at_largest(pairs.value, pairs.moment),
        fresh=(pairs.moment == pairs.asked_moment).ifelse(1, 0).max(),
    )
    held = held.rename(period="asked_period").inner_join(recipes, "recipe_no")
    held = held.mutate(status=ibis.literal("A"), is_usable=ibis.literal(True))
    return plain.union(held.mutate(fresh=as_count(held.fresh)).select(*plain.columns))


def with_published(
    figures: ir.Table, usable: ir.Table, members: ir.Table, recipes: ir.Table, moments: ir.Table
) -> ir.Table:
    """Put what sources publish of a group in the place of its figures if none passes its gate.

    A published figure says nothing about weights; its ``states_with_data`` are the states that
    have a value of the same period.
    """
    sizes = members.group_by("mix", "until", "area").agg(states_total=members.member.count())
    given = usable.inner_join(recipes, "source").inner_join(sizes, ["mix", "area"])
    given = given.inner_join(moments.select("period", "at"), "period")
    given = given.filter(given["at"] <= given.until)
    passed = figures.filter(figures.gate_passed & ~figures.is_published_only)
    given = given.anti_join(passed.select(*SERIES).distinct(), list(SERIES))
    own = figures.filter(~figures.is_published_only)
    own = own.anti_join(given.select(*SERIES).distinct(), list(SERIES))
    reporting = figures.select(*SERIES, "period", reporting="fresh")
    given = given.left_join(reporting, [*SERIES, "period"], rname="{name}_own")
    missing = ibis.null("float64")
    shown = given.select(
        "recipe", "recipe_no", "indicator", "area", "breakdown", "period",
        fresh=as_count(ibis.literal(1.0)),
        is_published_only=ibis.literal(False),
        value=given.value,
        weighted_sum=missing,
        mass=missing,
        states_with_data=as_count(given.reporting.fill_null(0)),
        states_total=as_count(given.states_total),
        weight_share=missing,
        imputed_share=missing,
        gate_passed=ibis.literal(False),
        is_published=ibis.literal(True),
    )  # fmt: skip
    return own.mutate(fresh=as_count(own.fresh)).select(*shown.columns).union(shown)
