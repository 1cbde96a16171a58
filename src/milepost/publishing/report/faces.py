"""Which letters a PDF can be set in: the package's own faces, and those an operator adds.

The package carries Latin, Cyrillic and Arabic letters. For Chinese, a font file is put into the
folder ``fonts`` of the instance; fonts of the machine are never used, so that the same instance
gives the same bytes wherever it runs.
"""

from pathlib import Path

from django.conf import settings

from milepost.publishing.report.forms import FORMS

FONTS = Path(__file__).resolve().parent.parent / "fonts"
NOT_CARRIED = frozenset({"zh"})
"""Languages whose letters the package does not carry."""
ENDINGS = frozenset({".ttf", ".otf", ".ttc", ".otc"})


def added_fonts() -> list[Path]:
    """Return the font files that the operator added, sorted."""
    folder = Path(settings.MILEPOST_HOME) / "fonts"
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in ENDINGS)


def font_folders() -> list[Path]:
    """Return the folders in which fonts are looked for."""
    return [FONTS, *sorted({path.parent for path in added_fonts()})]


def has_letters_of(language: str) -> bool:
    """Whether the faces of the package and of the instance have the letters of a language."""
    return language not in NOT_CARRIED or bool(added_fonts())


def forms_for(language: str) -> list[str]:
    """Return the forms that can be written in a language: a PDF needs its letters."""
    return [form for form in FORMS if form != "pdf" or has_letters_of(language)]
