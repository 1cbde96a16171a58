"""Collect interface text into the catalogues: ``messages.py [--check]``.

Without options the catalogues are renewed: new text is added untranslated, text that is gone is
dropped. With ``--check`` nothing is written; the exit code is 1 when a catalogue that must be
complete lacks a text or its translation. Needs no system package.
"""

import io
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "milepost"
os.environ.setdefault("MILEPOST_HOME", tempfile.mkdtemp(prefix="milepost-messages-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "milepost.config.settings")

from babel.messages.catalog import Catalog, Message  # noqa: E402
from babel.messages.extract import extract  # noqa: E402
from babel.messages.pofile import read_po, write_po  # noqa: E402
from django.utils.translation.template import templatize  # noqa: E402

LANGUAGES = ("fr", "ar", "es", "ru", "zh")
COMPLETE = LANGUAGES
"""Languages in which a text without translation is an error; another falls back to English."""
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def python_text(path: Path) -> str:
    """Return what is extracted from a file: Python as it is, a template as calls."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text
    # Indentation of the page means nothing here, and would stop the tokenizer.
    return "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())


def collect() -> Catalog:
    """Return every text of the interface."""
    catalogue = Catalog(charset="utf-8", fuzzy=False)
    for path in sources():
        stream = io.BytesIO(python_text(path).encode())
        for _line, message, _comments, context in extract("python", stream, KEYWORDS):
            flags = ["python-format"] if "%(" in str(message) else []
            catalogue.add(message, context=context, flags=flags)
    return catalogue


def sources() -> Iterator[Path]:
    """Yield the files that may hold interface text, in a fixed order."""
    files = [*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html"), *SOURCE.rglob("*.txt")]
    for path in sorted(files):
        inside = path.relative_to(SOURCE).parts
        if "migrations" in inside or (path.suffix == ".txt" and "templates" not in inside):
            continue
        yield path


def catalogue_path(language: str) -> Path:
    """Return the catalogue's file."""
    return SOURCE / "locale" / language / "LC_MESSAGES" / "django.po"


def read_catalogue(language: str) -> Catalog:
    """Return the catalogue of a language, empty when there is none."""
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8", fuzzy=False)
    with path.open("rb") as stream:
        return read_po(stream, locale=language, charset="utf-8")


def is_translated(message: Message | None) -> bool:
    """Whether every form has text and nobody marked it as doubtful."""
    if message is None or message.fuzzy:
        return False
    forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return all(forms)


def missing_in(language: str, wanted: Catalog) -> list[str]:
    """Return the texts that the language's catalogue lacks."""
    have = read_catalogue(language)
    return [
        str(message.id)
        for message in wanted
        if message.id and not is_translated(have.get(message.id, message.context))
    ]


def renew(language: str, wanted: Catalog) -> None:
    """Write the language's catalogue with all wanted text and nothing else."""
    have = read_catalogue(language)
    fresh = Catalog(locale=language, charset="utf-8", fuzzy=False, project="Milepost")
    for message in wanted:
        if message.id:
            known = have.get(message.id, message.context)
            string = known.string if known is not None else None
            fresh.add(message.id, string, context=message.context, flags=message.flags)
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        write_po(stream, fresh, sort_output=True, omit_header=False, width=100)


def main() -> int:
    """Renew or check all catalogues."""
    wanted = collect()
    if "--check" not in sys.argv:
        for language in LANGUAGES:
            renew(language, wanted)
    lacking = {language: missing_in(language, wanted) for language in LANGUAGES}
    for language, texts in lacking.items():
        share = 1 - len(texts) / len(wanted)
        print(f"{language}: {len(wanted)} texts, {len(texts)} without translation ({share:.1%})")
        for text in texts[:20] if language in COMPLETE else ():
            print(f"    {text[:100]}")
    wrong = any(lacking[language] for language in COMPLETE)
    return 1 if "--check" in sys.argv and wrong else 0


if __name__ == "__main__":
    sys.exit(main())
