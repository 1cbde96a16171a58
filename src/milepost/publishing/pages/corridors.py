"""Page models of corridors: what is measured between two countries."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext

from milepost.measure.remittances import TARGET_AVERAGE, TARGET_CORRIDOR, remittance_prices
from milepost.measure.working import Working
from milepost.publishing import formats, wording
from milepost.publishing.bundle import Bundle, Json, text_in
from milepost.publishing.charts import facts
from milepost.publishing.charts.model import Aim, Dot, Head, Line, SeriesChart
from milepost.publishing.corridors import averages, reading
from milepost.publishing.corridors.averages import Prices
from milepost.publishing.corridors.reading import Ends, Offer
from milepost.publishing.pages.explore import drawn
from milepost.publishing.pages.places import sort_key
from milepost.publishing.workings import Explained, Step, explain

Context = dict[str, Any]
MOST_LISTED = 60
"""Corridors that the list shows; the others are found by choosing both ends."""
COLUMNS = (
    "residence", "residence_name", "origin", "origin_name", "period", "simple_average", "smart",
    "smart_above_5", "services", "flow",
)  # fmt: skip
"""Columns of the file of averages; per cent of the amount sent."""


def corridors_page(
    bundle: Bundle, residence: str, origin: str, language: str, *, most: int | None = MOST_LISTED
) -> Context:
    """Return the three averages and the list of corridors, or of one end's corridors.

    At most ``most`` corridors are listed; None lists them all.
    """
    known = reading.corridors(bundle)
    chosen = [
        ends
        for ends in known
        if residence in ("", ends[0]) and origin in ("", ends[1])
    ]  # fmt: skip
    prices = averages.prices_by_period(bundle)
    now = prices[-1] if prices else None
    lines = [_line(bundle, ends, now, language) for ends in chosen]
    lines.sort(key=lambda line: (line["simple"] is None, -(line["migrants"] or 0), line["names"]))
    return {
        "count": len(known),
        "found": len(chosen),
        "lines": lines[:most],
        "first": residence,
        "second": origin,
        "residences": _ends(bundle, {ends[0] for ends in known}, language),
        "origins": _ends(bundle, {ends[1] for ends in known}, language),
        "world": _world(prices, language) if prices else None,
        "has_migrants": bool(reading.indicators_of(bundle, reading.MIGRANTS)),
    }


def _ends(bundle: Bundle, codes: set[str], language: str) -> list[Json]:
    places = [place for code in codes if (place := bundle.place(code)) is not None]
    return sorted(places, key=lambda place: sort_key(text_in(place["names"], language)))


def _line(bundle: Bundle, ends: Ends, now: Prices | None, language: str) -> Context:
    name = averages.name_of(ends)
    smart = now.smart(name) if now else None
    migrants = [
        value.value
        for key in reading.indicators_of(bundle, reading.MIGRANTS)
        for value in reading.values_of(bundle, key, ends)
        if value.value is not None and not value.breakdown
    ]
    return {
        "ends": ends,
        "places": [_place(bundle, code) for code in ends],
        "names": [sort_key(facts.name_of(bundle, code, language)) for code in ends],
        "simple": now.simple(name) if now else None,
        "smart": smart,
        "is_above": smart is not None and smart > TARGET_CORRIDOR,
        "migrants": migrants[-1] if migrants else None,
    }


def _place(bundle: Bundle, code: str) -> Json:
    """Return a place; one that the edition does not know goes by its code and has no page."""
    known = bundle.place(code)
    return {**known, "has_page": True} if known else {"code": code, "names": {"en": code}}


def _world(prices: Sequence[Prices], language: str) -> Context:
    """Return the averages over all corridors, what they mean and where they stand."""
    now = prices[-1]
    known = [(one.when, value) for one in prices if (value := one.simple()) is not None]
    path = averages.path_of(known, TARGET_AVERAGE, reach=False)
    cap = now.cap()
    return {
        "period": formats.period(now.period, language),
        "simple": now.simple(),
        "weighted": now.weighted(),
        "smart": now.smart(),
        "is_met": now.working["target_a_met"],
        "working": _without_corridors(now.working, language),
        "path": explain(path, language) if path else None,
        "cap": _without_corridors(cap, language),
        "chart": _chart(prices, "", language),
    }


def _without_corridors(working: Working, language: str) -> Explained:
    """Return a working in words without its lines of single corridors, which have own pages."""
    full = explain(working, language)
    steps: tuple[Step, ...] = tuple(step for step in full.steps if not step.at)
    return Explained(full.sentence, steps, (), ())


def corridor_page(bundle: Bundle, residence: str, origin: str, language: str) -> Context | None:
    """Return everything known about one corridor; None when nothing is."""
    ends = (residence, origin)
    if ends not in reading.corridors(bundle):
        return None
    places = [_place(bundle, code) for code in ends]
    offers = list(reading.offers_of(bundle, ends))
    return {
        "places": places,
        "ends": ends,
        "prices": _corridor_prices(bundle, ends, offers, language) if offers else None,
        "others": [
            _figures(bundle, key, ends, language)
            for role in (reading.RECRUITMENT, reading.FLOW, reading.MIGRANTS)
            for key in reading.indicators_of(bundle, role)
            if reading.values_of(bundle, key, ends)
        ],
        "back": ends[::-1] if ends[::-1] in reading.corridors(bundle) else None,
    }


def _corridor_prices(bundle: Bundle, ends: Ends, offers: Sequence[Offer], language: str) -> Context:
    name = averages.name_of(ends)
    every = [one for one in averages.prices_by_period(bundle) if name in one.names]
    now = every[-1]
    current = [offer for offer in offers if offer.period == now.period]
    alone = remittance_prices({name: {"services": [offer.service for offer in current]}})
    known = [(one.when, value) for one in every if (value := one.smart(name)) is not None]
    path = averages.path_of(known, TARGET_CORRIDOR, reach=True)
    smart = now.smart(name)
    return {
        "period": formats.period(now.period, language),
        "simple": now.simple(name),
        "smart": smart,
        "is_above": smart is not None and smart > TARGET_CORRIDOR,
        "working": explain(alone, language),
        "path": explain(path, language) if path else None,
        "chart": _chart(every, name, language),
        "services": [_service(offer) for offer in sorted(current, key=_by_cost)],
        "indicators": [bundle.indicators[key] for key in reading.indicators_of(bundle, "price")],
    }


def _by_cost(offer: Offer) -> tuple[bool, float, str]:
    cost = offer.service.get("cost")
    return cost is None, cost or 0.0, offer.name


def _service(offer: Offer) -> Context:
    return {"name": offer.name, **offer.service}


def _chart(prices: Sequence[Prices], name: str, language: str) -> Context | None:
    """Return the averages over time; None with fewer than two periods."""
    named = [
        (gettext("simple average"), [one.simple(name) for one in prices]),
        (gettext("SmaRT average"), [one.smart(name) for one in prices]),
    ]
    if not name:
        named.insert(1, (gettext("weighted with flows"), [one.weighted() for one in prices]))
    lines = [
        Line(
            words,
            tuple(Dot(p.when, p.period, value) for p, value in zip(prices, values, strict=True)),
            look=rank,
        )
        for rank, (words, values) in enumerate(named, start=1)
        if any(value is not None for value in values)
    ]
    if not lines or len(prices) < averages.FEWEST_FOR_A_PATH:
        return None
    unit = gettext("per cent of the amount sent")
    target = TARGET_CORRIDOR if name else TARGET_AVERAGE
    words = gettext("target for 2030: at most %(target)s") if name else gettext(
        "target for 2030: less than %(target)s"
    )  # fmt: skip
    head = Head(
        "corridor", gettext("The price of sending 200 dollars"), "",
        gettext("Line chart of average prices over time."), "",
    )  # fmt: skip
    aim = Aim(target, None, words % {"target": formats.number(target, language, 0)})
    columns = (gettext("average"), gettext("period"), unit)
    chart = SeriesChart(
        head, language, unit, 1, lines[0], peers=tuple(lines[1:]), aim=aim, columns=columns
    )
    return drawn(chart)


def _figures(bundle: Bundle, key: str, ends: Ends, language: str) -> Context:
    """Return what one indicator says about a corridor, newest first."""
    indicator = bundle.indicators[key]
    values = [value for value in reading.values_of(bundle, key, ends) if not value.breakdown]
    return {
        "indicator": indicator,
        "rows": [
            {
                "period": formats.period(value.period, language),
                "text": wording.measured_value(value.value, indicator, language),
                "status": value.status if value.value is None else "",
                "note": value.note,
            }
            for value in reversed(values)
        ],
        "source": facts.source_line(bundle, [key], language),
    }


def average_rows(bundle: Bundle) -> list[list[Any]]:
    """Return the averages of all corridors and periods as rows under ``COLUMNS``."""
    rows: list[list[Any]] = []
    for prices in averages.prices_by_period(bundle):
        for name, ends in prices.names.items():
            smart = prices.smart(name)
            offers = [one for one in reading.offers_of(bundle, ends) if one.period == prices.period]
            rows.append([
                ends[0], facts.name_of(bundle, ends[0], "en"), ends[1],
                facts.name_of(bundle, ends[1], "en"), prices.period, prices.simple(name), smart,
                "" if smart is None else smart > TARGET_CORRIDOR, len(offers),
                reading.flow_of(bundle, ends, prices.when),
            ])  # fmt: skip
    return rows
