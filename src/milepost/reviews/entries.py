"""An assessment as somebody hands it in, and what must hold before it is kept.

The same checks serve files (each problem gets a line) and the assessor's page (each problem
stands at its field).
"""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from milepost.evidence.protection import Protection
from milepost.reviews.levels import OPEN, Note, is_meant_for


@dataclass(frozen=True, slots=True)
class Cited:
    """A passage: the key of a source, page or paragraph, and what it shows."""

    source: str
    locator: str
    note: Mapping[str, str] = field(default_factory=dict)
    protection: Protection = OPEN


@dataclass(frozen=True, slots=True)
class Entry:
    """One judgement. ``colour`` None says that no colour is stated."""

    edition: str
    framework: str
    benchmark: str
    place: str
    assessor: str
    standpoint: str
    colour: str | None
    reason: Mapping[str, str]
    confidence: str | None
    assessed_on: date
    citations: tuple[Cited, ...] = ()
    note: Note = field(default_factory=Note)

    @property
    def voice(self) -> tuple[str, ...]:
        """Who judges what: one current assessment each."""
        return (
            self.edition,
            self.framework,
            self.benchmark,
            self.place,
            self.assessor,
            self.standpoint,
        )


@dataclass(frozen=True, slots=True)
class KnownEdition:
    """What an entry may refer to in one edition."""

    is_open: bool
    benchmarks: Mapping[str, frozenset[str]]
    places: frozenset[str]


@dataclass(frozen=True, slots=True)
class Known:
    """What entries may refer to."""

    editions: Mapping[str, KnownEdition]
    sources: frozenset[str]
    today: date


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field; ``position`` counts citations from zero."""

    field: str
    code: str
    value: str
    what: str
    why: str
    remedy: str
    position: int | None = None


def check_entry(entry: Entry, known: Known) -> list[Problem]:
    """Return everything that is wrong with an entry."""
    edition = known.editions.get(entry.edition)
    if edition is None:
        return [_unknown_edition(entry, known), *_check_citations(entry, known)]
    return [
        *_check_edition(entry, edition),
        *_check_subject(entry, edition),
        *_check_day(entry, known),
        *_check_citations(entry, known),
    ]


def nearest(value: str, choices: Iterable[str]) -> str:
    """Return a sentence that offers the choice most like ``value``, or an empty text."""
    near = difflib.get_close_matches(value, list(choices), n=1)
    return _("Did you mean “%(choice)s”?") % {"choice": near[0]} if near else ""


def _unknown_edition(entry: Entry, known: Known) -> Problem:
    return Problem(
        field="edition",
        code="UNKNOWN_EDITION",
        value=entry.edition,
        what=_("There is no edition “%(edition)s”.") % {"edition": entry.edition},
        why=_("An assessment belongs to one edition."),
        remedy=nearest(entry.edition, known.editions)
        or _("Open the edition first, or correct its key."),
    )


def _check_edition(entry: Entry, edition: KnownEdition) -> Iterator[Problem]:
    if not edition.is_open:
        yield Problem(
            field="edition",
            code="EDITION_CLOSED",
            value=entry.edition,
            what=_("The edition “%(edition)s” is closed.") % {"edition": entry.edition},
            why=_("What was published must stay as it was."),
            remedy=_("Hand the assessment in for an open edition."),
        )


def _check_subject(entry: Entry, edition: KnownEdition) -> Iterator[Problem]:
    benchmarks = edition.benchmarks.get(entry.framework)
    if benchmarks is None:
        yield Problem(
            field="framework",
            code="UNKNOWN_FRAMEWORK",
            value=entry.framework,
            what=_("The framework “%(framework)s” is not part of the edition.")
            % {"framework": entry.framework},
            why=_("An edition rates only the frameworks it was opened with."),
            remedy=nearest(entry.framework, edition.benchmarks)
            or _("Use one of: %(choices)s.") % {"choices": ", ".join(sorted(edition.benchmarks))},
        )
    elif entry.benchmark not in benchmarks:
        yield Problem(
            field="benchmark",
            code="UNKNOWN_BENCHMARK",
            value=entry.benchmark,
            what=_("There is no benchmark “%(benchmark)s” in “%(framework)s”.")
            % {"benchmark": entry.benchmark, "framework": entry.framework},
            why=_("An assessment answers the question of one benchmark."),
            remedy=nearest(entry.benchmark, benchmarks)
            or _("List the benchmarks with “milepost framework show”."),
        )
    if entry.place not in edition.places:
        yield Problem(
            field="place",
            code="UNKNOWN_PLACE",
            value=entry.place,
            what=_("There is no place “%(place)s”.") % {"place": entry.place},
            why=_("A rating speaks of one country, region or group."),
            remedy=nearest(entry.place, edition.places)
            or _("Write an M49 code in three digits, such as “004”, or the key of a group."),
        )


def _check_day(entry: Entry, known: Known) -> Iterator[Problem]:
    if entry.assessed_on > known.today:
        yield Problem(
            field="assessed_on",
            code="DAY_IN_FUTURE",
            value=entry.assessed_on.isoformat(),
            what=_("The day of the judgement, %(day)s, has not come yet.")
            % {"day": entry.assessed_on.isoformat()},
            why=_("Readers must see when the judgement was made."),
            remedy=_("Write the day on which it was made."),
        )


def _check_citations(entry: Entry, known: Known) -> Iterator[Problem]:
    for position, cited in enumerate(entry.citations):
        if cited.source not in known.sources:
            yield Problem(
                field="citations",
                code="UNKNOWN_SOURCE",
                value=cited.source,
                what=_("There is no source “%(source)s”.") % {"source": cited.source},
                why=_("A reader must be able to look up what is cited."),
                remedy=nearest(cited.source, known.sources)
                or _("Load the source first with “milepost evidence load”."),
                position=position,
            )


def check_levels(entry: Entry, organisations: Iterable[str]) -> list[Problem]:
    """Return what is wrong with who may read the note and the passages of somebody's own entry.

    ``organisations`` are the uuids of those that the person belongs to.
    """
    own = dict.fromkeys(organisations, "")
    wanted: list[tuple[str, int | None, Protection]]
    wanted = [("note_level", None, entry.note.protection)]
    wanted += [("citations", at, one.protection) for at, one in enumerate(entry.citations)]
    return [
        Problem(
            field=field_name,
            code="LEVEL_UNFIT",
            value=protection.level.value,
            what=_("Nobody can be let in that way."),
            why=_("A circle is your own organisation or the people of this edition."),
            remedy=_("Choose who may read it from the list."),
            position=position,
        )
        for field_name, position, protection in wanted
        if not is_meant_for(protection, entry.edition, own)
    ]
