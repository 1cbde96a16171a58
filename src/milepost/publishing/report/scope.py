"""What one report is about: its bundle, kind, place and language, and words that all parts use."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.urls import reverse
from django.utils.translation import gettext, override

from milepost.publishing import formats, terms, wording
from milepost.publishing.bundle import WORLD, Bundle, Json, language_of, text_in
from milepost.publishing.pages.overview import is_city, is_country
from milepost.publishing.pages.places import asked_of
from milepost.publishing.pages.tallies import rating_or_grey, shown_state, tally
from milepost.publishing.report.tree import Inlines, Mark, Run, Sentence, Spread

Kind = Literal["global", "regional", "national", "goal", "voluntary", "state", "profile"]
KINDS: tuple[Kind, ...] = (
    "global", "regional", "national", "goal", "voluntary", "state", "profile",
)  # fmt: skip
ORDER = ("green", "yellow", "red", "contested", "grey")


@dataclass(frozen=True, slots=True)
class Gaps:
    """What the outline has a place for and the report lacks: titles of sections."""

    unwritten: tuple[str, ...] = ()
    """Parts that people write."""
    unfilled: tuple[str, ...] = ()
    """Parts that the edition would fill."""
    has_no_boxes: bool = False


@dataclass(frozen=True)
class Scope:
    """One report. ``framework`` is what is rated; ``lens`` the framework it is told by."""

    bundle: Bundle
    language: str
    kind: Kind = "global"
    place: str = WORLD
    goal: str = ""
    lens: str = ""
    earlier: Bundle | None = None
    site: str = ""
    network: str = ""
    unresolved: list[str] = field(default_factory=list)
    gaps: Gaps = Gaps()

    @property
    def framework(self) -> str:
        """The key of the framework that is rated."""
        return self.bundle.main_framework

    @property
    def where(self) -> Json:
        """The place of the report."""
        return self.bundle.place(self.place) or {"code": self.place, "names": {}, "members": []}

    @property
    def is_country(self) -> bool:
        """Whether the report is about one country."""
        return is_country(self.bundle, self.place)

    @property
    def is_city(self) -> bool:
        """Whether the report is about a city."""
        return is_city(self.bundle, self.place)

    def goals(self) -> list[Json]:
        """Return the goals that the report goes through."""
        rows = self.bundle.goals(self.framework)
        return [row for row in rows if self.goal in ("", row["key"])]

    def benchmarks(self, goal: str | None = None) -> list[Json]:
        """Return the benchmarks of the report, in order."""
        wanted = {row["key"] for row in self.goals()}
        rows = asked_of(self.bundle, self.bundle.benchmarks(self.framework, goal), self.place)
        return [row for row in rows if row["goal"] in wanted]

    def rating(self, benchmark: str, place: str = "", framework: str = "") -> Json:
        """Return a rating, or the grey that says there is none."""
        owner = framework or self.framework
        return rating_or_grey(self.bundle, owner, benchmark, place or self.place)

    def spread(self, benchmarks: Iterable[Json], place: str = "") -> dict[str, int]:
        """Return how many of these benchmarks show each state in the place."""
        return tally(self.rating(row["key"], place) for row in benchmarks)

    # Words

    def say(self, texts: Mapping[str, str] | str | None) -> str:
        """Return a text map in the report's language, else in another."""
        return text_in(texts, self.language)

    def run(self, texts: Mapping[str, str] | str | None, **dress: Any) -> Inlines:
        """Return a text map as a run, marked with its language where that is another."""
        words, found = self.say(texts), language_of(texts, self.language)
        if not words:
            return ()
        return (Run(words, lang="" if found == self.language else found, **dress),)

    def name_of(self, code: str) -> str:
        """Return the name of a place."""
        place = self.bundle.place(code)
        return self.say(place["names"]) if place else code

    def number(self, value: float | None, decimals: int | None = None) -> str:
        """Return a number by locale."""
        return formats.number(value, self.language, decimals)

    def indicator_of(self, benchmark: Json) -> Json | None:
        """Return the indicator that measures a benchmark."""
        measure = benchmark.get("measure")
        return self.bundle.indicators.get(measure["indicator"]) if measure else None

    # Links and states

    def address(self, name: str, *args: str) -> str:
        """Return the public address of a page in the report's language."""
        with override(self.language):
            return self.site + reverse(name, args=[self.bundle.key, *args])

    def address_of(self, name: str, *args: str) -> str:
        """Return the public address of a page that belongs to no edition."""
        with override(self.language):
            return self.site + reverse(name, args=list(args))

    def trace(self, benchmark: str, place: str = "", framework: str = "") -> str:
        """Return the address of the working of a rating."""
        owner, code = framework or self.framework, place or self.place
        if code == WORLD:
            return self.address("benchmark", owner, benchmark)
        return self.address("benchmark-place", owner, benchmark, code)

    def mark(
        self, rating: Json, *, short: bool = False, bare: bool = False, linked: bool = True
    ) -> Mark:
        """Return the state of a rating with its word, linked to its working."""
        state = shown_state(rating)
        reason = str(rating.get("reason") or "not_assessed") if state == "grey" else ""
        vocabulary = "colour" if short else "state"
        word = terms.term(reason, "reason") if reason else terms.term(state, vocabulary)
        letter = str(terms.LETTERS.get(reason, ""))
        has_page = linked and rating["basis"] != "none"
        href = ""
        if has_page:
            href = self.trace(rating["benchmark"], rating["place"], rating["framework"])
        return Mark(state, word[:1].upper() + word[1:], letter, href, bare)

    def headline(self, benchmark: Json, rating: Json) -> Sentence:
        """Return what a rating says, as a sentence that leads to its working."""
        where = self.bundle.place(rating["place"]) or self.where
        words = wording.headline(
            rating, benchmark, self.indicator_of(benchmark), where, self.language
        )
        return self.sentence(f"headline:{_name(rating)}", words, rating)

    def because(self, rating: Json) -> Sentence:
        """Return why a rating has its colour, as a sentence that leads to its working."""
        words = wording.because(rating, self.language)
        return self.sentence(f"because:{_name(rating)}", words, rating)

    def sentence(self, key: str, words: str, rating: Json | None = None) -> Sentence:
        """Return generated words, with the working of the rating they speak of."""
        if rating is None or rating["basis"] == "none":
            return Sentence(key, (Run(words),))
        trace = self.trace(rating["benchmark"], rating["place"], rating["framework"])
        label = gettext("Why: the working of %(benchmark)s") % {"benchmark": rating["benchmark"]}
        return Sentence(key, (Run(words),), trace, label)

    def bar(self, key: str, counts: Mapping[str, int]) -> Spread:
        """Return counts by state as a bar."""
        present = tuple(
            (name, terms.term(name, "state"), counts[name], self.number(counts[name], 0))
            for name in ORDER
            if counts.get(name)
        )
        parts = [
            gettext("%(word)s: %(count)s") % {"word": word, "count": shown}
            for _state, word, _count, shown in present
        ]
        return Spread(key, present, formats.listed(parts, self.language) if parts else "")


def _name(rating: Json) -> str:
    return f"{rating['framework']}/{rating['benchmark']}:{rating['place']}"
