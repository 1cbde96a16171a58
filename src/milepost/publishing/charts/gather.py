"""From a bundle to the chart of a benchmark over time, or of a place's treaties."""

import re

from django.utils.translation import gettext

from milepost.measure.series import when_of
from milepost.publishing import formats, wording
from milepost.publishing.bundle import Bundle, Json, text_in
from milepost.publishing.charts import facts
from milepost.publishing.charts.absence import NoChart
from milepost.publishing.charts.model import (
    Aim,
    Dot,
    Head,
    Line,
    Mark,
    SeriesChart,
    TimelineChart,
    TreatyRow,
)
from milepost.publishing.charts.series import segments
from milepost.publishing.pages.tallies import rating_or_grey

FEWEST_POINTS = 2
LONGEST_UNIT = 28
"""Letters of a unit that may stand in a sentence."""
ANNUAL = 4
"""Letters of a period that is a whole year."""


def series_chart(
    bundle: Bundle, chart_id: str, framework: str, benchmark: str, place: str, lang: str
) -> SeriesChart:
    """Return the chart of a measured benchmark in a place; raises NoChart with the reason."""
    row = bundle.benchmark(framework, benchmark)
    if row is None or bundle.place(place) is None:
        raise NoChart(reason=gettext("This edition has no such benchmark or place."))
    measure = row.get("measure")
    if not measure:
        raise NoChart(reason=gettext("This benchmark is judged by people; no figures are drawn."))
    indicator = bundle.indicators.get(measure["indicator"])
    if indicator is None:
        raise NoChart(reason=gettext("This edition holds no data for this benchmark."))
    if indicator["kind"] == "adoption":
        return _adoption(bundle, chart_id, row, indicator, place, lang)
    return _values(bundle, chart_id, row, indicator, place, lang)


def _framework_of(bundle: Bundle, row: Json) -> str:
    for key in bundle.frameworks:
        if bundle.benchmark(key, row["key"]) is row:
            return key
    return bundle.main_framework


def _values(
    bundle: Bundle, chart_id: str, row: Json, indicator: Json, place: str, lang: str
) -> SeriesChart:
    measure = row["measure"]
    key, breakdown = measure["indicator"], measure.get("breakdown") or ""
    main = facts.series_of(bundle, key, place, breakdown, lang)
    if main is None:
        raise NoChart(reason=gettext("There are no figures for this place."))
    if len(main.known) < FEWEST_POINTS:
        raise NoChart(reason=gettext("There is a single figure, and a line needs two."))
    is_group = bool((bundle.place(place) or {}).get("members"))
    factor = facts.scale_of(indicator, is_group=is_group)
    decimals = 0 if factor != 1 else int(indicator.get("decimals") or 0)
    unit = text_in(indicator["unit"]["label"], lang)
    if factor != 1:
        unit = gettext("per cent of the states with data")
    annual = all(len(dot.period) == ANNUAL for dot in main.dots)
    baseline = _baseline(measure, main.known, factor, annual=annual)
    peers = facts.peers_of(bundle, key, place, breakdown, lang)
    head = Head(
        chart_id,
        change_words(main, indicator, factor, lang),
        _measured(indicator, lang),
        _series_alt(main.known, main.name, indicator, lang, decimals),
        facts.source_line(bundle, [key], lang),
        gap_note(main),
    )
    shown = formats.number(baseline.value, lang, decimals) if baseline else ""
    return SeriesChart(
        head, lang, unit, decimals, main,
        peers=peers,
        baseline=baseline,
        baseline_label=_baseline_label(baseline, shown, lang),
        aim=_aim(measure, factor, lang, annual=annual),
        columns=(gettext("place"), gettext("period"), unit),
    )  # fmt: skip


def change_words(main: Line, indicator: Json, factor: float, lang: str) -> str:
    """Return what the line did, as the title of its chart."""
    first, last = main.known[0], main.known[-1]
    start, end = first.value or 0.0, last.value or 0.0
    values = {
        "place": main.name,
        "what": text_in(indicator["title"], lang),
        "from": _bare(start / factor, indicator, lang),
        "to": _worded(end / factor, indicator, lang),
        "first": formats.period(first.period, lang),
        "last": formats.period(last.period, lang),
    }
    if start == end:
        return gettext("%(place)s: %(what)s stayed at %(to)s (%(first)s to %(last)s).") % values
    if end > start:
        return (
            gettext("%(place)s: %(what)s rose from %(from)s (%(first)s) to %(to)s (%(last)s).")
            % values
        )
    return (
        gettext("%(place)s: %(what)s fell from %(from)s (%(first)s) to %(to)s (%(last)s).") % values
    )


def _bare(value: float, indicator: Json, lang: str) -> str:
    """Return a value without its unit, when the unit is words that follow soon after."""
    is_share = indicator["unit"]["key"] in wording.PERCENT_UNITS
    return wording.measured_value(value, indicator, lang, with_unit=is_share)


def _worded(value: float, indicator: Json, lang: str) -> str:
    """Return a value with its unit, unless the unit explains a scale in many words."""
    if len(text_in(indicator["unit"]["label"], lang)) > LONGEST_UNIT:
        return _bare(value, indicator, lang)
    return wording.measured_value(value, indicator, lang)


def _measured(indicator: Json, lang: str) -> str:
    """Return what is measured: the definition, or the title where there is none."""
    return text_in(indicator.get("definition"), lang) or text_in(indicator["title"], lang)


def _baseline(measure: Json, known: tuple[Dot, ...], factor: float, *, annual: bool) -> Dot | None:
    """Return the stated baseline, or the observation nearest to the stated baseline period."""
    stated = measure.get("baseline") or {}
    if not stated.get("period"):
        return None
    when = when_of(stated["period"][:4] if annual else stated["period"])
    if stated.get("value") is not None:
        return Dot(when, stated["period"], float(stated["value"]) * factor)
    near = [dot for dot in known if abs(dot.when - when) < 1]
    if not near:
        return None
    return min(near, key=lambda dot: abs(dot.when - when))


def _baseline_label(baseline: Dot | None, shown: str, lang: str) -> str:
    if baseline is None:
        return ""
    values = {"period": formats.period(baseline.period, lang), "value": shown}
    return gettext("start, %(period)s: %(value)s") % values


def _aim(measure: Json, factor: float, lang: str, *, annual: bool) -> Aim | None:
    """Return the target and its deadline; on the axis of annual data the end of 2018 is 2018."""
    target = (measure.get("target") or {}).get("value")
    deadline = measure.get("deadline")
    when = when_of(deadline[:4] if annual else deadline) if deadline else None
    if target is None and when is None:
        return None
    values = {"day": formats.period(deadline, lang)}
    if target is None:
        return Aim(None, when, gettext("deadline %(day)s") % values)
    amount = float(target) * factor
    values["value"] = formats.number(amount, lang)
    if when is None:
        return Aim(amount, None, gettext("target %(value)s") % values)
    return Aim(amount, when, gettext("target %(value)s by %(day)s") % values)


def _series_alt(
    known: tuple[Dot, ...], name: str, indicator: Json, lang: str, decimals: int
) -> str:
    values = {
        "what": text_in(indicator["title"], lang),
        "place": name,
        "first": formats.period(known[0].period, lang),
        "last": formats.period(known[-1].period, lang),
        "from": formats.number(known[0].value, lang, decimals),
        "to": formats.number(known[-1].value, lang, decimals),
    }
    return (
        gettext("%(what)s, %(place)s: from %(from)s in %(first)s to %(to)s in %(last)s.") % values
    )


def gap_note(*lines: Line) -> str:
    """Return what a break in one of the lines means; "" when none has one."""
    if any(len(segments(line, steps=False)) > 1 for line in lines):
        return gettext("Where the line is broken no figure was published.")
    return ""


def _adoption(
    bundle: Bundle, chart_id: str, row: Json, indicator: Json, place: str, lang: str
) -> SeriesChart:
    key = indicator["key"]
    trace = bundle.trace(_framework_of(bundle, row), row["key"], place)
    found = facts.parties_of(bundle, key, place, lang, trace)
    if found is None:
        raise NoChart(reason=gettext("No state of this group is known to be a party."))
    until = facts.as_of(bundle)
    measure = row["measure"]
    total = found.line.known[-1].value or 0.0
    share = total / found.eligible if found.eligible else 0.0
    baseline = _adoption_start(measure, found)
    pace = _reference_pace(bundle, row, place, baseline, until) if found.is_dated else None
    values = {
        "count": formats.number(total, lang, 0),
        "all": formats.number(found.eligible, lang, 0),
        "share": formats.percent(share, lang),
        "place": found.line.name,
        "what": text_in(indicator["title"], lang),
        "first": formats.year(found.line.known[0].when),
    }
    head = Head(
        chart_id,
        _joined(found, baseline, pace, lang),
        _measured(indicator, lang),
        gettext("%(what)s, %(place)s: parties since %(first)s, %(count)s of %(all)s states now.")
        % values,
        facts.source_line(bundle, [key], lang),
        "" if found.is_dated else gettext("The number is known for single days only."),
    )
    return SeriesChart(
        head, lang, gettext("states that are party"), 0, found.line,
        baseline=baseline,
        baseline_label=_baseline_label(
            baseline, formats.number(baseline.value, lang, 0) if baseline else "", lang),
        aim=_aim(measure, 1.0, lang, annual=False) if _has_target(measure) else None,
        pace=pace,
        pace_label=_pace_label(pace, lang),
        steps=found.is_dated,
        until=until if found.is_dated else None,
        end_label=gettext("%(count)s of %(all)s (%(share)s)") % values,
        columns=(gettext("place"), gettext("day"), gettext("states that are party")),
        kind="adoption",
    )  # fmt: skip


def _joined(
    found: facts.Parties, start: Dot | None, pace: tuple[Dot, Dot] | None, lang: str
) -> str:
    """Return what the count did, as the title of its chart; the page says the rest above it."""
    total = found.line.known[-1].value or 0.0
    values = {"place": found.line.name, "count": formats.number(total, lang, 0)}
    if start is None or start.value is None:
        return gettext("%(place)s: parties to date: %(count)s.") % values
    values["from"] = formats.number(start.value, lang, 0)
    values["year"] = formats.year(start.when)
    if total == start.value:
        return gettext("%(place)s: parties unchanged since %(year)s, at %(count)s.") % values
    if pace is None:
        return gettext("%(place)s: parties since %(year)s, from %(from)s to %(count)s.") % values
    values["kept"] = formats.number(pace[1].value, lang, 0)
    return (
        gettext(
            "%(place)s: parties since %(year)s, from %(from)s to %(count)s; "
            "at the pace before, %(kept)s."
        )
        % values
    )


def _has_target(measure: Json) -> bool:
    return (measure.get("target") or {}).get("value") is not None


def _adoption_start(measure: Json, found: facts.Parties) -> Dot | None:
    stated = measure.get("baseline") or {}
    if not stated.get("period"):
        return None
    when = when_of(stated["period"])
    return Dot(when, stated["period"], facts.value_at(found.line, when))


def _reference_pace(
    bundle: Bundle, row: Json, place: str, baseline: Dot | None, until: float
) -> tuple[Dot, Dot] | None:
    """Return where the count would stand had the pace before the start been kept."""
    rating = rating_or_grey(bundle, _framework_of(bundle, row), row["key"], place)
    pace = (rating.get("numbers") or {}).get("reference_pace")
    if pace is None or baseline is None or baseline.value is None or until <= baseline.when:
        return None
    reached = baseline.value + float(pace) * (until - baseline.when)
    return baseline, Dot(until, "", reached)


def _pace_label(pace: tuple[Dot, Dot] | None, lang: str) -> str:
    if pace is None:
        return ""
    return gettext("at the pace before: %(count)s") % {
        "count": formats.number(pace[1].value, lang, 0)
    }


def timeline_chart(bundle: Bundle, chart_id: str, place: str, lang: str) -> TimelineChart:
    """Return what a state signed and ratified; raises NoChart when nothing is known."""
    where = bundle.place(place)
    if where is None or where["members"]:
        raise NoChart(reason=gettext("Treaties are drawn for single states."))
    rows: list[TreatyRow] = []
    used: list[str] = []
    for key in sorted(bundle.indicators, key=_natural):
        indicator = bundle.indicators[key]
        if indicator["kind"] != "adoption":
            continue
        observed = facts.rows_by_area(bundle, key).get(place, ())
        rows.append(_treaty_row(text_in(indicator["title"], lang), facts.acts(observed),
                                known=bool(observed)))  # fmt: skip
        used += [key] if observed else []
    if not any(row.known for row in rows):
        raise NoChart(reason=gettext("Nothing is known about this state's treaties."))
    end = facts.as_of(bundle)
    moments = [mark.when for row in rows for mark in row.marks]
    start_of_plan = str(bundle.frameworks[bundle.main_framework]["period"]["start"])
    event = when_of(start_of_plan)
    start = min([*moments, event]) if moments else event
    held = sum(bool(row.marks) and row.marks[-1].deed == "party" for row in rows)
    values = {
        "place": text_in(where["names"], lang),
        "count": formats.number(held, lang, 0),
        "all": formats.number(len(rows), lang, 0),
    }
    head = Head(
        chart_id,
        gettext("%(place)s has joined %(count)s of %(all)s treaties.") % values,
        gettext("Day of signature and of becoming a party"),
        gettext("Timeline of %(place)s: a row for each treaty, %(count)s of %(all)s joined.")
        % values,
        facts.source_line(bundle, used, lang),
    )
    return TimelineChart(
        head, lang, tuple(rows), float(int(start - 1)), end,
        Dot(event, start_of_plan, None) if start < event < end else None,
        gettext("start, %(day)s") % {"day": formats.period(start_of_plan[:7], lang)},
        {
            "signature": gettext("signed"),
            "party": gettext("became a party"),
            "left": gettext("left"),
        },
        (gettext("treaty"), gettext("act"), gettext("day"), gettext("now")),
    )  # fmt: skip


def _natural(key: str) -> list[tuple[int, str]]:
    """Return a key to sort by that puts C97 before C143."""
    return [(int(part) if part.isdigit() else 0, part) for part in re.split(r"(\d+)", key)]


def _treaty_row(name: str, marks: tuple[Mark, ...], *, known: bool) -> TreatyRow:
    if not known:
        return TreatyRow(name, (), gettext("no data"), known=False)
    if not marks:
        return TreatyRow(name, (), gettext("not a party"), known=True)
    words = {
        "signature": gettext("signed only"),
        "party": gettext("party"),
        "left": gettext("has left"),
    }
    decisive = [mark for mark in marks if mark.deed != "signature"] or list(marks)
    return TreatyRow(name, marks, words[decisive[-1].deed], known=True)
