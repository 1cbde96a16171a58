"""Compile the translation catalogues that are newer than their compiled form."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALES = Path(__file__).resolve().parent.parent / "src" / "milepost" / "locale"


def main() -> None:
    """Write ``django.mo`` beside each ``django.po``."""
    for source in sorted(LOCALES.glob("*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as stream:
            catalogue = read_po(stream)
        with target.open("wb") as stream:
            write_mo(stream, catalogue)


if __name__ == "__main__":
    main()
