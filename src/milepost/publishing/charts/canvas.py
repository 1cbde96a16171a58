"""A small SVG writer: one drawing, three targets.

``page``: classes only, for inline use under a strict content security policy. ``print``: a file
that stands on its own, real text. ``raster``: the input of the PNG renderer, in the package's own
fonts, with right-to-left text already ordered.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from html import escape

from milepost.publishing.charts import ink, lettering


class Target(StrEnum):
    """Where a drawing goes."""

    PAGE = "page"
    PRINT = "print"
    RASTER = "raster"


class Side(StrEnum):
    """Which side of the text the given x is, in the picture (not in the reading order)."""

    LEFT = "left"
    MIDDLE = "middle"
    RIGHT = "right"


FAMILY = "system-ui, 'Noto Sans', 'Noto Sans Arabic', 'Segoe UI', Arial, sans-serif"
_ANCHORS = {Side.LEFT: "start", Side.MIDDLE: "middle", Side.RIGHT: "end"}
_FLIPPED = {Side.LEFT: "end", Side.MIDDLE: "middle", Side.RIGHT: "start"}


def number(value: float) -> str:
    """Write a coordinate with one decimal at most."""
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def polyline(points: Iterable[tuple[float, float]]) -> str:
    """Return path data through the points."""
    pairs = [f"{number(x)} {number(y)}" for x, y in points]
    return f"M{'L'.join(pairs)}"


def diamond(x: float, y: float, radius: float) -> str:
    """Return path data of a square on its corner."""
    return _polygon([(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)])


def triangle(x: float, y: float, radius: float, *, up: bool) -> str:
    """Return path data of a triangle that points up or down."""
    rise = radius * 0.9
    tip, foot = (y - rise, y + rise) if up else (y + rise, y - rise)
    return _polygon([(x, tip), (x + radius, foot), (x - radius, foot)])


def _polygon(points: Sequence[tuple[float, float]]) -> str:
    return polyline(points) + "z"


@dataclass
class Canvas:
    """Collects marks; ``finish`` returns the SVG document."""

    width: float
    height: float
    lang: str
    target: Target
    parts: list[str] = field(default_factory=list)

    @property
    def rtl(self) -> bool:
        """Whether text reads from right to left."""
        return lettering.is_rtl(self.lang)

    def _look(self, name: str) -> str:
        if self.target is Target.PAGE:
            classes = " ".join(f"c-{part}" for part in name.split())
            return f' class="{classes}"'
        merged: dict[str, str] = {}
        for part in name.split():
            merged |= ink.attributes(part)
        return "".join(f' {key}="{value}"' for key, value in merged.items())

    def raw(self, markup: str) -> None:
        """Add markup that is already SVG (definitions, groups)."""
        self.parts.append(markup)

    def open(self, name: str = "", extra: str = "") -> None:
        """Open a group whose marks share a class."""
        self.parts.append(f"<g{self._look(name) if name else ''}{extra}>")

    def close(self) -> None:
        """Close the group."""
        self.parts.append("</g>")

    def path(self, data: str, name: str = "", extra: str = "") -> None:
        """Add a path."""
        self.parts.append(f'<path d="{data}"{self._look(name) if name else ""}{extra}/>')

    def line(self, x1: float, y1: float, x2: float, y2: float, name: str) -> None:
        """Add a straight line."""
        if y1 == y2:
            data = f"M{number(x1)} {number(y1)}H{number(x2)}"
        elif x1 == x2:
            data = f"M{number(x1)} {number(y1)}V{number(y2)}"
        else:
            data = polyline([(x1, y1), (x2, y2)])
        self.path(data, name)

    def rect(self, x: float, y: float, width: float, height: float, name: str) -> None:
        """Add a rectangle (``x``, ``y`` its upper left corner)."""
        box = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
        self.parts.append(f"<rect {box}{self._look(name)}/>")

    def circle(self, x: float, y: float, radius: float, name: str = "", extra: str = "") -> None:
        """Add a circle."""
        box = f'cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"'
        self.parts.append(f"<circle {box}{self._look(name) if name else ''}{extra}/>")

    def text(
        self, x: float, y: float, words: str, name: str, side: Side = Side.LEFT, extra: str = ""
    ) -> None:
        """Add a line of text; ``y`` is its base line, ``side`` says which edge ``x`` is."""
        anchor = (_FLIPPED if self.rtl and self.target is not Target.RASTER else _ANCHORS)[side]
        stated = "" if anchor == "start" else f' text-anchor="{anchor}"'
        place = f'x="{number(x)}" y="{number(y)}"{stated}'
        self.parts.append(f"<text {place}{self._look(name)}{extra}>{self._set(words)}</text>")

    def _set(self, words: str) -> str:
        if self.target is Target.RASTER and self.rtl:
            words = lettering.visual_order(words)
        return escape(words, quote=False)

    def state(self, state: str, x: float, y: float, radius: float) -> None:
        """Add the symbol of a state around (x, y)."""
        name = f"s-{state}"
        if state == "green":
            self.path(triangle(x, y, radius, up=True), name)
        elif state == "yellow":
            self.path(diamond(x, y, radius * 1.1), name)
        elif state == "red":
            self.path(triangle(x, y, radius, up=False), name)
        elif state == "contested":
            self.path(triangle(x - radius * 0.5, y - radius * 0.1, radius * 0.62, up=True), name)
            self.path(triangle(x + radius * 0.5, y + radius * 0.1, radius * 0.62, up=False), name)
        else:
            self.circle(x, y, radius * 0.85, name)

    def finish(self, chart_id: str, title: str, description: str, name: str = "") -> str:
        """Return the whole drawing as one SVG element."""
        box = f"0 0 {number(self.width)} {number(self.height)}"
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" lang="{self.lang}"'
        if self.target is Target.PAGE:
            head += f' class="{name}"' if name else ""
        else:
            head += f' width="{number(self.width)}" height="{number(self.height)}"'
            own = lettering.ARABIC if self.rtl else lettering.LATIN
            family = own if self.target is Target.RASTER else FAMILY
            head += f' font-family="{family}"'
        if self.rtl and self.target is not Target.RASTER:
            head += ' direction="rtl"'
        marks = "".join(self.parts)
        paper = "" if self.target is Target.PAGE else self._paper()
        if self.target is Target.RASTER:
            return f"{head}>{paper}{marks}</svg>"
        anchor = escape(f"{chart_id}.{name or 'file'}")
        labels = f' role="img" aria-labelledby="{anchor}.t {anchor}.d">'
        words = (
            f'<title id="{anchor}.t">{escape(title, quote=False)}</title>'
            f'<desc id="{anchor}.d">{escape(description, quote=False)}</desc>'
        )
        return f"{head}{labels}{words}{paper}{marks}</svg>"

    def _paper(self) -> str:
        size = f'width="{number(self.width)}" height="{number(self.height)}"'
        return f'<rect {size} fill="{ink.PAPER["paper"]}"/>'
