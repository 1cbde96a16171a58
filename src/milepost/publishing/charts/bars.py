"""Colours of the member states by region: stacked bars of counts, each as long as its share."""

from collections.abc import Mapping

from milepost.publishing import formats
from milepost.publishing.charts import lettering
from milepost.publishing.charts.canvas import Canvas, Side
from milepost.publishing.charts.legend import draw_legend
from milepost.publishing.charts.model import STATES, BarsChart
from milepost.publishing.charts.patterns import draw_definitions, fill_of

NARROW_BELOW = 500


def draw(chart: BarsChart, canvas: Canvas, width: float) -> float:
    """Draw the bars at the origin, ``width`` wide; return the height.

    In Arabic the names stand on the right and the bars grow to the left: nothing here is time.
    """
    narrow = width < NARROW_BELOW
    present = [s for s in STATES if any(counts.get(s) for _name, counts in chart.rows)]
    scope = _scope(chart, width)
    draw_definitions(canvas, scope)
    entries = [(state, chart.words[state]) for state in present]
    top = draw_legend(canvas, entries, width, scope=scope) + 12
    names = 0.0 if narrow else 190.0
    total_width = 44.0
    pitch = 46.0 if narrow else 34.0
    for index, (name, counts) in enumerate(chart.rows):
        y = top + index * pitch
        total = sum(counts.values())
        _draw_name(canvas, name, y, width, narrow=narrow)
        edge = y + 18 if narrow else y
        span = (names, width - total_width)
        _draw_bar(chart, canvas, counts, (edge, *span), width)
        at = total_width - 8 if canvas.rtl else width - total_width + 8
        side = Side.RIGHT if canvas.rtl else Side.LEFT
        canvas.text(at, edge + 15, formats.number(total, chart.lang, 0), "tq", side)
    return top + pitch * len(chart.rows) + 2


def _draw_name(canvas: Canvas, name: str, y: float, width: float, *, narrow: bool) -> None:
    side = Side.RIGHT if canvas.rtl else Side.LEFT
    at = width if canvas.rtl else 0.0
    lines = lettering.shorten(
        lettering.wrap(name, width if narrow else 180, 13), 1 if narrow else 2
    )
    for index, line in enumerate(lines):
        base = y + 12 if narrow else y + 15 + (index - (len(lines) - 1) / 2) * 14
        canvas.text(at, base, line, "t", side)


def _draw_bar(
    chart: BarsChart,
    canvas: Canvas,
    counts: Mapping[str, int],
    place: tuple[float, float, float],
    width: float,
) -> None:
    y, start, end = place
    total = sum(counts.values())
    if not total:
        return
    at = 0.0
    scope = _scope(chart, width)
    for state in STATES:
        count = counts.get(state, 0)
        if not count:
            continue
        share = count / total * (end - start)
        x = width - start - at - share if canvas.rtl else start + at
        canvas.open(extra=fill_of(canvas, state, scope))
        box = f'x="{x + 0.5:.1f}" y="{y:g}" width="{max(share - 1, 0.6):.1f}" height="22"'
        canvas.raw(f"<rect {box}/>")
        canvas.close()
        text = formats.number(count, chart.lang, 0)
        if share > lettering.width(text, 12) + 10:
            name = "tn" if state == "green" else "tl"
            canvas.text(x + share / 2, y + 15.5, text, name, Side.MIDDLE)
        at += share


def _scope(chart: BarsChart, width: float) -> str:
    """Return what makes pattern ids unique on a page that holds the drawing in two widths."""
    return chart.head.id + ("-n" if width < NARROW_BELOW else "-w")
