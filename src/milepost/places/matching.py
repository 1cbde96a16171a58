"""Finding the place that a text means: codes, names in six languages, former and usual names.

Names are compared in a folded form, in which case, accents, Arabic vowel signs and hamza, hyphens,
apostrophes, articles, "and", footnote marks and "Name, The" do not matter. A name that fits two
places fits none: ``match`` answers None and ``suggest`` names both.
"""

import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from django.utils.functional import Promise

from milepost.places import facts
from milepost.places.not_areas import NOT_AREAS

_FOOTNOTE = re.compile(
    r"(?:\s*(?:[*†‡§#]+|\[[^\]]{1,3}\]|\((?:\d{1,2}|[a-z])\)|\b\d{1,2}[/)]))+\s*$"
)
_LETTER_DIGITS = re.compile(r"(?<=[^\W\d_])\d{1,2}$")
_SUPERSCRIPTS = dict.fromkeys(map(ord, "⁰¹²³⁴⁵⁶⁷⁸⁹ªº"))
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
    | {"ة": "ه", "ى": "ي", "ـ": None, "&": " "}
)
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d{1,3}")
_PARENTHESES = re.compile(r"\([^)]*\)|（[^）]*）")
_ARABIC_ARTICLE = re.compile(r"^ال(?=\w{3})")
_DROPPED = frozenset("the of and la le les l d de du des del el los las et y e и".split())  # noqa: SIM905
_LONG_FORMS = {
    "st": "saint",
    "ste": "saint",
    "sainte": "saint",
    "rep": "republic",
    "dem": "democratic",
    "fed": "federated",
    "is": "islands",
    "isl": "islands",
    "sts": "states",
}
_CHINESE_LETTER = re.compile("[\u4e00-\u9fff]")


class Matcher:
    """Matches many texts against one set of names; answers are remembered by text.

    ``extra`` adds names beyond the facts: (name, codes) pairs, such as a network's own groups.
    """

    def __init__(self, extra: Iterable[tuple[str, tuple[str, ...]]] = ()) -> None:
        self._codes = _code_index()
        self._names: Mapping[str, frozenset[str]] = _name_index()
        added = list(extra)
        if added:
            names = dict(self._names)
            for name, codes in added:
                key = fold(name)
                names[key] = names.get(key, frozenset()) | frozenset(codes)
            self._names = names
        self._known: dict[str, str | None] = {}

    def match(self, text: str) -> str | None:
        """Return the place code that a text means beyond doubt, or None."""
        if text not in self._known:
            found = self._candidates(text)
            self._known[text] = next(iter(found)) if len(found) == 1 else None
        return self._known[text]

    def candidates(self, text: str) -> frozenset[str]:
        """Return every code that a text fits: none, one, or several for a doubtful name."""
        return self._candidates(text)

    def suggest(self, text: str) -> list[str]:
        """Return codes of the places that a text may mean, the likeliest first, at most five.

        All that the name fits when it fits several; otherwise those with the nearest spelling.
        """
        found = self._candidates(text)
        if found:
            return sorted(found)
        near = difflib.get_close_matches(fold(text), list(self._names), n=8, cutoff=0.75)
        codes = dict.fromkeys(code for key in near for code in sorted(self._names[key]))
        return list(codes)[:5]

    def explain(self, text: str) -> str:
        """Return why a text that matches nothing is no M49 area, or "" when nothing is known."""
        return str(_not_areas().get(fold(strip_marks(text)), ""))

    def _candidates(self, text: str) -> frozenset[str]:
        stripped = text.strip()
        if _NUMBER.fullmatch(stripped) and stripped.isascii():
            code = stripped.zfill(3)
            known = code in facts.load_areas()
            return frozenset({code}) if known else self._names.get(stripped, frozenset())
        code_text = strip_marks(stripped).upper()
        if code_text in self._codes:
            return frozenset({self._codes[code_text]})
        for key in _forms(stripped):
            if key in self._names:
                return self._names[key]
        return frozenset()


def strip_marks(text: str) -> str:
    """Return a text without footnote marks at its end: ``France (1)``, ``France*``, ``France¹``."""
    plain = _FOOTNOTE.sub("", text.translate(_SUPERSCRIPTS)).strip()
    return _LETTER_DIGITS.sub("", plain).strip()


def fold(text: str) -> str:
    """Return the form in which names are compared; "" when nothing is left."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = _WORD.findall(plain.casefold().translate(_LETTERS).replace(".", ""))
    kept = [_LONG_FORMS.get(word, word) for word in words if word not in _DROPPED]
    kept = [_ARABIC_ARTICLE.sub("", word) for word in kept or words]
    joiner = "" if _CHINESE_LETTER.search(plain) else " "
    return joiner.join(kept)


def ambiguous_names() -> dict[str, frozenset[str]]:
    """Return the folded names that fit more than one place, with the codes."""
    return {key: codes for key, codes in _name_index().items() if len(codes) > 1}


def _forms(text: str) -> list[str]:
    """Return the folded forms of a text to look up, the fullest first."""
    plain = strip_marks(text)
    forms = [fold(text), fold(plain), fold(_PARENTHESES.sub(" ", plain))]
    first, comma, rest = plain.partition(",")
    if comma:
        forms.append(fold(f"{rest} {first}"))
    return [form for form in dict.fromkeys(forms) if form]


@cache
def _not_areas() -> Mapping[str, str | Promise]:
    return {fold(name): note for names, note in NOT_AREAS for name in names}


@cache
def _code_index() -> Mapping[str, str]:
    """Return ISO codes in capitals with their M49 codes."""
    found: dict[str, str] = {}
    for area in facts.load_areas().values():
        found |= {code: area.code for code in (area.iso2, area.iso3) if code}
    return found


@cache
def _name_index() -> Mapping[str, frozenset[str]]:
    """Return every folded name with the codes it fits."""
    found: dict[str, set[str]] = defaultdict(set)
    for area in facts.load_areas().values():
        for name in area.names.values():
            found[fold(name)].add(area.code)
    for group in facts.load_groups().values():
        found[fold(group.code)].add(group.code)
        for name in group.names.values():
            found[fold(name)].add(group.code)
    for name, codes in facts.load_other_names():
        found[fold(name)].update(codes)
    found.pop("", None)
    shortened = _shortened_names(found)
    return {key: frozenset(codes) for key, codes in (shortened | found).items()}


def _shortened_names(known: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """Return names without what stands in parentheses, where that is no name already."""
    found: dict[str, set[str]] = defaultdict(set)
    for area in facts.load_areas().values():
        for name in area.names.values():
            key = fold(_PARENTHESES.sub(" ", name))
            if key and key not in known:
                found[key].add(area.code)
    return found
