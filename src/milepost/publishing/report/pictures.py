"""Charts as pictures of points, for a Word file: all of them in one go.

Only the faces of the package and of the instance are used, so a language whose letters these lack
is left to the painter of single pictures, which may take a face of the machine.

Typst is heavy; this module is loaded by the writer that needs it (see ``forms``).
"""

from pathlib import Path

import orjson
import typst

from milepost.publishing.charts.compose import WIDE
from milepost.publishing.charts.raster import to_png
from milepost.publishing.report.faces import font_folders, has_letters_of

HERE = Path(__file__).resolve().parent
POINTS = 540
"""How wide the page is on which a drawing stands, in typographic points."""


def rasterise(drawings: list[str], width: int, language: str) -> list[bytes]:
    """Return SVG drawings as PNG files, each ``width`` pixels wide, in the order given."""
    if not drawings:
        return []
    if not has_letters_of(language):
        return [to_png(drawing, WIDE, width) for drawing in drawings]
    made: bytes | list[bytes] = typst.compile(  # several pages give a list, which the types omit
        str(HERE / "pictures.typ"),
        root=str(HERE),
        format="png",
        ppi=width / POINTS * 72,
        font_paths=[str(folder) for folder in font_folders()],
        ignore_system_fonts=True,
        sys_inputs={"width": str(POINTS), "drawings": orjson.dumps(drawings).decode()},
    )
    return [made] if isinstance(made, bytes) else made
