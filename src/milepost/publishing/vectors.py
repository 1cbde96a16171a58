"""Files of worked examples ("vectors"): reading them, and what is wrong with one."""

from codecs import BOM_UTF8
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
from django.utils.translation import gettext as _

from milepost.kernel.errors import BadInput
from milepost.kernel.findings import Finding

NEEDED = ("method", "inputs", "expected")


def read_vectors(path: Path) -> list[Mapping[str, Any]]:
    """Return the examples of a file: a JSON list, or an object with the list under ``vectors``.

    Raises BadInput with every finding when the file or an example cannot be read.
    """
    try:
        content = orjson.loads(path.read_bytes().removeprefix(BOM_UTF8))
    except OSError as error:
        raise BadInput([_unreadable(path, str(error.strerror or error))]) from error
    except orjson.JSONDecodeError as error:
        raise BadInput([_unreadable(path, str(error))]) from error
    vectors = content.get("vectors") if isinstance(content, dict) else content
    if not isinstance(vectors, list):
        raise BadInput([_unreadable(path, _("The file holds no list."))])
    findings = [
        finding for number, item in enumerate(vectors, 1) for finding in check(path, number, item)
    ]
    if findings:
        raise BadInput(findings)
    return vectors


def check(path: Path, number: int, item: object) -> list[Finding]:
    """Return what is wrong with the form of one example."""
    fields: dict[str, object] = item if isinstance(item, dict) else {}
    missing = [name for name in NEEDED if name not in fields]
    malformed = [
        name for name in NEEDED[1:] if name in fields and not isinstance(fields[name], dict)
    ]
    findings = [
        Finding(
            code="MEASURE_EXAMPLE_INCOMPLETE",
            where=_("%(file)s, example %(number)s") % {"file": path.name, "number": number},
            what=_("The example has no usable “%(field)s”.") % {"field": name},
            why=_("An example is run by its method on its inputs and compared with its figures."),
            remedy=_("Write “method” as text, “inputs” and “expected” as objects."),
        )
        for name in missing + malformed
    ]
    tolerance = fields.get("tolerance", 0)
    if tolerance is not None and not is_tolerance(tolerance):
        findings.append(
            Finding(
                code="MEASURE_TOLERANCE_INVALID",
                where=_("%(file)s, example %(number)s") % {"file": path.name, "number": number},
                what=_("The tolerance %(value)s is not a number from zero up.")
                % {"value": str(tolerance)[:60]},
                why=_("Figures are compared within it."),
                remedy=_("Write a number such as 0.001, or leave it out for nine decimals."),
            )
        )
    return findings


def is_tolerance(value: object) -> bool:
    """Whether figures can be compared within this value."""
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0


def _unreadable(path: Path, reason: str) -> Finding:
    return Finding(
        code="MEASURE_FILE_UNREADABLE",
        where=str(path),
        what=_("The file cannot be read as examples: %(reason)s") % {"reason": reason},
        why=_("Without the examples nothing can be compared."),
        remedy=_("Give a JSON file with a list of examples."),
    )
