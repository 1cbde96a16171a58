"""The map of a value: classes from light to dark, missing values hatched, small states as dots."""

from html import escape

from milepost.publishing import formats
from milepost.publishing.charts import lettering
from milepost.publishing.charts.canvas import Canvas, Side, Target
from milepost.publishing.charts.legend import SWATCH
from milepost.publishing.charts.model import ValueMapChart
from milepost.publishing.charts.patterns import draw_definitions, fill_of
from milepost.publishing.charts.worldmap import coarseness, get_world

DOT_RADIUS = 3.6
WIDE = 720.0
"""Width of a drawing whose patterns a swatch repeats."""
STEPS = 5
"""Shades of the theme, ``m1`` to ``m5``."""


def scope_of(chart: ValueMapChart) -> str:
    """Return the scope of the map's patterns."""
    return f"{chart.head.id}-v"


def shade(chart: ValueMapChart, band: int) -> str:
    """Return the class of a band; few bands are spread over the whole range of shades."""
    count = len(chart.bands)
    step = STEPS - 1 if count == 1 else round(band * (STEPS - 1) / (count - 1))
    return f"m{step + 1}"


def draw(chart: ValueMapChart, canvas: Canvas, width: float) -> float:
    """Draw the map at the origin, ``width`` wide; return its height."""
    world = get_world()
    factor = width / world.width
    scaled = f' transform="scale({factor / world.grid:.5g})"'
    draw_definitions(canvas, scope_of(chart), coarseness(width))
    canvas.open(extra=scaled)
    others = [path for code, path in world.areas.items() if code not in chart.values]
    canvas.path("".join(others) + world.land, "land")
    canvas.close()
    for name, codes in _by_shade(chart).items():
        look = fill_of(canvas, "grey", scope_of(chart)) if not name else ""
        canvas.open(name, look)
        canvas.open("edge", scaled)
        for code in codes:
            if code in world.areas:
                _draw_named(chart, canvas, code, f'<path d="{world.areas[code]}"')
        canvas.close()
        for code in codes:
            if code in world.points:
                x, y = world.points[code]
                place = f'cx="{x * factor:.1f}" cy="{y * factor:.1f}" r="{DOT_RADIUS}"'
                _draw_named(chart, canvas, code, f"<circle {place}")
        canvas.close()
    return world.height * factor


def _by_shade(chart: ValueMapChart) -> dict[str, list[str]]:
    """Return the countries of each class; "" are those whose value is missing."""
    found: dict[str, list[str]] = {}
    for code in sorted(chart.values):
        value = chart.values[code]
        name = "" if value is None else shade(chart, chart.band_of(value))
        found.setdefault(name, []).append(code)
    return dict(sorted(found.items()))


def _draw_named(chart: ValueMapChart, canvas: Canvas, code: str, start: str) -> None:
    if canvas.target is Target.RASTER:
        canvas.raw(f"{start}/>")
        return
    name = escape(chart.names.get(code, code), quote=False)
    words = escape(chart.shown.get(code, chart.missing_words), quote=False)
    tag = start[1:].split(" ", 1)[0]
    canvas.raw(f"{start}><title>{name}: {words}</title></{tag}>")


def entries_of(chart: ValueMapChart) -> list[tuple[str, str]]:
    """Return class and words of the legend; "" is the class of missing values."""
    counts = chart.counts()
    found = [
        (shade(chart, rank), f"{band.words} ({formats.number(counts[rank], chart.lang, 0)})")
        for rank, band in enumerate(chart.bands)
    ]
    if counts[-1]:
        many = formats.number(counts[-1], chart.lang, 0)
        found.append(("", f"{chart.missing_words} ({many})"))
    return found


def draw_swatch(
    chart: ValueMapChart, canvas: Canvas, name: str, corner: tuple[float, float]
) -> None:
    """Draw a small area of one class."""
    x, y = corner
    coarse = coarseness(WIDE) if not name else 1.0
    look = fill_of(canvas, "grey", scope_of(chart)) if not name else ""
    canvas.open(name, f'{look} transform="translate({x:.1f} {y:.1f}) scale({1 / coarse:.4g})"')
    canvas.raw(f'<rect width="{SWATCH * coarse:.1f}" height="{12 * coarse:.1f}"/>')
    canvas.close()


def draw_legend(chart: ValueMapChart, canvas: Canvas, width: float) -> float:
    """Draw the legend from the reader's start; return the y below it."""
    direction = -1 if canvas.rtl else 1
    side = Side.RIGHT if canvas.rtl else Side.LEFT
    x, y = 0.0, 10.0
    for name, words in entries_of(chart):
        room = SWATCH + 8 + lettering.width(words, 12) * 1.06
        if x and x + room > width:
            x, y = 0.0, y + 20
        at = width - x if canvas.rtl else x
        draw_swatch(chart, canvas, name, (at - SWATCH if canvas.rtl else at, y - 6))
        canvas.text(at + direction * (SWATCH + 8), y + 4, words, "tq", side)
        x += room + 18
    return y + 12
