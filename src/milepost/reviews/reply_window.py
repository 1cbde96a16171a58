"""When a government may reply: asked here, and nowhere else.

A government may reply when it was invited, until the day of its invitation. In an edition whose
calendar has a stage for replies nobody replies before that stage, and nobody has less time than
it gives.
"""

from dataclasses import dataclass
from datetime import date

from milepost.kernel import clock
from milepost.reviews.models import Edition, EditionState, Stage
from milepost.reviews.reply_reading import find_promised_day
from milepost.reviews.rounds import find_last_day, read_calendar


@dataclass(frozen=True, slots=True)
class Window:
    """The days in which one government may reply to the ratings of its country.

    ``first`` is None without a calendar, ``last`` (included) when it was not invited. ``is_open``
    says whether it may now.
    """

    first: date | None
    last: date | None
    is_open: bool

    @property
    def is_invited(self) -> bool:
        """Whether the government was asked."""
        return self.last is not None

    @property
    def is_ahead(self) -> bool:
        """Whether it was asked and the stage of replies has not begun."""
        return self.is_invited and self.first is not None and clock.today() < self.first


def find_window(edition: Edition, place: str, person: str = "") -> Window:
    """Return the window of a place in an edition; a closed edition has none open.

    ``person`` (uuid) lets an extension count that was given to one focal point.
    """
    promised = find_promised_day(edition.key, place)
    stage = read_calendar(edition.key).get(Stage.REPLY)
    first = stage.starts_on if stage else None
    if promised is None:
        return Window(first, None, False)
    planned = find_last_day(edition.key, Stage.REPLY, person=person)
    last = promised if planned is None else max(promised, planned)
    today = clock.today()
    has_begun = first is None or first <= today
    is_open = edition.state == EditionState.OPEN and has_begun and today <= last
    return Window(first, last, is_open)


def planned_last_day(edition: str) -> date | None:
    """Return the last day that the calendar gives for replies, or None."""
    return find_last_day(edition, Stage.REPLY)
