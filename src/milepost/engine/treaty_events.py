"""From events of treaties to changes, rungs and counts: ``reviews.adoption`` for all at once.

A row with 1 says that a state is a party from that day, a row with 0 that it was none on that day;
rows of another breakdown are signatures. Windows go over the rows of one state and treaty, of
which there are few.
"""

import ibis
import pyarrow as pa
from ibis import ir

from milepost.engine.backends import Engine
from milepost.engine.points import OBSERVATIONS, Traits, is_usable, one_a_moment
from milepost.engine.standing import as_count

PARTY, SIGNED, OUTSIDE = 1.0, 0.5, 0.0
DENUNCIATION = "denunciation"
EVENTS = pa.schema([*OBSERVATIONS, ("note", pa.string())])
"""Columns of events: those of observations and what the source notes, never missing."""
STATE = ["indicator", "area"]
SERIES = ["promise_no", "area"]


def read_events(engine: Engine, events: ir.Table, calendar: ir.Table, known: Traits) -> ir.Table:
    """Return the rows that may be used, up to the day of the view at which the calendar ends.

    Adds ``moment``, ``at``, ``label``, and ``is_left`` for a note that names a denunciation.
    """
    rows = events.filter(is_usable(events, is_finite=known.is_finite, unusable=known.unusable))
    if not known.is_plain:
        rows = engine.tidied(rows, value=rows.value)
    rows = rows.mutate(is_left=rows.note.lower().contains(DENUNCIATION)).drop("note")
    return rows.inner_join(calendar.select("period", "moment", "at", "label"), "period")


def describe_lists(engine: Engine, rows: ir.Table, signing: str) -> ir.Table:
    """Return for each treaty when it opened and up to when its list is known to be complete.

    Columns: ``indicator, opened, opened_label, listed_until``; as ``reviews.adoption.opening`` and
    ``known_until``, and missing where those are None.
    """
    is_event = rows.breakdown == ""
    speaks = (is_event | (rows.breakdown == signing)) & (rows.value >= PARTY)
    first = speaks.ifelse(rows.moment, ibis.null("int64"))
    is_listed = is_event & (rows.value < PARTY) & ~rows.is_left
    found = rows.group_by("indicator").agg(
        first=first.min(),
        opened_found=engine.at_smallest(rows["at"], first),
        lists=is_listed.ifelse(1, 0).max(),
        last=is_event.ifelse(rows["at"], ibis.null("float64")).max(),
    )
    labels = rows.select("moment", opened_label=rows.label).distinct()
    found = found.left_join(labels, found.first == labels.moment)
    return found.select(
        "indicator",
        "opened_label",
        opened=found.first.notnull().ifelse(found.opened_found, ibis.null("float64")),
        listed_until=(found.lists == 1).ifelse(found.last, ibis.null("float64")),
    )


def find_changes(rows: ir.Table) -> ir.Table:
    """Return when each state became a party (``step`` 1) and when it left (-1)."""
    events = rows.filter(rows.breakdown == "")
    events = events.mutate(is_party=(events.value >= PARTY).ifelse(1.0, 0.0))
    order = [events.moment, events.value]
    before = events.is_party.lag().over(group_by=STATE, order_by=order)
    events = events.mutate(step=events.is_party - before.fill_null(0.0))
    return events.filter(events.step != 0.0).select(
        "indicator", "moment", "at", "period", "step", member=events.area
    )


def list_eligible(treaties: ir.Table, members: ir.Table) -> ir.Table:
    """Return ``indicator, area, member``: the states of each group that each treaty counts."""
    return treaties.inner_join(members, "circle").select("indicator", "area", "member")


def count_known(rows: ir.Table, eligible: ir.Table, signing: str) -> ir.Table:
    """Return how many states of each group have an event or a signature: ``known``."""
    stated = rows.filter(rows.breakdown.isin(["", signing]))
    stated = stated.select("indicator", member=stated.area).distinct()
    joined = eligible.inner_join(stated, ["indicator", "member"])
    return joined.group_by(*STATE).agg(known=joined.member.count().cast("float64"))


def count_steps(changes: ir.Table, eligible: ir.Table, cases: ir.Table) -> ir.Table:
    """Return the number of parties as step series, one point for each day of change.

    Columns: ``SERIES, at, value, change, period``; ``cases`` are those counted from states. The
    period of a day is that of its last change, a state that left before one that joined.
    """
    moves = eligible.inner_join(changes, ["indicator", "member"])
    moves = moves.inner_join(cases.select("indicator", *SERIES), STATE)
    order = [moves.step.desc(), moves.member.desc(), moves.moment.desc()]
    turn = ibis.row_number().over(group_by=[*SERIES, "at"], order_by=order)
    moves = moves.mutate(named=(turn == 0).ifelse(moves.period, ibis.null("string")))
    days = moves.group_by(*SERIES, "at").agg(change=moves.step.sum(), period=moves.named.max())
    rising = ibis.cumulative_window(group_by=SERIES, order_by=days["at"])
    return days.select(*SERIES, "at", "change", "period", value=days.change.sum().over(rising))


def state_none(cases: ir.Table, moved: ir.Table) -> ir.Table:
    """Return one point of zero, at the opening, for groups whose known states are all outside."""
    still = cases.anti_join(moved.select(*SERIES).distinct(), SERIES)
    return still.select(
        *SERIES,
        at=still.opened.fill_null(still.as_of),
        change=ibis.literal(0.0),
        period=still.opened.isnull().ifelse(still.as_of_label, still.opened_label),
        value=ibis.literal(0.0),
    )


def read_published(rows: ir.Table, cases: ir.Table) -> ir.Table:
    """Return the numbers of parties that sources publish of groups, as step series."""
    given = rows.filter(rows.breakdown == "").select(
        "indicator", "area", "period", "value", "status", "moment", "at"
    )
    given = given.inner_join(cases.select("indicator", "direction", *SERIES), STATE)
    given = one_a_moment(given.mutate(code=given.moment), ("promise_no", "area"))
    given = given.filter(given.code.notnull())
    before = given.value.lag().over(group_by=SERIES, order_by=given["at"])
    return given.select(
        *SERIES, "at", change=given.value - before.fill_null(0.0), period="period", value="value"
    )


# --- rungs --------------------------------------------------------------------------------------


def list_rungs(rows: ir.Table, signing: str) -> ir.Table:
    """Return the rung of each state after each of its days: ``STATE, at, period, value``.

    As ``reviews.adoption.stages``: being a party, having signed and having left are what the last
    row of each kind says, so each is the highest rank of a kind up to the row.
    """
    table = _ranked(rows, signing)
    until = ibis.cumulative_window(group_by=STATE, order_by=table.place_in_time)
    before = ibis.rows_window(preceding=(None, 1), group_by=STATE, order_by=table.place_in_time)
    joined, out = _rank(table, table.is_yes), _rank(table, table.is_no)
    was_party = joined.max().over(before).fill_null(0) > out.max().over(before).fill_null(0)
    table = table.mutate(
        leaves=table.is_no & (was_party | table.is_left),
        joined_at=joined.max().over(until),
        out_at=out.max().over(until),
        signed_at=_rank(table, table.is_signing).max().over(until),
    )
    left_at = _rank(table, table.leaves).max().over(until)
    table = table.mutate(left_at=left_at)
    has_signed = (table.signed_at > 0) & ~(
        (table.left_at > table.signed_at) & (table.left_at > table.joined_at)
    )
    table = table.mutate(
        rung=(table.joined_at > table.out_at).ifelse(PARTY, has_signed.ifelse(SIGNED, OUTSIDE))
    )
    last = table.place_in_time.max().over(group_by=[*STATE, "at"])
    table = table.mutate(last_of_day=last)
    return table.filter(table.place_in_time == table.last_of_day).select(
        *STATE, "at", "period", code=table.place_in_time, value=table.rung
    )


def _ranked(rows: ir.Table, signing: str) -> ir.Table:
    """Number the rows of each state in time: signatures first on a day, then zeros, then ones."""
    is_signing = rows.breakdown == signing
    table = rows.filter((rows.breakdown == "") | (is_signing & (rows.value >= PARTY)))
    table = table.mutate(
        is_signing=table.breakdown == signing,
        is_yes=(table.breakdown == "") & (table.value >= PARTY),
        is_no=(table.breakdown == "") & (table.value < PARTY),
    )
    kind = table.is_signing.ifelse(0, 1)
    order = [table["at"], kind, table.value, table.moment]
    turn = ibis.row_number().over(group_by=STATE, order_by=order)
    return table.mutate(place_in_time=as_count(turn) + 1)


def _rank(table: ir.Table, condition: ir.Value) -> ir.Value:
    return condition.ifelse(table.place_in_time, 0)
