"""Observation status: the SDMX code list OBS_STATUS, and the marks that stand for it in files.

Pure. The meaning of each code is that of the SDMX cross-domain code list CL_OBS_STATUS; which
mark is read as which code is this project's choice and is documented in
``docs/reference/observations.md``.
"""

from typing import Final

OBS_STATUS: Final[dict[str, str]] = {
    "A": "normal value",
    "B": "break in the series",
    "D": "definition differs",
    "E": "estimated",
    "F": "forecast",
    "G": "experimental",
    "I": "imputed",
    "K": "included in another category",
    "L": "missing: exists but was not collected or not reported",
    "M": "missing: cannot exist (not applicable)",
    "N": "not significant",
    "O": "missing: no reason stated",
    "P": "provisional",
    "Q": "missing: suppressed for confidentiality",
    "S": "strike or other special event",
    "U": "low reliability",
    "V": "unvalidated",
    "W": "includes another category",
}
MISSING: Final = frozenset({"K", "L", "M", "O", "Q"})
"""Codes of a row that carries no value."""

_DOTS = ".. ... .... … :"
_NOT_AVAILABLE = (
    "not available|data not available|no data|nd|n.d.|n. d.|non disponible|no disponible|s.d.|"
    "s/d|sin datos|нет данных|غير متوفر|غير متاح|لا توجد بيانات|无数据|未提供|没有数据"
)
_NOT_APPLICABLE = (
    "n/a|not applicable|n. a.|non applicable|sans objet|s.o.|no aplicable|no aplica|"
    "неприменимо|не применимо|لا ينطبق|غير منطبق|不适用"
)
_NO_REASON = "na|n.a.|null|none|nan|missing|manquant|unknown|inconnu|desconocido|неизвестно"
_DASHES = "- – — − -- ‐ ― ـ"
_SUPPRESSED = "confidential|suppressed|confidentiel|confidencial|c|(c)|supprimé|محجوب"

MISSING_MARKS: Final[dict[str, str]] = {
    **dict.fromkeys(_DOTS.split(), "L"),
    **dict.fromkeys(_NOT_AVAILABLE.split("|"), "L"),
    **dict.fromkeys(_NOT_APPLICABLE.split("|"), "M"),
    **dict.fromkeys(_NO_REASON.split("|"), "O"),
    **dict.fromkeys(_DASHES.split(), "O"),
    **dict.fromkeys(_SUPPRESSED.split("|"), "Q"),
}
"""Texts that stand for a missing value, in lower case, with the status each is read as."""

DASHES: Final = frozenset(_DASHES.split())
"""Marks that some publishers use for nil, others for not applicable: never read as zero."""

FLAGS: Final[dict[str, str]] = {
    "b": "B", "d": "D", "e": "E", "f": "F", "i": "I", "p": "P", "u": "U", "s": "E",
}  # fmt: skip
"""Letters beside a number that publishers use for a status (``s`` is Eurostat's own estimate)."""

FLAG_ORDER: Final = "BPEIFDU"
"""Which status stays when a number carries several flags: the one that changes a reading most."""

STATUS_WORDS: Final[dict[str, str]] = {
    "": "",
    "normal": "A", "final": "A", "actual": "A", "official": "A", "_z": "M",
    "estimate": "E", "estimated": "E", "estimation": "E", "estimé": "E", "estimée": "E",
    "provisional": "P", "preliminary": "P", "provisoire": "P", "break": "B", "rupture": "B",
    "forecast": "F", "projection": "F", "imputed": "I", "modelled": "I", "missing": "O",
    "not applicable": "M", "suppressed": "Q", "confidential": "Q", "low reliability": "U",
}  # fmt: skip
"""Words found in status columns, in lower case, beside the codes themselves."""


def read_status(text: str) -> str | None:
    """Return the OBS_STATUS code that a text means, "" for none, or None when unknown."""
    plain = text.strip()
    if plain.upper() in OBS_STATUS:
        return plain.upper()
    return STATUS_WORDS.get(plain.lower())
