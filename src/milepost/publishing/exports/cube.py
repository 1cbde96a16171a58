"""A data set of an edition: dimensions, attributes, code lists and rows, before any format.

Every format is written from this, so that no two of them can say different things.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils import translation

from milepost.indicators.sdmx.dataset import VALUE, Reference
from milepost.indicators.sdmx.writing import Outgoing, Row
from milepost.publishing.bundle import Bundle

AGENCY: Final = "MILEPOST"
VERSION: Final = "1.0.0"
TIME: Final = "TIME_PERIOD"
WHOLE: Final = "_T"
NOT_APPLICABLE: Final = "_Z"
_BAD: Final = re.compile(r"[^A-Za-z0-9_@$-]+")

Texts = Mapping[str, str]
Wanted = Mapping[str, frozenset[str]]
"""The codes that are asked for, by dimension; a dimension that is not there may have any."""


@dataclass(frozen=True, slots=True)
class Codelist:
    """Codes with their names by language, in the order in which they are listed."""

    id: str
    name: Texts
    codes: Mapping[str, Texts]


@dataclass(frozen=True, slots=True)
class Component:
    """A dimension or an attribute; without a code list any text may stand."""

    id: str
    name: Texts
    codelist: str = ""
    is_required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cube:
    """One data set of an edition. ``rows`` gives a fresh pass over all observations.

    ``narrowed`` gives a pass over those whose dimensions have one of the wanted codes, and may
    give others as well: who asks looks at each row once more.
    """

    kind: str
    edition: str
    name: Texts
    dimensions: tuple[Component, ...]
    attributes: tuple[Component, ...]
    measure: Component
    codelists: Mapping[str, Codelist]
    prepared: str
    rows: Callable[[], Iterator[Row]]
    narrowed: Callable[[Wanted], Iterator[Row]]

    @property
    def id(self) -> str:
        """The id of flow and structure: ``RATINGS_2019``."""
        return f"{self.kind}_{code_of(self.edition)}"

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns in the order of SDMX-CSV."""
        keys = tuple(item.id for item in self.dimensions)
        return (*keys, TIME, VALUE, *(item.id for item in self.attributes))

    def component(self, name: str) -> Component:
        """Return a component by its id."""
        every = (*self.dimensions, *self.attributes, self.measure)
        return next(item for item in every if item.id == name)

    def outgoing(self, rows: Iterable[Row] | None = None) -> Outgoing:
        """Return the data set as it is handed to the writers of SDMX."""
        return Outgoing(
            reference=Reference(AGENCY, self.id, VERSION),
            flow=Reference(AGENCY, self.id, VERSION),
            dimensions=[item.id for item in self.dimensions],
            time=TIME,
            attributes=[item.id for item in self.attributes],
            sender=AGENCY,
            message_id=self.id,
            prepared=self.prepared,
            rows=self.rows() if rows is None else rows,
        )


def prepared_on(bundle: Bundle) -> str:
    """Return the time that stands in messages of an edition: always the same for one edition."""
    closed = str(bundle.edition.get("closed_at") or bundle.edition["as_of"])
    return f"{closed[:10]}T00:00:00Z"


def code_of(text: str) -> str:
    """Return a text as the id of a code, with every letter replaced that an id cannot hold."""
    return _BAD.sub("_", text).strip("_") or "_"


def codes_of(texts: Iterable[str]) -> dict[str, str]:
    """Return a code for each text; two texts never share one."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for text in texts:
        code, number = code_of(text), 2
        while code in taken:
            code, number = f"{code_of(text)}_{number}", number + 1
        taken.add(code)
        found[text] = code
    return found


def spoken(word: object) -> dict[str, str]:
    """Return a word of the interface in every language of the instance."""
    found = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found[language] = str(word)
    english = found.get("en", "")
    return {"en": english} | {
        language: text for language, text in sorted(found.items()) if text != english
    }
