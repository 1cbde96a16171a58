"""When a government may reply: asked here, and nowhere else."""

from dataclasses import dataclass
from datetime import date

from milepost.kernel import clock
from milepost.reviews.models import Edition, EditionState, Stage
from milepost.reviews.reply_reading import find_last_day
from milepost.reviews.rounds import has_begun


@dataclass(frozen=True, slots=True)
class Window:
    """The days in which one government may reply to the ratings of its country.

    ``last`` (included) is None when it was not invited. ``is_open`` says whether it may now.
    """

    last: date | None
    is_open: bool

    @property
    def is_invited(self) -> bool:
        """Whether the government was asked."""
        return self.last is not None


def find_window(edition: Edition, place: str) -> Window:
    """Return the window of a place in an edition; a closed edition has none open.

    In a round with a calendar it opens with the stage of replies; its last day is the one that
    the government was invited with.
    """
    last = find_last_day(edition.key, place)
    is_open = (
        last is not None
        and edition.state == EditionState.OPEN
        and has_begun(edition.key, Stage.REPLY)
        and clock.today() <= last
    )
    return Window(last, is_open)
