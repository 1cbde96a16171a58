"""Which charts a page shows; a page without charts hides the block."""

from typing import Any

from milepost.publishing import charts
from milepost.publishing.bundle import Bundle
from milepost.publishing.charts import ChartRef, NoChart
from milepost.publishing.charts.model import Head, Table

Context = dict[str, Any]


def chart_blocks(
    bundle: Bundle, framework: str, benchmark: str, place: str | None, language: str
) -> list[Context]:
    """Return the charts of a benchmark (in a place), each drawn and ready to inline."""
    found = charts.available(bundle, framework, benchmark, place, language)
    return [drawn(bundle, reference, language) for reference in found]


def place_charts(bundle: Bundle, place: str, language: str) -> list[Context]:
    """Return the charts of a place's profile: its treaties over time."""
    return listed(bundle, [charts.timeline_id(place)], language)


def listed(bundle: Bundle, chart_ids: list[str], language: str) -> list[Context]:
    """Return the charts among these that the edition has, drawn."""
    blocks = []
    for chart_id in chart_ids:
        try:
            reference = charts.get_reference(bundle, chart_id, language)
        except NoChart:
            continue
        blocks.append(drawn(bundle, reference, language))
    return blocks


def drawn(bundle: Bundle, reference: ChartRef, language: str) -> Context:
    """Return a chart with its words, its drawing for a page and its table."""
    svg = charts.render_inline(bundle, reference.id, language)
    return block(reference, svg, charts.table(bundle, reference.id, language))


def block(words: ChartRef | Head, svg: str, table: Table) -> Context:
    """Return what a page shows of a chart: its words, its drawing and its data."""
    return {
        "id": words.id,
        "title": words.title,
        "subtitle": words.subtitle,
        "source": words.source,
        "note": words.note,
        "svg": svg,
        "header": table.header,
        "rows": table.rows,
    }
