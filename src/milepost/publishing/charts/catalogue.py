"""Which charts an edition has. A chart's id is readable, stable and safe in addresses.

``<framework>.heatmap`` · ``<framework>.<benchmark>.<place>.series`` ·
``<framework>.<benchmark>.map`` · ``<framework>.<benchmark>.regions`` · ``place.<code>.timeline``
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from django.utils import translation
from django.utils.translation import gettext

from milepost.publishing.bundle import WORLD, Bundle
from milepost.publishing.charts import gather, panorama
from milepost.publishing.charts.absence import NoChart
from milepost.publishing.charts.model import Chart

_ID = re.compile(r"[a-z0-9][a-z0-9.-]{0,120}")


@dataclass(frozen=True, slots=True)
class ChartRef:
    """A chart of an edition with the words around it, for the page that shows it."""

    id: str
    kind: str
    title: str
    subtitle: str
    alt: str
    source: str
    note: str = ""


def build(bundle: Bundle, chart_id: str, lang: str) -> Chart:
    """Return the chart with this id; raises NoChart (with the reason) when there is none."""
    found = _built(bundle, chart_id, lang)
    if isinstance(found, str):
        raise NoChart(reason=found)
    return found


@lru_cache(maxsize=512)
def _built(bundle: Bundle, chart_id: str, lang: str) -> Chart | str:
    """Return the chart or why there is none; both are kept, because a bundle never changes."""
    with translation.override(lang):
        try:
            return _build(bundle, chart_id, lang)
        except NoChart as absent:
            return str(absent.params["reason"])


def _build(bundle: Bundle, chart_id: str, lang: str) -> Chart:
    if not _ID.fullmatch(chart_id):
        raise NoChart(reason=gettext("There is no chart with this name."))
    owner, *parts = chart_id.split(".")
    kind = parts[-1] if parts else ""
    if owner == "place" and kind == "timeline" and len(parts) == 2:
        return gather.timeline_chart(bundle, chart_id, parts[0], lang)
    if kind == "heatmap" and len(parts) == 1:
        return panorama.heat_chart(bundle, chart_id, owner, lang)
    if kind == "series" and len(parts) > 2:
        benchmark, place = ".".join(parts[:-2]), parts[-2]
        return gather.series_chart(bundle, chart_id, owner, benchmark, place, lang)
    benchmark = ".".join(parts[:-1])
    if kind == "map" and benchmark:
        return panorama.map_chart(bundle, chart_id, owner, benchmark, lang)
    if kind == "regions" and benchmark:
        return panorama.bars_chart(bundle, chart_id, owner, benchmark, lang)
    raise NoChart(reason=gettext("There is no chart with this name."))


def ids_for(bundle: Bundle, framework: str, benchmark: str, place: str | None) -> list[str]:
    """Return the ids that may exist for a benchmark (in a place), in the order of a page."""
    name = f"{framework}.{benchmark}"
    if place is None or place == WORLD:
        return [f"{name}.{WORLD}.series", f"{name}.map", f"{name}.regions"]
    row = bundle.benchmark(framework, benchmark) or {}
    indicator = bundle.indicators.get((row.get("measure") or {}).get("indicator", "")) or {}
    where = bundle.place(place)
    if indicator.get("kind") == "adoption" and where and not where["members"]:
        return [f"place.{place}.timeline"]
    return [f"{name}.{place}.series"]


def reference(chart: Chart) -> ChartRef:
    """Return the words around a chart."""
    head = chart.head
    return ChartRef(
        head.id, chart.kind, head.title, head.subtitle, head.alt, head.source, head.note
    )
