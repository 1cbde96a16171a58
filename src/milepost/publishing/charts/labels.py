"""The labels at the ends of lines: what they say, and where they stand without touching."""

from dataclasses import dataclass

from milepost.publishing import formats
from milepost.publishing.charts import lettering
from milepost.publishing.charts.model import SeriesChart
from milepost.publishing.charts.scales import stack

LINE_HEIGHT = 15.0

Lines = tuple[tuple[str, str], ...]
"""Lines of a label as (text, class)."""


@dataclass(frozen=True, slots=True)
class Label:
    """Lines of text that want to stand at height ``y`` beside the end of a line."""

    y: float
    lines: Lines


def data_labels(chart: SeriesChart, limit: float) -> list[tuple[float, Lines]]:
    """Return value and lines of the labels at the ends of the lines."""
    found: list[tuple[float, Lines]] = []
    main = chart.main.known
    of_equal_weight = bool(chart.main.look)
    if main and main[-1].value is not None and not of_equal_weight:
        words = chart.end_label or chart.shown(main[-1].value)
        lines = [(text, "ta") for text in lettering.wrap(words, limit, 14, bold=True)]
        if chart.peers:
            lines += [(text, "tl") for text in _short(chart.main.name, limit)]
        found.append((main[-1].value, tuple(lines)))
    for peer in (chart.main, *chart.peers) if of_equal_weight else chart.peers:
        if peer.known:
            value = peer.known[-1].value or 0.0
            words = f"{peer.name} {chart.shown(value)}"
            if main and peer.known[-1].period != main[-1].period:
                words += f" ({formats.year(peer.known[-1].when)})"
            texts = _short(words, limit)
            name = f"k{peer.look}t" if peer.look else "tp"
            found.append((value, tuple((text, name) for text in texts)))
    if chart.pace and chart.pace_label:
        texts = lettering.wrap(chart.pace_label, limit, 12)
        found.append((chart.pace[1].value or 0.0, tuple((text, "tlq") for text in texts)))
    return found


def aim_labels(chart: SeriesChart, limit: float) -> list[tuple[float, Lines]]:
    """Return value and lines of the label of the target."""
    if chart.aim is None or chart.aim.value is None:
        return []
    texts = lettering.wrap(chart.aim.label, limit, 12)
    return [(chart.aim.value, tuple((text, "tlq") for text in texts))]


def _short(text: str, limit: float) -> list[str]:
    return lettering.shorten(lettering.wrap(text, limit, 12), 3)


def limit(narrow: bool) -> float:
    """Return how wide a line of a label may be."""
    return 80.0 if narrow else 150.0


def widest(labels: list[tuple[float, Lines]]) -> float:
    """Return the width of the widest line, with some slack for the reader\'s own font."""
    widest = 0.0
    for _value, lines in labels:
        for text, name in lines:
            size = 14 if name == "ta" else 13 if name == "tl" else 12
            widest = max(widest, lettering.width(text, size, bold=name == "ta"))
    return widest * 1.04


def tops(blocks: list[Label], low: float, high: float) -> list[float]:
    """Return the y of the first line of each label so that labels do not overlap."""
    order = sorted(range(len(blocks)), key=lambda index: blocks[index].y)
    heights = [len(blocks[index].lines) * LINE_HEIGHT + 3 for index in order]
    wishes = [blocks[index].y - (len(blocks[index].lines) - 1) * LINE_HEIGHT / 2 for index in order]
    placed = stack(wishes, heights, low, high)
    tops = [0.0] * len(blocks)
    for index, top in zip(order, placed, strict=True):
        tops[index] = top
    return tops
