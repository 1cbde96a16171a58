"""From the rows of an export to answers by the names of questions and choices. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from milepost.intake.description import fold
from milepost.intake.xlsform import messages
from milepost.intake.xlsform.columns import Held
from milepost.intake.xlsform.form import MANY, Choice, Question
from milepost.kernel.findings import Finding

_CHOSEN: Final = frozenset({"1", "true", "yes", "x"})
_NOT_CHOSEN: Final = frozenset({"", "0", "false", "no"})
MOST_PARTS: Final = 60

Said = tuple[str, ...] | None
"""The names of the choices; None where nothing is said."""


@dataclass(slots=True)
class Reading:
    """Reads the cells of one question; ``unknown`` are texts that are no choice, with the rows."""

    question: Question
    held: Held
    by_name: dict[str, str] = field(default_factory=dict)
    by_label: dict[str, str] = field(default_factory=dict)
    unknown: dict[str, list[int]] = field(default_factory=dict)
    has_labels: bool = False

    @classmethod
    def of(cls, question: Question, held: Held, texts: Sequence[str]) -> "Reading":
        """Return how a column is read: as labels when all of its texts are, else as names."""
        made = cls(question, held)
        for choice in question.choices:
            made.by_name.setdefault(fold(choice.name), choice.name)
            for label in _labels(choice):
                made.by_label.setdefault(label, choice.name)
        made.has_labels = made._are_labels(texts)
        return made

    def _are_labels(self, texts: Sequence[str]) -> bool:
        """Whether more texts can be read as labels than as names."""
        distinct = sorted({text for text in texts if text.strip()})[:500]
        named = sum(self._split(text, self.by_name) is not None for text in distinct)
        labelled = sum(self._split(text, self.by_label) is not None for text in distinct)
        return labelled > named

    def said(self, number: int, cells: Sequence[str]) -> Said:
        """Return the choices of a row; None where nothing is said."""
        text = _cell(cells, self.held.text)
        if self.held.choices:
            chosen = self._chosen(number, cells)
            if chosen is not None or not text:
                return chosen
        if not text:
            return None
        first, second = (
            (self.by_label, self.by_name) if self.has_labels else (self.by_name, self.by_label)
        )
        found = self._split(text, first) or self._split(text, second)
        if found is None:
            self.unknown.setdefault(text, []).append(number)
        return found

    def _chosen(self, number: int, cells: Sequence[str]) -> Said:
        """Return the choices whose own columns say so; a label there stands for itself."""
        found = []
        for name, at in self.held.choices.items():
            text = _cell(cells, at)
            plain = fold(text)
            if plain in _CHOSEN or plain == fold(name) or self.by_label.get(plain) == name:
                found.append(name)
            elif plain not in _NOT_CHOSEN:
                self.unknown.setdefault(text, []).append(number)
        return tuple(found) or None

    def _split(self, text: str, known: Mapping[str, str]) -> Said:
        """Return the choices that a text names, or None when part of it is none."""
        plain = fold(text)
        if plain in known:
            return (known[plain],)
        if self.question.kind != MANY:
            return None
        parts = plain.replace(", ", " ").replace("; ", " ").split(" ")
        return _parts(parts, known) if len(parts) <= MOST_PARTS else None

    def findings(self) -> Iterator[Finding]:
        """Yield the texts that are no choice of the question."""
        for text, rows in self.unknown.items():
            yield messages.choice_unknown(self.question.name, text, rows[0], len(rows))


def _parts(words: Sequence[str], known: Mapping[str, str]) -> Said:
    """Return the choices that words make up from the first to the last, the longest first.

    Labels have spaces, and some exports put spaces between labels too: the reach of each choice
    is found from the end, so that no word is looked at more often than there are words.
    """
    ends: dict[int, Said] = {len(words): ()}
    for at in range(len(words) - 1, -1, -1):
        for end in range(len(words), at, -1):
            rest = ends.get(end)
            name = known.get(" ".join(words[at:end])) if rest is not None else None
            if rest is not None and name is not None:
                ends[at] = (name, *rest)
                break
    found = ends.get(0)
    return tuple(dict.fromkeys(found)) if found else None


def _labels(choice: Choice) -> set[str]:
    return {fold(label) for label in choice.labels.values()}


def _cell(cells: Sequence[str], at: int | None) -> str:
    return cells[at].strip() if at is not None and at < len(cells) else ""
