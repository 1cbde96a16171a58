"""Turning a drawing into a picture: Typst lays an SVG on a page of its size and paints the page.

Typst is large, so it is loaded when the first picture is asked for. It keeps fonts in memory;
a renderer that opens the font file for every letter takes three times as long.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Final

from django.conf import settings

from milepost.publishing.charts.lettering import FONTS

PAGE: Final = """\
#set page(width: {width}pt, height: {height}pt, margin: 0pt)
#image(bytes(sys.inputs.drawing), format: "svg", width: {width}pt, height: {height}pt)
"""
POINTS_PER_INCH: Final = 72
_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_idle: SimpleQueue[Any] = SimpleQueue()


def to_png(svg: str, natural_width: float, width: int) -> bytes:
    """Return a PNG of a raster drawing, ``width`` pixels wide, in the package's own fonts.

    Letters that these lack (Chinese) are taken from the instance's folder ``fonts`` or from the
    machine.

    Raises:
        ValueError: the drawing does not say how large it is.
    """
    size = _SIZE.search(svg)
    if size is None:
        raise ValueError(svg[:80])
    with _compiler() as compiler:
        png: bytes = compiler.compile(
            input=PAGE.format(width=size[1], height=size[2]).encode(),
            format="png",
            ppi=POINTS_PER_INCH * width / natural_width,
            sys_inputs={"drawing": svg},
        )
    return png


@contextmanager
def _compiler() -> Iterator[Any]:
    """Lend a compiler to this thread alone; as many are made as are in use at once."""
    try:
        compiler = _idle.get_nowait()
    except Empty:
        folders = [FONTS, Path(settings.MILEPOST_HOME) / "fonts"]
        compiler = import_module("typst").Compiler(
            font_paths=[str(folder) for folder in folders if folder.is_dir()]
        )
    try:
        yield compiler
    finally:
        _idle.put(compiler)
