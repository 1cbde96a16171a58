"""What one state signed and ratified: treaties as rows, time from left to right."""

from dataclasses import dataclass

from milepost.publishing import formats
from milepost.publishing.charts import lettering
from milepost.publishing.charts.canvas import Canvas, Side, diamond
from milepost.publishing.charts.model import Mark, TimelineChart, TreatyRow
from milepost.publishing.charts.scales import Scale, year_ticks

NARROW_BELOW = 500


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a treaty is drawn: the lines of its name, and the height of its track."""

    row: TreatyRow
    lines: list[str]
    track: float
    bottom: float


def draw(chart: TimelineChart, canvas: Canvas, width: float) -> float:
    """Draw the timeline at the origin, ``width`` wide; return its height.

    Time runs from left to right in every language; in Arabic the names of the treaties stand on
    the right. On a narrow page each name stands above its track.
    """
    narrow = width < NARROW_BELOW
    names = 0.0 if narrow else min(250.0, _widest(chart) + 20)
    status = 0.0 if narrow else 120.0
    left, right = (status, width - names) if canvas.rtl and not narrow else (names, width - status)
    x = Scale(chart.start, chart.end, left + 8, right - 10)
    top = _draw_key(chart, canvas, width) + (22 if chart.event else 6)
    slots = _slots(chart, top, width if narrow else names, narrow=narrow)
    bottom = slots[-1].bottom if slots else top
    _draw_axis(chart, canvas, x, (top, bottom))
    _draw_event(chart, canvas, x, (top, bottom), slots if narrow else [])
    for slot in slots:
        _draw_row(chart, canvas, x, slot.row, slot.track)
        if narrow:
            _draw_names_above(canvas, slot, width)
        else:
            _draw_names_beside(canvas, slot, (width, left, right))
    return bottom + 26


def _slots(chart: TimelineChart, top: float, room: float, *, narrow: bool) -> list[Slot]:
    slots: list[Slot] = []
    y = top
    for row in chart.rows:
        taken = lettering.width(row.status, 12) + 24 if narrow else 16
        lines = lettering.wrap(row.name, room - taken, 13, bold=narrow)
        lines = lettering.shorten(lines, 2)
        height = 41.0 + 15 * len(lines) if narrow else 38.0
        track = y + height - 16 if narrow else y + height / 2
        y += height
        slots.append(Slot(row, lines, track, y))
    return slots


def _widest(chart: TimelineChart) -> float:
    return max((lettering.width(row.name, 13) for row in chart.rows), default=0.0)


def _draw_key(chart: TimelineChart, canvas: Canvas, width: float) -> float:
    """Draw the three marks with their words; return the y below them."""
    x = width - 6 if canvas.rtl else 6.0
    y = 10.0
    direction = -1 if canvas.rtl else 1
    side = Side.RIGHT if canvas.rtl else Side.LEFT
    for deed in ("signature", "party", "left"):
        if not any(mark.deed == deed for row in chart.rows for mark in row.marks):
            continue
        words = chart.words[deed]
        room = 14 + lettering.width(words, 12) * 1.05 + 18
        if not 0 <= x + direction * (room - 18) <= width:
            x, y = (width - 6 if canvas.rtl else 6.0), y + 18
        _draw_mark(canvas, Mark(0, "", deed), x, y)
        canvas.text(x + direction * 12, y + 4, words, "tq", side)
        x += direction * room
    return y + 16


def _draw_mark(canvas: Canvas, mark: Mark, x: float, y: float) -> None:
    if mark.deed == "party":
        canvas.circle(x, y, 5.5, "dot")
    elif mark.deed == "signature":
        canvas.circle(x, y, 4.5, "open")
    else:
        canvas.path(diamond(x, y, 6), "s-red")


def _draw_axis(chart: TimelineChart, canvas: Canvas, x: Scale, rows: tuple[float, float]) -> None:
    top, bottom = rows
    room = x.end - x.start
    for year in year_ticks(x.low, x.high, 5 if room < 360 else 8):
        canvas.line(x(year), top, x(year), bottom, "grid")
        _draw_centred(canvas, x(year), bottom + 18, str(year), "tq")


def _draw_event(
    chart: TimelineChart,
    canvas: Canvas,
    x: Scale,
    edges: tuple[float, float],
    between: list[Slot],
) -> None:
    """Draw the day that the plan counts from; ``between`` names the line is interrupted."""
    if not chart.event:
        return
    top, bottom = edges
    at = x(chart.event.when)
    _draw_centred(canvas, at, top - 9, chart.event_label, "tq")
    if not between:
        canvas.line(at, top - 4, at, bottom, "path")
    for slot in between:
        canvas.line(at, slot.track - 16, at, slot.bottom, "path")


def _draw_centred(canvas: Canvas, x: float, y: float, words: str, name: str) -> None:
    """Write words centred on ``x``, moved as far as the edges of the drawing ask."""
    half = lettering.width(words, 12) / 2
    middle = min(max(x, half + 2), canvas.width - half - 2)
    canvas.text(middle, y, words, name, Side.MIDDLE)


def _draw_row(chart: TimelineChart, canvas: Canvas, x: Scale, row: TreatyRow, y: float) -> None:
    """Draw one treaty: a hairline, a dotted line from signature on, a thick one while a party."""
    canvas.line(x.start - 8, y, x.end, y, "grid")
    marks = sorted(row.marks, key=lambda mark: mark.when)
    for index, mark in enumerate(marks):
        end = marks[index + 1].when if index + 1 < len(marks) else chart.end
        if mark.deed == "party":
            canvas.line(x(mark.when), y, x(end), y, "held")
        elif mark.deed == "signature":
            canvas.line(x(mark.when), y, x(end), y, "before")
    labelled: list[float] = []
    for mark in marks:
        _draw_mark(canvas, mark, x(max(mark.when, chart.start)), y)
    for mark in sorted(marks, key=lambda mark: mark.deed == "signature"):
        at = x(max(mark.when, chart.start))
        if all(abs(at - other) > 31 for other in labelled):
            _draw_centred(canvas, at, y - 9, formats.year(mark.when), "tlq")
            labelled.append(at)


def _draw_names_above(canvas: Canvas, slot: Slot, width: float) -> None:
    """Write the treaty above its track, and at the end of the line what the state is now."""
    start, end = (Side.RIGHT, Side.LEFT) if canvas.rtl else (Side.LEFT, Side.RIGHT)
    y = slot.track - 10 - 15 * len(slot.lines)
    for index, text in enumerate(slot.lines):
        canvas.text(width if canvas.rtl else 0, y + 15 * index, text, "tb", start)
    canvas.text(0 if canvas.rtl else width, y, slot.row.status, "tq", end)


def _draw_names_beside(canvas: Canvas, slot: Slot, edges: tuple[float, float, float]) -> None:
    """Write the treaty at the reader's start of the row and its status at the end."""
    width, left, right = edges
    start = Side.RIGHT if canvas.rtl else Side.LEFT
    for index, text in enumerate(slot.lines):
        at = slot.track + 4 + (index - (len(slot.lines) - 1) / 2) * 15
        canvas.text(width if canvas.rtl else 0, at, text, "t", start)
    beside = left - 8 if canvas.rtl else right + 4
    canvas.text(beside, slot.track + 4, slot.row.status, "t" if slot.row.known else "tq", start)
