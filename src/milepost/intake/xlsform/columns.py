"""Which column of an export holds which question, or which choice of one. Pure.

Exports write the names of questions or their labels, with groups before them or without, and
several choices in one column or one column for each; what stands between is ``/``, ``-`` or a
sign that a person chose.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from milepost.indicators.sheets import clean_label
from milepost.intake.description import fold
from milepost.intake.xlsform.form import MANY, Choice, Question

SEPARATORS: Final = ("/", "-", ":", ".", "_")
_ABOUT_CHOICES: Final = ("/", "-", ":", ".")
KNOWN: Final = frozenset({
    "submissiondate", "key", "parent_key", "submitterid", "submittername", "attachmentspresent",
    "attachmentsexpected", "status", "reviewstate", "deviceid", "edits", "formversion", "start",
    "end", "today", "instanceid", "instancename", "username", "simserial", "subscriberid",
    "phonenumber", "formhub/uuid", "audit",
})  # fmt: skip
"""Columns that the servers add, in small letters; ``_ADDED`` is how others of them begin."""

_ADDED: Final = ("_", "set-of", "meta/", "meta-", "column ")


@dataclass(slots=True)
class Held:
    """The columns of one question: the one with its text, and one for each choice."""

    text: int | None = None
    choices: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Matched:
    """The columns by the path of a question; labels that fit nothing, and that fit several."""

    held: Mapping[tuple[str, ...], Held]
    unknown: tuple[str, ...]
    doubtful: tuple[str, ...]


def match_columns(questions: Sequence[Question], labels: Sequence[str]) -> Matched:
    """Return which columns of an export hold which questions."""
    index = _Index(questions)
    held: dict[tuple[str, ...], Held] = {}
    unknown, doubtful = [], []
    for at, label in enumerate(labels):
        found = index.find(label)
        if len(found) > 1:
            doubtful.append(label)
        elif found:
            question, choice = found[0]
            columns = held.setdefault(question.path, Held())
            if choice is None and columns.text is None:
                columns.text = at
            elif choice is not None:
                columns.choices.setdefault(choice.name, at)
        elif not _is_added(label):
            unknown.append(label)
    return Matched(held, tuple(unknown), tuple(doubtful))


def _is_added(label: str) -> bool:
    plain = fold(label)
    return plain in KNOWN or plain.startswith(_ADDED)


Found = tuple[Question, Choice | None]


class _Index:
    """The texts by which questions and choices may stand in a header; names before labels."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self._exact: dict[str, list[Found]] = {}
        self._named: dict[str, list[Found]] = {}
        self._labelled: dict[str, list[Found]] = {}
        for question in questions:
            whole = {sep.join(question.path) for sep in SEPARATORS}
            for text in whole:
                _put(self._exact, text, (question, None))
            for text in _suffixes([question.path]):
                _put(self._named, text, (question, None))
            for text in _suffixes(question.label_paths.values()):
                _put(self._labelled, text, (question, None))
            if question.kind == MANY:
                self._choices(question)

    def _choices(self, question: Question) -> None:
        names = list(_suffixes([question.path]))
        labels = list(_suffixes(question.label_paths.values()))
        for choice in question.choices:
            for sep in _ABOUT_CHOICES:
                for text in names:
                    _put(self._named, f"{text}{sep}{choice.name}", (question, choice))
                for text in (*names, *labels):
                    for said in {choice.name, *choice.labels.values()}:
                        _put(self._labelled, f"{text}{sep}{said}", (question, choice))

    def find(self, label: str) -> list[Found]:
        """Return what a header may mean; several when it is doubtful."""
        plain = fold(label)
        for known in (self._exact, self._named, self._labelled):
            if plain in known:
                return known[plain]
        return []


def _put(known: dict[str, list[Found]], text: str, found: Found) -> None:
    listed = known.setdefault(fold(clean_label(text)), [])
    if all((one.path, choice) != (found[0].path, found[1]) for one, choice in listed):
        listed.append(found)


def _suffixes(paths: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Yield the ends of paths from any group on, with each sign between."""
    for path in paths:
        for at in range(len(path)):
            for sep in SEPARATORS if at < len(path) - 1 else ("/",):
                yield sep.join(path[at:])
