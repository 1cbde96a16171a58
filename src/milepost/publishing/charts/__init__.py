"""Charts and maps of a published edition, drawn from its bundle.

All functions are pure in the bundle, the id and the language, and raise ``NoChart`` (404, with
the reason in words) when there is nothing to draw. Pages link ``web/charts.css``, show the title,
subtitle, note and source of the ``ChartRef`` as text, and put ``render_inline`` in between.
"""

from typing import Literal

from django.utils import translation
from django.utils.translation import gettext

from milepost.kernel.instance import instance_facts
from milepost.publishing import formats, terms, wording
from milepost.publishing.bundle import WORLD, Bundle, text_in
from milepost.publishing.charts import catalogue, compose, store
from milepost.publishing.charts.absence import NoChart
from milepost.publishing.charts.canvas import Target
from milepost.publishing.charts.card import Card, card_image
from milepost.publishing.charts.catalogue import ChartRef
from milepost.publishing.charts.model import Table
from milepost.publishing.charts.panorama import BOUNDARY_NOTE
from milepost.publishing.pages.tallies import rating_or_grey, shown_state

__all__ = [
    "BOUNDARY_NOTE",
    "ChartRef",
    "NoChart",
    "Table",
    "Target",
    "available",
    "existing",
    "exists",
    "get_reference",
    "heatmap_id",
    "render_bare",
    "render_inline",
    "render_png",
    "render_svg",
    "share_image",
    "table",
    "timeline_id",
    "to_csv",
    "why_absent",
]


def available(
    bundle: Bundle, framework: str, benchmark: str, place: str | None = None, lang: str = "en"
) -> list[ChartRef]:
    """Return the charts of a benchmark, for the world or one place, in the order of a page."""
    found = []
    for chart_id in catalogue.ids_for(bundle, framework, benchmark, place):
        try:
            found.append(get_reference(bundle, chart_id, lang))
        except NoChart:
            continue
    return found


def exists(bundle: Bundle, chart_id: str) -> bool:
    """Whether an edition has a chart."""
    try:
        catalogue.build(bundle, chart_id, "en")
    except NoChart:
        return False
    return True


def existing(bundle: Bundle, framework: str, benchmark: str, place: str | None = None) -> list[str]:
    """Return the ids of the charts of a benchmark, for the world or one place."""
    ids = catalogue.ids_for(bundle, framework, benchmark, place)
    return [name for name in ids if exists(bundle, name)]


def why_absent(
    bundle: Bundle, framework: str, benchmark: str, place: str | None = None, lang: str = "en"
) -> str:
    """Return why a benchmark has no chart in a place, as a sentence; "" when it has one."""
    reason = ""
    for chart_id in catalogue.ids_for(bundle, framework, benchmark, place):
        try:
            catalogue.build(bundle, chart_id, lang)
        except NoChart as absent:
            reason = reason or str(absent.params["reason"])
        else:
            return ""
    return reason


def heatmap_id(framework: str) -> str:
    """Return the id of a framework's heat map."""
    return f"{framework}.heatmap"


def timeline_id(place: str) -> str:
    """Return the id of a state's treaty timeline."""
    return f"place.{place}.timeline"


def get_reference(bundle: Bundle, chart_id: str, lang: str) -> ChartRef:
    """Return title, subtitle, alternative text and source of a chart."""
    return catalogue.reference(catalogue.build(bundle, chart_id, lang))


def render_inline(bundle: Bundle, chart_id: str, lang: str) -> str:
    """Return the HTML of a chart for a page: classes only, a wide and a narrow drawing."""

    def draw() -> bytes:
        return compose.page_fragment(catalogue.build(bundle, chart_id, lang)).encode()

    return store.kept(bundle, f"{chart_id}|{lang}|inline", draw).decode()


def render_svg(
    bundle: Bundle, chart_id: str, lang: str, *, theme: Literal["page", "print"] = "print"
) -> str:
    """Return a chart as one SVG: ``print`` stands on its own, ``page`` needs ``charts.css``."""

    def draw() -> bytes:
        chart = catalogue.build(bundle, chart_id, lang)
        is_page = theme == "page"
        return (compose.page_drawing(chart) if is_page else compose.file_drawing(chart)).encode()

    return store.kept(bundle, f"{chart_id}|{lang}|{theme}", draw).decode()


def render_bare(bundle: Bundle, chart_id: str, lang: str, *, target: Target) -> str:
    """Return the drawing of a chart without title and source, for a document."""

    def draw() -> bytes:
        return compose.bare_drawing(catalogue.build(bundle, chart_id, lang), target).encode()

    return store.kept(bundle, f"{chart_id}|{lang}|bare-{target}", draw).decode()


def render_png(bundle: Bundle, chart_id: str, lang: str, *, width: int = 1200) -> bytes:
    """Return a chart as a PNG file, ``width`` pixels wide (200 to 4000)."""
    size = min(max(width, 200), 4000)

    def draw() -> bytes:
        return compose.picture(catalogue.build(bundle, chart_id, lang), size)

    return store.kept(bundle, f"{chart_id}|{lang}|png{size}", draw)


def table(bundle: Bundle, chart_id: str, lang: str) -> Table:
    """Return exactly the data that the chart draws, as a table."""
    with translation.override(lang):
        return catalogue.build(bundle, chart_id, lang).table()


def to_csv(bundle: Bundle, chart_id: str, lang: str) -> str:
    """Return the table of a chart as CSV."""
    return table(bundle, chart_id, lang).to_csv()


def share_image(
    bundle: Bundle, framework: str, benchmark: str, lang: str, *, place: str = WORLD
) -> bytes:
    """Return the 1200 by 630 PNG with the finding, symbol and word of the state, and edition."""

    def draw() -> bytes:
        return card_image(_card(bundle, framework, benchmark, place, lang))

    return store.kept(bundle, f"{framework}.{benchmark}.{place}|{lang}|card", draw)


def _card(bundle: Bundle, framework: str, benchmark: str, place: str, lang: str) -> Card:
    row, where = bundle.benchmark(framework, benchmark), bundle.place(place)
    if row is None or where is None:
        with translation.override(lang):
            raise NoChart(reason=gettext("This edition has no such benchmark or place."))
    rating = rating_or_grey(bundle, framework, benchmark, place)
    state = shown_state(rating)
    indicator = bundle.indicators.get((row.get("measure") or {}).get("indicator", ""))
    with translation.override(lang):
        word = terms.term(state, "state")
        if state == "grey":
            word = f"{word}: {terms.term(rating.get('reason') or 'not_assessed', 'reason')}"
        day = formats.day(str(bundle.edition["as_of"]), lang)
        return Card(
            lang,
            f"{benchmark} · {text_in(row['title'], lang)}",
            wording.headline(rating, row, indicator, where, lang),
            state,
            word[:1].upper() + word[1:],
            gettext("%(edition)s, as known on %(day)s")
            % {"edition": text_in(bundle.edition["title"], lang), "day": day},
            instance_facts().name,
        )
