"""From figures to a chart: lines over time, a map of the last values, one against another."""

from collections.abc import Sequence
from itertools import pairwise

from django.utils import translation
from django.utils.translation import gettext, ngettext

from milepost.publishing import formats, terms, wording
from milepost.publishing.bundle import Bundle, Json, text_in
from milepost.publishing.charts import facts, gather
from milepost.publishing.charts.absence import NoChart
from milepost.publishing.charts.model import (
    Band,
    Chart,
    Dot,
    Head,
    Line,
    ScatterChart,
    SeriesChart,
    Spot,
    ValueMapChart,
)
from milepost.publishing.charts.panorama import BOUNDARY_NOTE
from milepost.publishing.explore import figures, words
from milepost.publishing.explore.figures import Figure, Series
from milepost.publishing.explore.question import Question, View

CHART_ID = "explore"
CLASSES = 5
NAMED_SPOTS = 6
FEWEST_SPOTS = 3
YES_NO_UNITS = frozenset({"yes-no", "party"})


def draw(bundle: Bundle, asked: Question, lang: str) -> Chart:
    """Return the chart of a question; raises NoChart with the reason when there is nothing."""
    with translation.override(lang):
        if not asked.indicator:
            raise NoChart(reason=gettext("Choose an indicator first."))
        if asked.view is View.MAP:
            return _map(bundle, asked, lang)
        if asked.view is View.AGAINST:
            return _against(bundle, asked, lang)
        return _lines(bundle, asked, lang)


def _lines(bundle: Bundle, asked: Question, lang: str) -> SeriesChart:
    found = [series for series in figures.lines(bundle, asked) if series.known]
    if not found:
        raise NoChart(reason=gettext("There are no figures for these places and years."))
    indicator = bundle.indicators[asked.indicator]
    several = len({series.place for series in found}) > 1
    by_group = len({series.breakdown for series in found}) > 1
    drawn = [
        Line(
            _line_name(bundle, series, lang, several=several, by_group=by_group),
            _dots(series),
            look=rank if len(found) > 1 else 0,
        )
        for rank, series in enumerate(found, start=1)
    ]
    is_counted = indicator["kind"] == "adoption"
    decimals, unit = _scale(indicator, found, lang)
    head = Head(
        CHART_ID,
        _lines_title(bundle, found, drawn, indicator, lang),
        _subtitle(found, indicator, asked, lang),
        _lines_alt(drawn, lang, decimals),
        facts.source_line(bundle, [asked.indicator], lang),
        gather.gap_note(*drawn),
    )
    return SeriesChart(
        head, lang, unit, decimals, drawn[0],
        peers=tuple(drawn[1:]),
        steps=is_counted,
        until=facts.as_of(bundle) if is_counted else None,
        columns=(gettext("place"), gettext("period"), unit),
    )  # fmt: skip


def _dots(series: Series) -> tuple[Dot, ...]:
    """Return the figures between the first and the last that are known; gaps inside stay."""
    first, last = series.known[0].when, series.known[-1].when
    return tuple(
        Dot(figure.when, figure.period, figure.value)
        for figure in series.figures
        if first <= figure.when <= last
    )


def _scale(indicator: Json, found: Sequence[Series], lang: str) -> tuple[int, str]:
    """Return decimals and unit: those of a roll-up where all lines are rolled up as shares."""
    unit = text_in(indicator["unit"]["label"], lang)
    rolled = all(figure.origin == figures.ROLLED_UP for s in found for figure in s.figures)
    if indicator["kind"] == "adoption" and rolled:
        return 0, gettext("states that are party")
    if indicator["aggregation"] == "policy_share" and rolled:
        return 0, gettext("per cent of the states with data")
    return int(indicator.get("decimals") or 0), unit


def _line_name(bundle: Bundle, series: Series, lang: str, *, several: bool, by_group: bool) -> str:
    place = facts.name_of(bundle, series.place, lang)
    if not by_group:
        return place
    group = words.breakdown_words(series.breakdown)
    return f"{place}, {group}" if several else group


def _lines_title(
    bundle: Bundle, found: Sequence[Series], drawn: Sequence[Line], indicator: Json, lang: str
) -> str:
    title = words.title_of(indicator, lang)
    if len(found) == 1 and len(drawn[0].known) > 1 and indicator["kind"] != "adoption":
        rolled = found[0].figures[0].origin == figures.ROLLED_UP
        factor = facts.scale_of(indicator, is_group=rolled)
        return gather.change_words(drawn[0], indicator, factor, lang)
    names = list(dict.fromkeys(facts.name_of(bundle, series.place, lang) for series in found))
    return gettext("%(what)s: %(places)s") % {
        "what": title,
        "places": formats.listed(names, lang),
    }


def _subtitle(found: Sequence[Series], indicator: Json, asked: Question, lang: str) -> str:
    groups = list(dict.fromkeys(series.breakdown for series in found))
    parts = [text_in(indicator.get("definition"), lang) or words.title_of(indicator, lang)]
    if groups != [""]:
        parts.append(formats.listed([words.breakdown_words(key) for key in groups], lang))
    return " ".join([*parts, words.years_words(asked.first, asked.last)]).strip()


def _lines_alt(drawn: Sequence[Line], lang: str, decimals: int) -> str:
    said = [
        gettext("%(place)s: %(from)s in %(first)s, %(to)s in %(last)s")
        % {
            "place": line.name,
            "from": formats.number(line.known[0].value, lang, decimals),
            "first": formats.period(line.known[0].period, lang),
            "to": formats.number(line.known[-1].value, lang, decimals),
            "last": formats.period(line.known[-1].period, lang),
        }
        for line in drawn
    ]
    return gettext("Line chart. %(lines)s.") % {"lines": "; ".join(said)}


def _map(bundle: Bundle, asked: Question, lang: str) -> ValueMapChart:
    latest = figures.latest(bundle, asked)
    known = {code: f.value for code, f in latest.items() if f.value is not None}
    if not known:
        raise NoChart(reason=gettext("No country has a figure in these years."))
    indicator = bundle.indicators[asked.indicator]
    years = sorted({int(latest[code].when) for code in known})
    group = next(iter(figures.asked_breakdowns(bundle, asked)), "")
    values = {
        "what": words.title_of(indicator, lang),
        "years": f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0]),
    }
    title = gettext("%(what)s, last figure of each country, %(years)s") % values
    classes = bands(sorted(known.values()), indicator, lang)
    head = Head(
        CHART_ID,
        title,
        words.breakdown_words(group) if group else text_in(indicator["unit"]["label"], lang),
        gettext("World map in %(classes)s classes, from %(low)s to %(high)s; %(count)s countries.")
        % {
            "classes": formats.number(len(classes), lang, 0),
            "low": _said(min(known.values()), indicator, lang),
            "high": _said(max(known.values()), indicator, lang),
            "count": formats.number(len(known), lang, 0),
        },
        facts.source_line(bundle, [asked.indicator], lang),
    )
    return ValueMapChart(
        head, lang,
        values={code: figure.value for code, figure in latest.items()},
        periods={code: figure.period for code, figure in latest.items()},
        names={code: facts.name_of(bundle, code, lang) for code in latest},
        shown={code: _with_period(latest[code], indicator, lang) for code in latest},
        bands=classes,
        missing_words=gettext("a figure is missing"),
        columns=(gettext("country"), gettext("code"), gettext("period"),
                 text_in(indicator["unit"]["label"], lang)),
        boundary_note=str(BOUNDARY_NOTE),
    )  # fmt: skip


def bands(values: Sequence[float], indicator: Json, lang: str) -> tuple[Band, ...]:
    """Return the classes of a map: single values where they are few, else equal counts.

    ``values`` are sorted. Classes hold about as many countries each; values that are alike are
    never parted, so that a class may be missing.
    """
    single = sorted(set(values))
    if len(single) <= CLASSES:
        return tuple(Band(value, value, _said(value, indicator, lang)) for value in single)
    count = len(values)
    ends = sorted({values[min(count - 1, count * rank // CLASSES)] for rank in range(1, CLASSES)})
    ends = [end for end in ends if end < values[-1]] + [values[-1]]
    edges = [values[0], *ends]
    found = []
    for rank, (low, high) in enumerate(pairwise(edges)):
        first = low if rank == 0 else next(value for value in single if value > low)
        said = (_said(first, indicator, lang), _said(high, indicator, lang))
        found.append(Band(first, high, said[0] if said[0] == said[1] else " – ".join(said)))
    return tuple(found)


def _said(value: float | None, indicator: Json, lang: str) -> str:
    """Return a country's value in words; yes and no where nothing else is possible."""
    if value is None:
        return formats.MISSING
    if indicator["unit"]["key"] in YES_NO_UNITS and value in (0, 1):
        return gettext("yes") if value else gettext("no")
    return formats.number(value, lang, indicator.get("decimals"))


def _with_period(figure: Figure, indicator: Json, lang: str) -> str:
    if figure.value is None:
        word = terms.term(figure.status, "status")
    else:
        word = _said(figure.value, indicator, lang)
    return f"{word} ({formats.period(figure.period, lang)})"


def _against(bundle: Bundle, asked: Question, lang: str) -> ScatterChart:
    if not asked.against:
        raise NoChart(reason=gettext("Choose a second indicator to compare with."))
    found = figures.pairs(bundle, asked)
    if len(found) < FEWEST_SPOTS:
        raise NoChart(reason=gettext("Fewer than three countries have figures of both."))
    across, up = (bundle.indicators[key] for key in (asked.indicator, asked.against))
    named = set(asked.places) or _furthest(found)
    titles = {"across": words.title_of(across, lang), "up": words.title_of(up, lang)}
    head = Head(
        CHART_ID,
        gettext("%(up)s against %(across)s") % titles,
        ngettext(
            "%(count)s country with figures of both; the last figure of each.",
            "%(count)s countries with figures of both; the last figure of each.",
            len(found),
        )
        % {"count": formats.number(len(found), lang, 0)},
        gettext("Scatter chart. Across: %(across)s. Upwards: %(up)s.") % titles,
        facts.source_line(bundle, [asked.indicator, asked.against], lang),
        gettext("That two things go together does not show that one causes the other."),
    )
    return ScatterChart(
        head, lang,
        spots=tuple(_spot(bundle, pair, lang, is_named=pair.place in named) for pair in found),
        across_unit=_axis(across, lang),
        up_unit=_axis(up, lang),
        columns=(gettext("country"), gettext("code"), gettext("period"), titles["across"],
                 gettext("period of the second"), titles["up"]),
    )  # fmt: skip


def _axis(indicator: Json, lang: str) -> str:
    unit = wording.unit_words(indicator, lang)
    return f"{words.title_of(indicator, lang)} ({unit})"


def _spot(bundle: Bundle, pair: figures.Pair, lang: str, *, is_named: bool) -> Spot:
    return Spot(
        facts.name_of(bundle, pair.place, lang), pair.place,
        pair.across.value or 0.0, pair.up.value or 0.0,
        pair.across.period, pair.up.period, is_named,
    )  # fmt: skip


def _furthest(found: Sequence[figures.Pair]) -> set[str]:
    """Return the countries at the ends of both scales, which readers ask about first."""
    by_across = sorted(found, key=lambda pair: pair.across.value or 0.0)
    by_up = sorted(found, key=lambda pair: pair.up.value or 0.0)
    ends = [by_across[-1], by_up[-1], by_across[0], by_up[0], by_across[-2], by_up[-2]]
    return {pair.place for pair in ends[:NAMED_SPOTS]}
