"""Comparing words as people type them, in six languages. Pure.

A text is folded into words without case, accents, vowel signs and the letters that writers
exchange. A word that somebody asks for matches words that begin with it, words that differ from it
by a light ending only, and in Chinese, which has no spaces, most of its pairs of characters. The
tables are our own and small on purpose: plurals and the commonest endings, no grammar. The script
``publishing/find.js`` does the same with the same tables (``as_tables``).
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

LETTERS: Final = {
    "ى": "ي", "ة": "ه", "ٱ": "ا", "ـ": "", "ß": "ss", "œ": "oe", "æ": "ae", "ø": "o", "ł": "l",
    "đ": "d", "ı": "i", "ς": "σ",
}  # fmt: skip
"""Letters that writers exchange and that Unicode does not take apart itself."""

LEADS: Final = ("وال", "فال", "بال", "كال", "لل", "ال")
"""Arabic article, alone or after a joined word, the longest first."""
NOT_LED: Final = ("والدين", "والدان", "والديه", "والديهم", "بالغين", "بالغون", "بالغات")
"""Words (parents, adults) whose own letters look like a joined article."""

ENDINGS: Final[dict[str, dict[str, int]]] = {
    "en": {
        "ies": 3, "sses": 2, "ches": 2, "shes": 2, "xes": 2, "ss": 0, "us": 0, "is": 0, "s": 1,
        "ay": 0, "ey": 0, "oy": 0, "y": 1,
    },
    "fr": {
        "euses": 5, "euse": 4, "eurs": 4, "eur": 3, "ales": 3, "eaux": 1, "aux": 2, "eux": 1,
        "oux": 1, "ail": 2, "ale": 2, "al": 1, "ees": 3, "ee": 2, "es": 2, "e": 1, "ss": 0, "s": 1,
    },
    "es": {"ces": 3, "es": 2, "os": 2, "as": 2, "z": 1, "o": 1, "a": 1, "e": 1},
    "ru": {
        "иеся": 4, "ихся": 4, "имся": 4, "ееся": 4, "иися": 4, "ями": 3, "ами": 3, "ого": 3,
        "его": 3, "ому": 3, "ему": 3, "ыми": 3, "ими": 3, "иям": 3, "иях": 3, "ием": 3, "иеи": 3,
        "ов": 2, "ев": 2, "еи": 2, "ои": 2, "ыи": 2, "ии": 2, "ая": 2, "яя": 2, "ое": 2, "ее": 2,
        "ые": 2, "ие": 2, "ую": 2, "юю": 2, "ью": 2, "ия": 2, "ию": 2, "ам": 2, "ям": 2, "ах": 2,
        "ях": 2, "ом": 2, "ем": 2, "ым": 2, "им": 2, "ых": 2, "их": 2, "а": 1, "я": 1, "о": 1,
        "е": 1, "ы": 1, "и": 1, "у": 1, "ю": 1, "ь": 1,
    },
    "ar": {"ون": 2, "ين": 2, "ات": 2, "ه": 1},
}  # fmt: skip
"""How many letters a folded word loses at its end, by the longest ending that it has."""
LONGEST: Final = 5
"""Letters of the longest ending."""
SHORTEST: Final = 3
"""Letters that must be left of a word that loses an ending."""
UNLIKE: Final = {"children": "child", "women": "woman", "men": "man", "crises": "crisis"}
"""English plurals that no ending tells."""
PARTICLE: Final = "的"
"""The Chinese particle between two words, which writers put or leave out."""
NO_PARTICLE: Final = "目的"
"""Where the same character belongs to a word (aim, destination)."""
PAIRS_OF_THREE: Final = 2
"""Of every three pairs of characters of a Chinese query, how many must stand in a text."""

_CHINESE = "\u2e80-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_CHINESE}]+|(?:(?![{_CHINESE}])[^\W_])+")
_PARTICLE = re.compile(f"{NO_PARTICLE}|{PARTICLE}")
_LETTERS = str.maketrans(LETTERS)
_SCRIPTS = {"ru": re.compile("[\u0400-\u04ff]"), "ar": re.compile("[\u0600-\u06ff]")}
_IS_CHINESE = re.compile(f"[{_CHINESE}]")


@lru_cache(maxsize=20_000)
def folded(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are compared.

    Digits of every script become European ones. A run of Chinese characters is one word.
    """
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = "".join(str(unicodedata.digit(letter, letter)) for letter in plain)
    plain = _PARTICLE.sub(lambda found: found[0] if found[0] == NO_PARTICLE else " ", plain)
    return tuple(_bare(word) for word in _WORD.findall(plain))


def _bare(word: str) -> str:
    """Return an Arabic word without its article; every other word as it is."""
    if word in NOT_LED:
        return word
    for lead in LEADS:
        left = 2 if lead == "ال" else SHORTEST
        if word.startswith(lead) and len(word) >= len(lead) + left:
            return word[len(lead) :]
    return word


@lru_cache(maxsize=20_000)
def stem(word: str, language: str) -> str:
    """Return a folded word without its light ending.

    Cyrillic and Arabic words go by the rules of Russian and Arabic whatever the language of the
    page; Latin ones by French or Spanish rules on their pages, otherwise by English ones.
    """
    code = next((code for code, script in _SCRIPTS.items() if script.search(word)), "")
    code = code or (language if language in ("fr", "es") else "en")
    word = UNLIKE.get(word, word) if code == "en" else word
    for size in range(min(LONGEST, len(word)), 0, -1):
        cut = ENDINGS[code].get(word[-size:])
        if cut is not None:
            return word[:-cut] if cut and len(word) - cut >= SHORTEST else word
    return word


def matches(asked: Iterable[str], words: Iterable[str], language: str) -> bool:
    """Whether there are folded words of a query and each is met by those of a text."""
    asked, words = tuple(asked), tuple(words)
    return bool(asked) and all(_is_met(word, words, language) for word in asked)


def _is_met(word: str, words: tuple[str, ...], language: str) -> bool:
    if _IS_CHINESE.search(word):
        return _pairs_met(word, " ".join(words))
    if any(other.startswith(word) for other in words):
        return True
    root = stem(word, language)
    return any(stem(other, language) == root for other in words)


def _pairs_met(run: str, text: str) -> bool:
    pairs = [run[at : at + 2] for at in range(len(run) - 1)] or [run]
    met = sum(pair in text for pair in pairs)
    return run in text or 3 * met >= PAIRS_OF_THREE * len(pairs)


def as_tables() -> dict[str, Any]:
    """Return the tables as plain values, for the script that searches a site as files."""
    return {
        "letters": LETTERS, "leads": list(LEADS), "notLed": list(NOT_LED), "endings": ENDINGS,
        "longest": LONGEST, "shortest": SHORTEST, "unlike": UNLIKE,
        "particle": PARTICLE, "noParticle": NO_PARTICLE, "pairs": PAIRS_OF_THREE,
    }  # fmt: skip
