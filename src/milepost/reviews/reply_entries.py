"""A reply, and an answer to one, as somebody hands them in; and what must hold for each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from milepost.reviews.checks import has_text
from milepost.reviews.entries import Cited, Known, KnownEdition, Problem, nearest

Subject = tuple[str, str, str]
"""(framework, benchmark, place)."""
CORRECTS = "corrects"
LONGEST = 5000


@dataclass(frozen=True, slots=True)
class ReplyEntry:
    """One reply. ``seen`` is the id of the reply that its writer had before the eyes, or ""."""

    framework: str
    benchmark: str
    place: str
    stance: str
    text: Mapping[str, str]
    office: str
    citations: tuple[Cited, ...] = ()
    seen: str = ""

    @property
    def subject(self) -> Subject:
        """The rating that is replied to."""
        return self.framework, self.benchmark, self.place


@dataclass(frozen=True, slots=True)
class AnswerEntry:
    """An answer to the reply with the id ``reply``."""

    reply: str
    outcome: str
    text: Mapping[str, str]


def check_reply(
    entry: ReplyEntry, edition: KnownEdition, known: Known, stances: list[str]
) -> list[Problem]:
    """Return everything that is wrong with a reply."""
    return [
        *_check_rating(entry, edition),
        *_check_choice("stance", entry.stance, stances),
        *_check_text(entry.text, _("A reply without words tells readers nothing.")),
        *_check_office(entry),
        *_check_cited(entry, known),
    ]


def check_answer(entry: AnswerEntry, outcomes: list[str]) -> list[Problem]:
    """Return everything that is wrong with an answer."""
    why = _("The government and readers must see what was changed, or why nothing was.")
    return [*_check_choice("outcome", entry.outcome, outcomes), *_check_text(entry.text, why)]


def check_last_day(until: date, earlier: date | None, today: date) -> list[Problem]:
    """Return what is wrong with the last day of a window: it is to come, and only moves later."""
    if until < today:
        return [
            _last_day(
                until,
                _("The last day for replies, %(day)s, has passed."),
                _("A government needs time to read and to answer."),
                _("Give a day that is still to come."),
            )
        ]
    if earlier is not None and until < earlier:
        return [
            _last_day(
                until,
                _("The government was promised a later day than %(day)s."),
                _("A right of reply is not cut short once it was given."),
                _("Give the day that was promised, or a later one."),
            )
        ]
    return []


def _last_day(until: date, what: str, why: str, remedy: str) -> Problem:
    day = until.isoformat()
    return Problem("until", "REPLY_LAST_DAY", day, what % {"day": day}, why, remedy)


def _check_rating(entry: ReplyEntry, edition: KnownEdition) -> Iterator[Problem]:
    if entry.benchmark not in edition.benchmarks.get(entry.framework, frozenset()):
        subject = f"{entry.framework} {entry.benchmark}"
        yield Problem(
            field="benchmark",
            code="UNKNOWN_BENCHMARK",
            value=subject,
            what=_("There is no benchmark “%(subject)s” in the edition.") % {"subject": subject},
            why=_("A reply answers one rating of the edition."),
            remedy=_("Check framework and benchmark."),
        )


def _check_choice(field: str, value: str, choices: list[str]) -> Iterator[Problem]:
    if value not in choices:
        yield Problem(
            field=field,
            code="UNKNOWN_CHOICE",
            value=value,
            what=_("“%(value)s” is not one of the answers that can be given.") % {"value": value},
            why=_("Replies are counted by what they do."),
            remedy=_("Use one of: %(choices)s.") % {"choices": ", ".join(choices)},
        )


def _check_text(text: Mapping[str, str], why: str) -> Iterator[Problem]:
    if not has_text(text):
        yield Problem(
            field="text",
            code="REPLY_TEXT_MISSING",
            value="",
            what=_("There is no text."),
            why=why,
            remedy=_("Write it in a few sentences."),
        )
    elif any(len(words) > LONGEST for words in text.values()):
        yield Problem(
            field="text",
            code="REPLY_TEXT_TOO_LONG",
            value="",
            what=_("The text has more than %(most)s characters.") % {"most": LONGEST},
            why=_("It is printed beside the rating."),
            remedy=_("Say the main points, and cite a document for the rest."),
        )


def _check_office(entry: ReplyEntry) -> Iterator[Problem]:
    if not entry.office.strip():
        yield Problem(
            field="office",
            code="REPLY_OFFICE_MISSING",
            value="",
            what=_("There is no name under which the reply is published."),
            why=_("Readers must see which office speaks."),
            remedy=_("Write the name of the ministry or office."),
        )


def _check_cited(entry: ReplyEntry, known: Known) -> Iterator[Problem]:
    if entry.stance == CORRECTS and not entry.citations:
        yield Problem(
            field="citations",
            code="REPLY_SOURCE_MISSING",
            value="",
            what=_("The correction cites no source."),
            why=_("A fact is corrected by a source that shows it."),
            remedy=_("Cite the source, or disagree in place of correcting."),
        )
    for position, cited in enumerate(entry.citations):
        if cited.source not in known.sources:
            yield Problem(
                field="citations",
                code="UNKNOWN_SOURCE",
                value=cited.source,
                what=_("There is no source “%(source)s”.") % {"source": cited.source},
                why=_("A reader must be able to look up what is cited."),
                remedy=nearest(cited.source, known.sources)
                or _("Choose a source of the list, or add the document."),
                position=position,
            )
