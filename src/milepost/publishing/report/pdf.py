"""Writing a report as a tagged PDF (PDF/UA-1), set by Typst in the package's own fonts.

Typst is large; this module is imported only when a PDF is asked for (see ``forms``).
"""

import re
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Final

import orjson
import typst

from milepost.publishing.errors import LettersMissing
from milepost.publishing.report.faces import font_folders
from milepost.publishing.report.pdf_tables import with_row_headers
from milepost.publishing.report.plain_data import plain_data
from milepost.publishing.report.tree import Report

HERE = Path(__file__).resolve().parent
_MISSING = re.compile(r"the text `\"(.+?)\"` could not be displayed")
STANDARD: Final = "ua-1"


def write_pdf(report: Report) -> bytes:
    """Return the report as PDF bytes; the same report gives the same bytes.

    The file is dated with the day of the report, and no font of the machine is used.
    Raises LettersMissing when no face has a letter of the text.
    """
    try:
        made: bytes = typst.compile(
            str(HERE / "template.typ"),
            root=str(HERE),
            font_paths=[str(folder) for folder in font_folders()],
            ignore_system_fonts=True,
            sys_inputs={"report": template_data(report)},
            pdf_standards=[STANDARD],
            timestamp=datetime.combine(report.day, time(), UTC),
        )
    except typst.TypstError as problem:
        letters = "".join(dict.fromkeys("".join(_MISSING.findall(problem.diagnostic))))
        if not letters:
            raise
        raise LettersMissing(letters=letters[:40]) from problem
    return with_row_headers(made)


def template_data(report: Report) -> str:
    """Return what the template reads, as JSON."""
    values = plain_data(report)
    running = " · ".join(part for part in (report.cover.title, report.cover.subtitle) if part)
    values |= {
        "title": report.cover.title,
        "author": report.cover.network,
        "running": running,
        "day": [report.day.year, report.day.month, report.day.day],
    }
    return orjson.dumps(values).decode()
