"""Whether a document differs from another only by texts in further languages. Pure.

A translation adds readers and changes nothing that was promised or rated, so it may join a version
that editions are tied to; a text that is there already may not change.
"""

from collections.abc import Mapping
from typing import Any

from milepost.kernel.languages import LANGUAGES


def list_added_languages(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str] | None:
    """Return the codes of the languages that ``new`` adds to texts of ``old``, sorted.

    Both are normalised documents of one framework. ``[]`` when they are equal, and None when
    anything else differs: an entry, a number, or a text that ``old`` has.
    """
    added: set[str] = set()
    return sorted(added) if _adds_only_texts(old, new, added) else None


def _adds_only_texts(old: Any, new: Any, added: set[str]) -> bool:
    if _is_text(old) and _is_text(new):
        added |= new.keys() - old.keys()
        return all(new.get(code) == text for code, text in old.items())
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return old.keys() == new.keys() and all(
            _adds_only_texts(part, new[name], added) for name, part in old.items()
        )
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(
            _adds_only_texts(one, other, added) for one, other in zip(old, new, strict=True)
        )
    return bool(old == new)


def _is_text(value: Any) -> bool:
    return isinstance(value, Mapping) and "en" in value and value.keys() <= set(LANGUAGES)
