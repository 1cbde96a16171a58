"""Symbol, texture and word for the states that a chart shows, in one or more lines."""

from collections.abc import Sequence

from milepost.publishing.charts import lettering
from milepost.publishing.charts.canvas import Canvas, Side
from milepost.publishing.charts.patterns import fill_of

SWATCH = 20.0


def draw_legend(
    canvas: Canvas,
    entries: Sequence[tuple[str, str]],
    width: float,
    *,
    scope: str = "",
    coarse: float = 1,
) -> float:
    """Draw the entries (state, words) from the reader's start; return the y below them.

    With a ``scope`` (whose patterns are ``coarse`` times as large) the texture that areas of the
    state have stands before its symbol.
    """
    direction = -1 if canvas.rtl else 1
    side = Side.RIGHT if canvas.rtl else Side.LEFT
    lead = SWATCH + 6 if scope else 0.0
    x, y = 0.0, 10.0
    for state, words in entries:
        room = lead + 16 + lettering.width(words, 12) * 1.06
        if x and x + room > width:
            x, y = 0.0, y + 20
        at = width - x if canvas.rtl else x
        if scope:
            left = at - SWATCH if canvas.rtl else at
            draw_swatch(canvas, state, scope, (left, y - 6), coarse)
        at += direction * lead
        canvas.state(state, at + direction * 6, y, 5.5)
        canvas.text(at + direction * 16, y + 4, words, "tq", side)
        x += room + 18
    return y + 12


def draw_swatch(
    canvas: Canvas, state: str, scope: str, corner: tuple[float, float], coarse: float
) -> None:
    """Draw a small area with the texture of a state."""
    x, y = corner
    canvas.open(extra=f' transform="translate({x:.1f} {y:.1f}) scale({1 / coarse:.4g})"')
    box = f'width="{SWATCH * coarse:.1f}" height="{12 * coarse:.1f}"'
    canvas.raw(f"<rect {box}{fill_of(canvas, state, scope)}/>")
    canvas.close()
