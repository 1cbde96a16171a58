"""From a chart to a file or a piece of a page."""

from html import escape

from milepost.publishing import formats
from milepost.publishing.charts import (
    bars,
    heatmap,
    lettering,
    scatter,
    series,
    timeline,
    valuemap,
    worldmap,
)
from milepost.publishing.charts.canvas import Canvas, Side, Target
from milepost.publishing.charts.legend import draw_legend, draw_swatch
from milepost.publishing.charts.model import (
    BarsChart,
    Chart,
    HeatChart,
    MapChart,
    ScatterChart,
    SeriesChart,
    TimelineChart,
    ValueMapChart,
)
from milepost.publishing.charts.raster import to_png

WIDE, NARROW = 720.0, 360.0
MARGIN = 24.0


def _draw(chart: Chart, canvas: Canvas, width: float) -> float:
    if isinstance(chart, SeriesChart):
        return series.draw(chart, canvas, width)
    if isinstance(chart, TimelineChart):
        return timeline.draw(chart, canvas, width)
    if isinstance(chart, BarsChart):
        return bars.draw(chart, canvas, width)
    if isinstance(chart, HeatChart):
        return heatmap.draw(chart, canvas, width)
    if isinstance(chart, ScatterChart):
        return scatter.draw(chart, canvas, width)
    if isinstance(chart, ValueMapChart):
        return valuemap.draw(chart, canvas, width)
    return worldmap.draw(chart, canvas, width)


def page_drawing(chart: Chart, width: float = WIDE) -> str:
    """Return the SVG for a page: classes only, no words but those on the marks."""
    canvas = Canvas(width, 0, chart.lang, Target.PAGE)
    canvas.height = round(_draw(chart, canvas, width), 1)
    name = "plot-narrow" if width < WIDE else "plot-wide"
    if isinstance(chart, MapChart | ValueMapChart):
        name = "plot-map"
    return canvas.finish(chart.head.id, chart.head.title, chart.head.alt, name)


def page_fragment(chart: Chart) -> str:
    """Return what a page holds: a wide and a narrow drawing, or the map with its legend.

    The style sheet shows one of the two drawings, so that text is never scaled below reading
    size; the hidden one is hidden from screen readers as well.
    """
    if isinstance(chart, MapChart | ValueMapChart):
        legend = _legend_list(chart) if isinstance(chart, MapChart) else _class_list(chart)
        return f'<div class="plot">{page_drawing(chart)}{legend}</div>'
    return f'<div class="plot">{page_drawing(chart)}{page_drawing(chart, NARROW)}</div>'


def _legend_list(chart: MapChart) -> str:
    items = []
    for state, count in chart.counts().items():
        canvas = Canvas(42, 14, chart.lang, Target.PAGE)
        draw_swatch(canvas, state, worldmap.scope_of(chart), (0, 1), worldmap.coarseness(WIDE))
        canvas.state(state, 34, 7, 6)
        symbol = f'<svg viewBox="0 0 42 14" aria-hidden="true">{"".join(canvas.parts)}</svg>'
        words = escape(chart.words[state])
        items.append(f"<li>{symbol} {words} <b>{formats.number(count, chart.lang, 0)}</b></li>")
    return _legend_markup(items, chart.boundary_note)


def _class_list(chart: ValueMapChart) -> str:
    items = []
    for name, words in valuemap.entries_of(chart):
        canvas = Canvas(20, 14, chart.lang, Target.PAGE)
        valuemap.draw_swatch(chart, canvas, name, (0, 1))
        symbol = f'<svg viewBox="0 0 20 14" aria-hidden="true">{"".join(canvas.parts)}</svg>'
        items.append(f"<li>{symbol} {escape(words)}</li>")
    return _legend_markup(items, chart.boundary_note)


def _legend_markup(items: list[str], note: str) -> str:
    words = escape(note)
    return f'<ul class="plot-legend">{"".join(items)}</ul><p class="plot-note">{words}</p>'


def file_drawing(chart: Chart, target: Target = Target.PRINT) -> str:
    """Return the SVG that stands on its own: title, subtitle, drawing, note and source."""
    full = WIDE + 2 * MARGIN
    outer = Canvas(full, 0, chart.lang, target)
    y = _draw_head(chart, outer, full)
    inner = Canvas(WIDE, 0, chart.lang, target)
    height = _draw(chart, inner, WIDE)
    outer.open(extra=f' transform="translate({MARGIN:g} {y:.1f})"')
    outer.parts += inner.parts
    outer.close()
    y += height + 14
    if isinstance(chart, MapChart | ValueMapChart):
        y = _draw_map_legend(chart, outer, y)
    outer.height = round(_draw_foot(chart, outer, y, full), 1)
    return outer.finish(chart.head.id, chart.head.title, chart.head.alt)


def bare_drawing(chart: Chart, target: Target) -> str:
    """Return the drawing alone as an SVG file, for documents that print the words around it."""
    canvas = Canvas(WIDE, 0, chart.lang, target)
    y = _draw(chart, canvas, WIDE)
    if isinstance(chart, MapChart | ValueMapChart):
        y = _draw_map_legend(chart, canvas, y + 14, margin=0)
    canvas.height = round(y, 1)
    return canvas.finish(chart.head.id, chart.head.title, chart.head.alt, "bare")


def _draw_head(chart: Chart, canvas: Canvas, full: float) -> float:
    side = Side.RIGHT if canvas.rtl else Side.LEFT
    x = full - MARGIN if canvas.rtl else MARGIN
    y = MARGIN + 16
    for line in lettering.wrap(chart.head.title, WIDE, 19, bold=True):
        canvas.text(x, y, line, "th", side)
        y += 25
    for line in lettering.wrap(chart.head.subtitle, WIDE, 13):
        canvas.text(x, y - 2, line, "ts", side)
        y += 18
    return y + 8


def _draw_map_legend(
    chart: MapChart | ValueMapChart, canvas: Canvas, y: float, *, margin: float = MARGIN
) -> float:
    inner = Canvas(WIDE, 0, chart.lang, canvas.target)
    if isinstance(chart, ValueMapChart):
        height = valuemap.draw_legend(chart, inner, WIDE)
    else:
        height = _draw_state_legend(chart, inner)
    canvas.open(extra=f' transform="translate({margin:g} {y:.1f})"')
    canvas.parts += inner.parts
    canvas.close()
    return y + height + 10


def _draw_state_legend(chart: MapChart, canvas: Canvas) -> float:
    entries = [
        (state, f"{chart.words[state]} {formats.number(count, chart.lang, 0)}")
        for state, count in chart.counts().items()
    ]
    coarse = worldmap.coarseness(WIDE)
    return draw_legend(canvas, entries, WIDE, scope=worldmap.scope_of(chart), coarse=coarse)


def _draw_foot(chart: Chart, canvas: Canvas, y: float, full: float) -> float:
    side = Side.RIGHT if canvas.rtl else Side.LEFT
    x = full - MARGIN if canvas.rtl else MARGIN
    canvas.line(MARGIN, y, full - MARGIN, y, "grid")
    y += 20
    words = [chart.head.note, chart.head.source]
    if isinstance(chart, MapChart | ValueMapChart):
        words.insert(0, chart.boundary_note)
    for text in words:
        for line in lettering.wrap(text, WIDE, 12) if text else []:
            canvas.text(x, y, line, "tq", side)
            y += 17
    return y + 4


def picture(chart: Chart, width: int = 1200) -> bytes:
    """Return the chart as a PNG file."""
    return to_png(file_drawing(chart, Target.RASTER), WIDE + 2 * MARGIN, width)
