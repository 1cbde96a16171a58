"""Compile the translation catalogues that are newer than their compiled form.

Milepost's Chinese is called "zh". Django and allauth carry theirs as "zh_Hans", where a catalogue
called "zh" would not find it, so their texts (the errors of forms, above all) go beneath ours.
"""

import os
from importlib.util import find_spec
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

LOCALES = Path(__file__).resolve().parent.parent / "src" / "milepost" / "locale"
BENEATH = {
    "zh": (
        ("django", "conf/locale/zh_Hans"),
        ("django", "contrib/auth/locale/zh_Hans"),
        ("django", "contrib/humanize/locale/zh_Hans"),
        ("allauth", "locale/zh_Hans"),
    )
}
"""Compiled catalogues of libraries that a language takes in: package and folder."""


def add_beneath(catalogue: Catalog, language: str) -> None:
    """Add the libraries' texts for which the catalogue has none of its own."""
    for package, folder in BENEATH.get(language, ()):
        found = find_spec(package)
        if found is None or found.origin is None:
            continue
        path = Path(found.origin).parent / folder / "LC_MESSAGES" / "django.mo"
        with path.open("rb") as stream:
            for message in read_mo(stream):
                # Babel reads the context of a compiled catalogue as bytes.
                raw: object = message.context
                context = raw.decode() if isinstance(raw, bytes) else message.context
                if message.id and catalogue.get(message.id, context) is None:
                    catalogue.add(message.id, message.string, context=context)


def main() -> None:
    """Write ``django.mo`` beside each ``django.po``."""
    for source in sorted(LOCALES.glob("*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as stream:
            catalogue = read_po(stream)
        add_beneath(catalogue, source.parent.parent.name)
        # Two commands may compile at the same time; neither reads half a catalogue.
        unfinished = target.with_suffix(f".{os.getpid()}")
        with unfinished.open("wb") as stream:
            write_mo(stream, catalogue)
        unfinished.replace(target)


if __name__ == "__main__":
    main()
