"""A small picture that others put on their own page: a state or a count of states, and its source.

The words are in the picture, so that it says what it shows without its page and in black and
white; a file as SVG stands on its own, the PNG uses the package's own fonts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from milepost.publishing import formats
from milepost.publishing.charts import lettering
from milepost.publishing.charts.canvas import Canvas, Side, Target
from milepost.publishing.charts.raster import to_png

WIDTH, HEIGHT, MARGIN = 360.0, 96.0, 16.0
ORDER = ("green", "yellow", "red", "contested", "grey")


@dataclass(frozen=True, slots=True)
class Badge:
    """The words of a badge: ``state`` with its word, or else ``spread``, how many have which."""

    id: str
    lang: str
    title: str
    source: str
    alt: str
    state: str = ""
    word: str = ""
    spread: Mapping[str, int] = field(default_factory=dict)


def draw_badge(badge: Badge, target: Target) -> str:
    """Return the badge as a drawing of 360 by 96."""
    canvas = Canvas(WIDTH, HEIGHT, badge.lang, target)
    inward = -1 if canvas.rtl else 1
    side, x = (Side.RIGHT, WIDTH - MARGIN) if canvas.rtl else (Side.LEFT, MARGIN)
    for edge in (0.5, HEIGHT - 0.5):
        canvas.line(0, edge, WIDTH, edge, "grid")
    for edge in (0.5, WIDTH - 0.5):
        canvas.line(edge, 0, edge, HEIGHT, "grid")
    room = WIDTH - 2 * MARGIN
    title = lettering.shorten(lettering.wrap(badge.title, room, 13, bold=True), 1)[0]
    canvas.text(x, 27, title, "tb", side)
    if badge.state:
        canvas.state(badge.state, x + inward * 9, 49, 9)
        word = lettering.shorten(lettering.wrap(badge.word, room - 28, 13), 1)[0]
        canvas.text(x + inward * 28, 54, word, "tl", side)
    else:
        _draw_spread(canvas, badge, x, inward, side)
    source = lettering.shorten(lettering.wrap(badge.source, room, 12), 1)[0]
    canvas.text(x, 81, source, "tq", side)
    return canvas.finish(badge.id, badge.title, badge.alt, "badge")


def _draw_spread(canvas: Canvas, badge: Badge, x: float, inward: int, side: Side) -> None:
    at = x
    for state in ORDER:
        count = badge.spread.get(state, 0)
        if not count:
            continue
        words = formats.number(count, badge.lang, 0)
        canvas.state(state, at + inward * 8, 49, 8)
        canvas.text(at + inward * 22, 54, words, "tl", side)
        at += inward * (22 + lettering.width(words, 13) + 18)


def badge_svg(badge: Badge) -> bytes:
    """Return the badge as an SVG file."""
    return draw_badge(badge, Target.PRINT).encode()


def badge_png(badge: Badge) -> bytes:
    """Return the badge as a PNG file, twice as large for fine screens."""
    return to_png(draw_badge(badge, Target.RASTER), WIDTH, int(2 * WIDTH))
