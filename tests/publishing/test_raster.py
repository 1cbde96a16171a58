"""Drawings painted as pictures."""

import struct
from concurrent.futures import ThreadPoolExecutor

import pytest

from milepost.publishing.charts.raster import to_png

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} 50.5" width="{0}" height="50.5" '
    'font-family="Milepost Sans"><rect width="{0}" height="50.5" fill="#fff"/>{1}</svg>'
)
WORDS = '<text x="5" y="30" font-size="20" fill="#000">{}</text>'


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize("natural", [100.0, 720.0, 768.0])
@pytest.mark.parametrize("width", [200, 801, 1200, 4000])
def test_a_picture_is_as_wide_as_asked_for(natural: float, width: int) -> None:
    wide, high = size(to_png(DRAWING.format(f"{natural:g}", ""), natural, width))
    assert wide == width
    assert high == pytest.approx(50.5 * width / natural, abs=1)


def test_letters_are_painted_in_latin_and_arabic() -> None:
    arabic = DRAWING.replace("Milepost Sans", "Milepost Sans Arabic")
    empty = to_png(DRAWING.format(300, ""), 300, 300)
    shown = {
        to_png(text.format(300, WORDS.format(words)), 300, 300)
        for text, words in ((DRAWING, "Movement"), (DRAWING, "Движение"), (arabic, "حركة"))
    }
    assert len(shown) == 3
    assert empty not in shown


def test_the_same_drawing_is_the_same_picture_in_every_thread() -> None:
    drawing = DRAWING.format(300, WORDS.format("Albania has joined 4 of 7 treaties."))
    with ThreadPoolExecutor(4) as threads:
        pictures = set(threads.map(lambda _number: to_png(drawing, 300, 600), range(8)))
    assert len(pictures) == 1


def test_a_drawing_without_a_size_is_refused() -> None:
    with pytest.raises(ValueError, match="svg"):
        to_png("<svg></svg>", 10, 10)
