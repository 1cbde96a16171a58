"""Two indicators against each other: one spot a country, the named ones with their names."""

from html import escape

from milepost.publishing import formats
from milepost.publishing.charts import lettering
from milepost.publishing.charts.canvas import Canvas, Side, Target
from milepost.publishing.charts.model import ScatterChart, Spot
from milepost.publishing.charts.placing import Box, least_crowded
from milepost.publishing.charts.scales import Scale, value_ticks

NARROW_BELOW = 500
RADIUS = 4.0


def draw(chart: ScatterChart, canvas: Canvas, width: float) -> float:
    """Draw the chart at the origin, ``width`` wide; return its height.

    In Arabic the axes run as elsewhere: numbers grow to the right and upwards.
    """
    narrow = width < NARROW_BELOW
    bottom = 280.0 if narrow else 400.0
    ups = value_ticks(*_ends([spot.up for spot in chart.spots]), 4 if narrow else 6)
    acrosses = value_ticks(*_ends([spot.across for spot in chart.spots]), 3 if narrow else 7)
    left = max(lettering.width(_tick(chart, tick), 12) for tick in ups) + 14
    across = Scale(acrosses[0], acrosses[-1], left, width - 16)
    up = Scale(ups[0], ups[-1], bottom, 34.0)
    _draw_grid(chart, canvas, (across, up), (acrosses, ups))
    for spot in sorted(chart.spots, key=lambda spot: spot.named):
        _draw_spot(chart, canvas, spot, (across(spot.across), up(spot.up)))
    _draw_names(chart, canvas, (across, up))
    return bottom + 46


def _ends(values: list[float]) -> tuple[float, float]:
    return min(values), max(values)


def _tick(chart: ScatterChart, tick: float) -> str:
    return formats.number(tick, chart.lang, 0 if tick == int(tick) else None)


def _draw_grid(
    chart: ScatterChart,
    canvas: Canvas,
    scales: tuple[Scale, Scale],
    ticks: tuple[list[float], list[float]],
) -> None:
    across, up = scales
    unit = lettering.shorten(lettering.wrap(f"↑ {chart.up_unit}", across.end, 12), 1)[0]
    canvas.text(0, 14, unit, "tq")
    for tick in ticks[1]:
        y = up(tick)
        canvas.line(across.start, y, across.end, y, "axis" if tick == ticks[1][0] else "grid")
        canvas.text(across.start - 6, y + 4, _tick(chart, tick), "tq", Side.RIGHT)
    for tick in ticks[0]:
        x = across(tick)
        canvas.line(x, up.end, x, up.start, "axis" if tick == ticks[0][0] else "grid")
        canvas.text(x, up.start + 19, _tick(chart, tick), "tq", Side.MIDDLE)
    words = lettering.shorten(lettering.wrap(f"{chart.across_unit} →", across.end, 12), 1)[0]
    canvas.text(across.end, up.start + 38, words, "tq", Side.RIGHT)


def _draw_spot(chart: ScatterChart, canvas: Canvas, spot: Spot, place: tuple[float, float]) -> None:
    name = "spotn" if spot.named else "spot"
    canvas.circle(*place, RADIUS + spot.named, name)
    if canvas.target is not Target.RASTER:
        mark = canvas.parts.pop().removesuffix("/>")
        values = (formats.number(value, chart.lang) for value in (spot.across, spot.up))
        words = escape(f"{spot.name}: {' · '.join(values)}", quote=False)
        canvas.raw(f"{mark}><title>{words}</title></circle>")


def _draw_names(chart: ScatterChart, canvas: Canvas, scales: tuple[Scale, Scale]) -> None:
    across, up = scales
    ink = [(across(spot.across), up(spot.up)) for spot in chart.spots]
    taken: list[Box] = []
    frame = Box(across.start, up.end - 16, across.end + 12, up.start)
    for spot in chart.spots:
        if spot.named:
            x, y = across(spot.across), up(spot.up)
            size = lettering.width(spot.name, 13)
            seats = [
                Box(left, y + shift, left + size, y + shift + 16)
                for shift in (-8.0, -24.0, 8.0)
                for left in (x + 8, x - 8 - size)
            ]
            seat = seats[least_crowded(seats, ink, taken, frame)]
            canvas.text(seat.left, seat.bottom - 4, spot.name, "tl")
            taken.append(seat)
