"""The image that others see when a page is shared: the finding, the state, the edition."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from milepost.publishing import formats
from milepost.publishing.charts import lettering
from milepost.publishing.charts.canvas import Canvas, Side, Target
from milepost.publishing.charts.raster import to_png

WIDTH, HEIGHT = 1200.0, 630.0
MARGIN = 72.0
SIZES = ((56, 4), (48, 5), (40, 6), (34, 7))
"""Sizes of type to try for the finding, with the most lines that fit."""


@dataclass(frozen=True, slots=True)
class Card:
    """The words of a share image: of one state, or else of how many have which (``spread``)."""

    lang: str
    kicker: str
    finding: str
    state: str
    state_word: str
    foot: str
    name: str
    spread: Mapping[str, int] = field(default_factory=dict)


def draw_card(card: Card) -> str:
    """Return the card as a raster drawing of 1200 by 630."""
    canvas = Canvas(WIDTH, HEIGHT, card.lang, Target.RASTER)
    side, x = (Side.RIGHT, WIDTH - MARGIN) if canvas.rtl else (Side.LEFT, MARGIN)
    other, x2 = (Side.LEFT, MARGIN) if canvas.rtl else (Side.RIGHT, WIDTH - MARGIN)
    room = WIDTH - 2 * MARGIN
    kicker = lettering.shorten(lettering.wrap(card.kicker, room, 28), 1)[0]
    canvas.text(x, 104, kicker, "tq", side, ' style="font-size:28px"')
    lines, size = _fitted(card.finding, room)
    leading = size * (1.45 if canvas.rtl else 1.24)
    y = 130 + leading
    for line in lines:
        canvas.text(x, y, line, "th", side, f' style="font-size:{size}px"')
        y += leading
    inward = -1 if canvas.rtl else 1
    if card.state:
        canvas.state(card.state, x + inward * 20, 500, 20)
        canvas.text(x + inward * 56, 513, card.state_word, "tb", side, ' style="font-size:36px"')
    else:
        _draw_spread(canvas, card, x, inward, side)
    canvas.rect(MARGIN, 546, room, 2, "dot")
    canvas.text(x, 590, card.foot, "tq", side, ' style="font-size:26px"')
    canvas.text(x2, 590, card.name, "tb", other, ' style="font-size:26px"')
    return canvas.finish("card", card.finding, card.finding)


def _draw_spread(canvas: Canvas, card: Card, x: float, inward: int, side: Side) -> None:
    """Draw the symbol of each state with how many have it; no colour speaks alone."""
    for state in ("green", "yellow", "red", "contested", "grey"):
        count = card.spread.get(state, 0)
        if not count:
            continue
        words = formats.number(count, card.lang, 0)
        canvas.state(state, x + inward * 20, 500, 20)
        canvas.text(x + inward * 52, 513, words, "tb", side, ' style="font-size:36px"')
        x += inward * (52 + lettering.width(words, 36, bold=True) + 48)


def _fitted(text: str, room: float) -> tuple[list[str], int]:
    for size, most in SIZES:
        lines = lettering.wrap(text, room, size, bold=True)
        if len(lines) <= most:
            return lines, size
    size, most = SIZES[-1]
    return lettering.shorten(lettering.wrap(text, room, size, bold=True), most), size


def card_image(card: Card) -> bytes:
    """Return the card as a PNG of 1200 by 630 pixels."""
    return to_png(draw_card(card), WIDTH, int(WIDTH))
