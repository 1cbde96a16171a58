"""The map of states: Equal Earth, small states as dots, every colour with its own texture."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

from milepost.publishing.charts.canvas import Canvas, Target
from milepost.publishing.charts.model import STATES, MapChart
from milepost.publishing.charts.patterns import draw_definitions, fill_of

DATA = Path(__file__).resolve().parent.parent / "map_data" / "world.json"
SYMBOL_RADIUS = 3.8


@dataclass(frozen=True, slots=True)
class World:
    """The shapes of ``map_data/world.json`` (built by ``frontend/build-map.mjs``)."""

    width: float
    height: float
    grid: float
    areas: Mapping[str, str]
    land: str
    points: Mapping[str, tuple[float, float]]


@cache
def get_world() -> World:
    """Read the shapes once."""
    raw = json.loads(DATA.read_text("utf-8"))
    _x, _y, width, height = raw["viewBox"]
    points = {code: (float(x), float(y)) for code, (x, y) in raw["points"].items()}
    return World(width, height, raw["grid"], raw["areas"], raw["land"], points)


def scope_of(chart: MapChart) -> str:
    """Return the scope of the map's patterns."""
    return f"{chart.head.id}-m"


def coarseness(width: float) -> float:
    """Return how much larger patterns are made, as the shapes are drawn that much smaller."""
    world = get_world()
    return world.grid * world.width / width


def draw(chart: MapChart, canvas: Canvas, width: float) -> float:
    """Draw the map at the origin, ``width`` wide; return its height."""
    world = get_world()
    factor = width / world.width
    draw_definitions(canvas, scope_of(chart), coarseness(width))
    canvas.open(extra=f' transform="scale({factor / world.grid:.5g})"')
    unrated = [path for code, path in world.areas.items() if code not in chart.states]
    canvas.path("".join(unrated) + world.land, "land")
    canvas.close()
    for state in STATES:
        codes = sorted(code for code, found in chart.states.items() if found == state)
        if codes:
            _draw_state(chart, canvas, state, codes)
    return world.height * factor


def _draw_state(chart: MapChart, canvas: Canvas, state: str, codes: list[str]) -> None:
    world = get_world()
    factor = canvas.width / world.width
    look = fill_of(canvas, state, scope_of(chart))
    shapes = [code for code in codes if code in world.areas]
    dots = [code for code in codes if code in world.points]
    canvas.open(extra=look)
    canvas.open("edge", f' transform="scale({factor / world.grid:.5g})"')
    for code in shapes:
        _draw_named(chart, canvas, code, f'<path d="{world.areas[code]}"')
    canvas.close()
    canvas.close()
    canvas.open("dotedge")
    for code in dots:
        x, y = world.points[code]
        _draw_symbol(chart, canvas, code, (x * factor, y * factor))
    canvas.close()


def _draw_symbol(chart: MapChart, canvas: Canvas, code: str, place: tuple[float, float]) -> None:
    """Draw a state too small for a texture as the symbol of its colour."""
    one = Canvas(canvas.width, 0, canvas.lang, canvas.target)
    one.state(chart.states[code], *place, SYMBOL_RADIUS)
    for part in one.parts:
        _draw_named(chart, canvas, code, part.removesuffix("/>"))


def _draw_named(chart: MapChart, canvas: Canvas, code: str, start: str) -> None:
    if canvas.target is Target.RASTER:
        canvas.raw(f"{start}/>")
        return
    name = escape(chart.names.get(code, code), quote=False)
    word = escape(chart.words[chart.states[code]], quote=False)
    tag = start[1:].split(" ", 1)[0]
    canvas.raw(f"{start}><title>{name}: {word}</title></{tag}>")
