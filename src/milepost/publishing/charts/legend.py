"""Symbol and word for the states that a chart shows, in one or more lines."""

from collections.abc import Sequence

from milepost.publishing.charts import lettering
from milepost.publishing.charts.canvas import Canvas, Side


def draw_legend(canvas: Canvas, entries: Sequence[tuple[str, str]], width: float) -> float:
    """Draw the entries (state, words) from the reader's start; return the y below them."""
    direction = -1 if canvas.rtl else 1
    side = Side.RIGHT if canvas.rtl else Side.LEFT
    x, y = 0.0, 10.0
    for state, words in entries:
        room = 16 + lettering.width(words, 12) * 1.06
        if x and x + room > width:
            x, y = 0.0, y + 20
        at = width - x if canvas.rtl else x
        canvas.state(state, at + direction * 6, y, 5.5)
        canvas.text(at + direction * 16, y + 4, words, "tq", side)
        x += room + 18
    return y + 12
