"""Goals down, places across: one symbol a benchmark, sorted from progress to none."""

from milepost.publishing.charts import lettering
from milepost.publishing.charts.canvas import Canvas, Side
from milepost.publishing.charts.legend import draw_legend
from milepost.publishing.charts.model import STATES, HeatChart

NARROW_BELOW = 500
SYMBOL = 13.0


def draw(chart: HeatChart, canvas: Canvas, width: float) -> float:
    """Draw the heat map at the origin, ``width`` wide; return its height.

    On a narrow page there is no room for columns: only the first place (the world) is drawn, and
    the table below the chart has the rest.
    """
    narrow = width < NARROW_BELOW
    places = chart.places[:1] if narrow else chart.places
    seen = {state for states in chart.cells.values() for state in states}
    top = draw_legend(canvas, [(s, chart.words[s]) for s in STATES if s in seen], width) + 10
    names = width * 0.52 if narrow else 216.0
    column = (width - names) / len(places)
    most = max((len(states) for states in chart.cells.values()), default=1)
    a_line = max(1, int((column - 8) // SYMBOL))
    rows = -(-most // a_line)
    top = _draw_places(canvas, places, (names, column, width), top)
    pitch = max(38.0, rows * (SYMBOL + 2) + 14)
    for i, (mark, name) in enumerate(chart.goals):
        y = top + i * pitch
        canvas.line(0, y, width, y, "grid")
        _draw_goal(canvas, mark, name, (y + pitch / 2, names, width))
        for j in range(len(places)):
            states = sorted(chart.cells.get((i, j), ()), key=STATES.index)
            lines = [states[k : k + a_line] for k in range(0, len(states), a_line)]
            for row, line in enumerate(lines):
                cy = y + pitch / 2 + (row - (len(lines) - 1) / 2) * (SYMBOL + 2)
                for k, state in enumerate(line):
                    cx = names + j * column + 8 + k * SYMBOL
                    canvas.state(state, width - cx if canvas.rtl else cx, cy, 5.2)
    bottom = top + pitch * len(chart.goals)
    canvas.line(0, bottom, width, bottom, "grid")
    return bottom + 2


def _draw_places(
    canvas: Canvas, places: tuple[str, ...], frame: tuple[float, float, float], top: float
) -> float:
    """Write the names of the columns on one base line; return the y below them."""
    names, column, width = frame
    wrapped = [lettering.shorten(lettering.wrap(p, column - 8, 12), 3) for p in places]
    most = max(len(lines) for lines in wrapped)
    side = Side.RIGHT if canvas.rtl else Side.LEFT
    for j, lines in enumerate(wrapped):
        x = names + j * column + 2
        for k, line in enumerate(lines):
            y = top + (most - len(lines) + k) * 14 + 10
            canvas.text(width - x if canvas.rtl else x, y, line, "tq", side)
    return top + most * 14 + 6


def _draw_goal(canvas: Canvas, mark: str, name: str, frame: tuple[float, float, float]) -> None:
    middle, names, width = frame
    side = Side.RIGHT if canvas.rtl else Side.LEFT
    indent = 26.0
    canvas.text(width if canvas.rtl else 0, middle + 4.5, mark, "tb", side)
    lines = lettering.shorten(lettering.wrap(name, names - indent - 12, 12), 2)
    for k, line in enumerate(lines):
        y = middle + 4.5 + (k - (len(lines) - 1) / 2) * 14.5
        canvas.text(width - indent if canvas.rtl else indent, y, line, "tg", side)
