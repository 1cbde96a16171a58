"""A value over time: baseline dot, dashed path to the target, labels at the ends of the lines."""

from dataclasses import dataclass
from itertools import pairwise

from milepost.publishing import formats
from milepost.publishing.charts import labels, lettering
from milepost.publishing.charts.canvas import Canvas, Side, diamond, number, polyline
from milepost.publishing.charts.model import Dot, Line, SeriesChart
from milepost.publishing.charts.placing import Box, along, least_crowded
from milepost.publishing.charts.scales import Scale, value_ticks, year_ticks

NARROW_BELOW = 500
BREAK_AFTER = 1.6
"""A line is broken where two observations are further apart than this many usual steps."""
MANY_DOTS = 14


@dataclass(frozen=True, slots=True)
class Plot:
    """The frame of a chart: its scales, ticks and edges."""

    x: Scale
    y: Scale
    ticks: tuple[float, ...]
    narrow: bool

    @property
    def left(self) -> float:
        """Left edge of the plotting area."""
        return self.x.start

    @property
    def right(self) -> float:
        """Right edge of the plotting area."""
        return self.x.end

    @property
    def bottom(self) -> float:
        """Lower edge of the plotting area."""
        return self.y.start

    @property
    def top(self) -> float:
        """Upper edge of the plotting area."""
        return self.y.end


def draw(chart: SeriesChart, canvas: Canvas, width: float) -> float:
    """Draw the chart at the origin, ``width`` wide; return its height."""
    narrow = width < NARROW_BELOW
    plot = _frame(chart, width, narrow)
    _draw_grid(chart, canvas, plot)
    _draw_aim(chart, canvas, plot)
    _draw_pace(chart, canvas, plot)
    for line in chart.peers:
        _draw_line(chart, canvas, plot, line, is_main=False)
    _draw_line(chart, canvas, plot, chart.main, is_main=True)
    box = _draw_baseline(chart, canvas, plot)
    _draw_aim_words(chart, canvas, plot, [box] if box else [])
    _draw_end_labels(chart, canvas, plot)
    return plot.bottom + 28


def _span(chart: SeriesChart) -> tuple[float, float]:
    moments = [dot.when for line in (chart.main, *chart.peers) for dot in line.dots]
    extras = (chart.baseline.when if chart.baseline else None, chart.until)
    moments += [extra for extra in extras if extra is not None]
    if chart.aim and chart.aim.when is not None:
        moments.append(chart.aim.when)
    low, high = min(moments), max(moments)
    return (low - 1, high + 1) if high - low < 0.5 else (low, high)


def _values(chart: SeriesChart) -> list[float]:
    values = [d.value for line in (chart.main, *chart.peers) for d in line.dots]
    values += [chart.baseline.value] if chart.baseline else []
    values += [chart.aim.value] if chart.aim else []
    values += [dot.value for dot in chart.pace] if chart.pace else []
    return [value for value in values if value is not None]


def _frame(chart: SeriesChart, width: float, narrow: bool) -> Plot:
    values = _values(chart)
    low = 0.0 if chart.kind == "adoption" else min(values)
    ticks = value_ticks(low, max(values), 4 if narrow else 5, whole=chart.decimals == 0)
    texts = [_tick(chart, tick) for tick in ticks]
    left = max(lettering.width(text, 12) for text in texts) + 8
    bottom, top = (248.0, 34.0) if narrow else (316.0, 34.0)
    start, end = _span(chart)
    return Plot(
        x=Scale(start, end, left + 10, width - _margin(chart, narrow=narrow)),
        y=Scale(ticks[0], ticks[-1], bottom, top),
        ticks=tuple(ticks),
        narrow=narrow,
    )


def _tick(chart: SeriesChart, tick: float) -> str:
    decimals = max(0, min(chart.decimals, 2)) if tick % 1 else 0
    return formats.number(tick, chart.lang, decimals or (1 if tick % 1 else 0))


def _draw_grid(chart: SeriesChart, canvas: Canvas, plot: Plot) -> None:
    edge = plot.left - 10
    unit = lettering.shorten(lettering.wrap(chart.unit, plot.right, 12), 1)[0]
    canvas.text(0, 14, unit, "tq")
    for tick in plot.ticks:
        y = plot.y(tick)
        is_base = tick == plot.ticks[0]
        canvas.line(edge, y, plot.right, y, "axis" if is_base else "grid")
        canvas.text(edge - 6, y + 4, _tick(chart, tick), "tq", Side.RIGHT)
    most = 5 if plot.narrow else 10
    for year in year_ticks(plot.x.low, plot.x.high, most):
        x = plot.x(year)
        canvas.line(x, plot.bottom, x, plot.bottom + 4, "axis")
        canvas.text(x, plot.bottom + 19, str(year), "tq", Side.MIDDLE)


def _usual_step(dots: tuple[Dot, ...]) -> float:
    steps = sorted(b.when - a.when for a, b in pairwise(dots))
    return steps[len(steps) // 2] if steps else 1.0


def segments(line: Line, *, steps: bool) -> list[list[Dot]]:
    """Split a line where data are missing, so that a gap is seen as a gap."""
    usual = max(_usual_step(line.dots), 0.01)
    parts: list[list[Dot]] = [[]]
    for dot in line.dots:
        if dot.value is None:
            parts.append([])
            continue
        last = parts[-1][-1] if parts[-1] else None
        if last and not steps and dot.when - last.when > BREAK_AFTER * usual:
            parts.append([])
        parts[-1].append(dot)
    return [part for part in parts if part]


def _points(part: list[Dot], plot: Plot) -> list[tuple[float, float]]:
    return [(plot.x(dot.when), plot.y(dot.value)) for dot in part if dot.value is not None]


def _stairs(points: list[tuple[float, float]], end: float) -> str:
    (x0, y0), *rest = points
    data = f"M{number(x0)} {number(y0)}"
    for x, y in rest:
        data += f"H{number(x)}V{number(y)}"
    return f"{data}H{number(end)}"


def _draw_line(
    chart: SeriesChart, canvas: Canvas, plot: Plot, line: Line, *, is_main: bool
) -> None:
    name, dot_name, radius = ("main", "dot", 3.5) if is_main else ("peer", "dotp", 2.5)
    if line.look:
        name, dot_name, radius = f"k{line.look}", f"k{line.look}d", 2.5
    parts = segments(line, steps=chart.steps)
    sparse = len(line.known) <= MANY_DOTS
    for part in parts:
        points = _points(part, plot)
        if chart.steps:
            until = chart.until if chart.until is not None else part[-1].when
            canvas.path(_stairs(points, plot.x(until)), name)
            continue
        if len(points) > 1:
            canvas.path(polyline(points), name)
        for x, y in points if sparse or len(points) == 1 else points[-1:]:
            canvas.circle(x, y, radius, dot_name)
    if chart.steps and parts:
        x, y = plot.x(chart.until or parts[-1][-1].when), _points(parts[-1], plot)[-1][1]
        canvas.circle(x, y, radius, dot_name)


def _draw_aim(chart: SeriesChart, canvas: Canvas, plot: Plot) -> None:
    aim = chart.aim
    if aim is None:
        return
    if aim.when is not None and aim.value is None:
        x = plot.x(aim.when)
        canvas.line(x, plot.top - 6, x, plot.bottom, "path")
        side = Side.RIGHT if x > (plot.left + plot.right) / 2 else Side.LEFT
        shift = -6 if side is Side.RIGHT else 6
        canvas.text(x + shift, plot.top + 2, aim.label, "tlq", side)
        return
    if aim.value is None:
        return
    end = plot.x(aim.when) if aim.when is not None else plot.right
    start = chart.baseline
    if start and start.value is not None and aim.when is not None:
        canvas.path(polyline([(plot.x(start.when), plot.y(start.value)), (end, plot.y(aim.value))]),
                    "path")  # fmt: skip
    else:
        canvas.line(plot.left - 10, plot.y(aim.value), end, plot.y(aim.value), "path")
    canvas.path(diamond(end, plot.y(aim.value), 5), "goal")


def _draw_pace(chart: SeriesChart, canvas: Canvas, plot: Plot) -> None:
    if chart.pace is None:
        return
    canvas.path(polyline(_points(list(chart.pace), plot)), "pace")


def _draw_baseline(chart: SeriesChart, canvas: Canvas, plot: Plot) -> Box | None:
    """Draw where the count of change begins; return the box of its words."""
    base = chart.baseline
    if base is None or base.value is None:
        return None
    x, y = plot.x(base.when), plot.y(base.value)
    canvas.circle(x, y, 5, "base")
    if not chart.baseline_label:
        return None
    seats = _seats(x, y, chart.baseline_label, above_first=not _rises(chart))
    return _write(chart, canvas, plot, chart.baseline_label, seats, [])


def _draw_aim_words(chart: SeriesChart, canvas: Canvas, plot: Plot, taken: list[Box]) -> None:
    """Write the target beside its mark, unless it stands in the margin with the other labels."""
    aim = chart.aim
    if aim is None or aim.value is None or aim.when is None or _aim_in_margin(chart, plot):
        return
    seats = _seats(plot.x(aim.when), plot.y(aim.value), aim.label, above_first=_rises(chart))
    _write(chart, canvas, plot, aim.label, seats, taken)


def _write(
    chart: SeriesChart,
    canvas: Canvas,
    plot: Plot,
    words: str,
    seats: list[Box],
    taken: list[Box],
) -> Box:
    frame = Box(0, plot.top - 16, plot.right + 40, plot.bottom - 1)
    others = [*taken, *_label_boxes(chart, plot)]
    seat = seats[least_crowded(seats, _ink(chart, plot), others, frame)]
    canvas.text(seat.left, seat.bottom - 3, words, "tlq")
    return seat


def _seats(x: float, y: float, words: str, *, above_first: bool) -> list[Box]:
    """Return where the words of a mark may stand: below or above it, to its right or left."""
    size = lettering.width(words, 12)
    seats = [
        Box(left, y + shift, left + size, y + shift + 15)
        for shift in (9.0, -24.0, 24.0, -38.0, 39.0, -54.0, 60.0, -72.0)
        for left in (x + 5, x - 5 - size)
    ]
    pairs = [seats[index : index + 2] for index in range(0, len(seats), 2)]
    if above_first:
        pairs = [pairs[index ^ 1] for index in range(len(pairs))]
    return [seat for pair in pairs for seat in pair]


def _ink(chart: SeriesChart, plot: Plot) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for line in (chart.main, *chart.peers):
        for part in segments(line, steps=chart.steps):
            found += along(_points(part, plot))
    base, aim = chart.baseline, chart.aim
    if base and base.value is not None and aim and aim.value is not None and aim.when is not None:
        ends = [(plot.x(base.when), plot.y(base.value)), (plot.x(aim.when), plot.y(aim.value))]
        found += along(ends)
    if chart.pace:
        found += along(_points(list(chart.pace), plot))
    return found


def _label_boxes(chart: SeriesChart, plot: Plot) -> list[Box]:
    boxes: list[Box] = []
    for column, edge in _columns(chart, plot):
        blocks = [labels.Label(plot.y(value), lines) for value, lines in column]
        wide = labels.widest(column)
        for block, top in zip(blocks, _tops(blocks, plot, edge), strict=True):
            height = len(block.lines) * labels.LINE_HEIGHT
            boxes.append(Box(edge + 4, top - 10, edge + 12 + wide, top - 10 + height))
    return boxes


def _rises(chart: SeriesChart) -> bool:
    known = chart.main.known
    return not known or (known[-1].value or 0) >= (known[0].value or 0)


def _end_of_data(chart: SeriesChart) -> float:
    ends = [line.known[-1].when for line in (chart.main, *chart.peers) if line.known]
    return max([*ends, chart.until or ends[0], chart.pace[1].when if chart.pace else ends[0]])


def _margin(chart: SeriesChart, *, narrow: bool) -> float:
    """Return the room that labels need to the right of the plot."""
    limit = labels.limit(narrow)
    start, end = _span(chart)
    data, aims = labels.data_labels(chart, limit), labels.aim_labels(chart, limit)
    if chart.aim and chart.aim.when is not None and chart.aim.when < end:
        aims = []
    ends_early = _end_of_data(chart) < end - 0.3 * (end - start)
    widest = labels.widest(aims) if aims and ends_early else labels.widest(data + aims)
    return min(widest + 12, 190) if widest else 16


def _aim_in_margin(chart: SeriesChart, plot: Plot) -> bool:
    when = chart.aim.when if chart.aim else None
    return when is None or plot.x(when) > plot.right - 20


def _columns(
    chart: SeriesChart, plot: Plot
) -> list[tuple[list[tuple[float, labels.Lines]], float]]:
    """Return the columns of labels with their left edge: beside the data, beside the target."""
    limit = labels.limit(plot.narrow)
    data, aims = labels.data_labels(chart, limit), labels.aim_labels(chart, limit)
    x = plot.x(_end_of_data(chart))
    if not _aim_in_margin(chart, plot):
        return [(data, plot.right if x > plot.right - 20 else x)]
    if x > plot.right - 0.3 * (plot.right - plot.left):
        return [(data + aims, plot.right)]
    return [(data, x), (aims, plot.right)]


def _draw_end_labels(chart: SeriesChart, canvas: Canvas, plot: Plot) -> None:
    """Write each label near the end of its line, apart from the others."""
    for column, edge in _columns(chart, plot):
        _draw_labels(canvas, plot, column, edge)


def _tops(blocks: list[labels.Label], plot: Plot, edge: float) -> list[float]:
    # Inside the plot a label stays above the axis, which would strike it through.
    below = 14 if edge >= plot.right else 9
    return labels.tops(blocks, plot.top - 18, plot.bottom + below)


def _draw_labels(
    canvas: Canvas, plot: Plot, column: list[tuple[float, labels.Lines]], edge: float
) -> None:
    blocks = [labels.Label(plot.y(value), lines) for value, lines in column]
    for block, top in zip(blocks, _tops(blocks, plot, edge), strict=True):
        for row, (text, name) in enumerate(block.lines):
            canvas.text(edge + 10, top + row * labels.LINE_HEIGHT + 5, text, name)
