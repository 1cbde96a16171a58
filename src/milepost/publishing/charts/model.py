"""What a chart shows, as plain values: drawings, tables and files are all made from these."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from milepost.kernel.csv_cells import inert
from milepost.publishing import formats

Cell = str | float | int | None

STATES = ("green", "yellow", "red", "contested", "grey")
"""Order of the states in every legend, bar and row of symbols."""


@dataclass(frozen=True, slots=True)
class Table:
    """The data of a chart as a table: the first row names the columns."""

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str

    def to_csv(self) -> str:
        """Return the table as CSV (UTF-8, RFC 4180 line ends); an empty cell is a gap."""
        stream = io.StringIO()
        writer = csv.writer(stream)
        writer.writerow([inert(name) for name in self.header])
        writer.writerows(["" if cell is None else inert(cell) for cell in row] for row in self.rows)
        return stream.getvalue()


@dataclass(frozen=True, slots=True)
class Head:
    """The words around a chart."""

    id: str
    title: str
    subtitle: str
    alt: str
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """One observation. ``when`` is a decimal year; ``value`` None is a gap that is shown."""

    when: float
    period: str
    value: float | None


@dataclass(frozen=True, slots=True)
class Line:
    """One named series in order of time.

    ``look`` is 0 for the place of a page and what it is compared with; 1 and more tell lines of
    equal weight apart.
    """

    name: str
    dots: tuple[Dot, ...]
    look: int = 0

    @property
    def known(self) -> tuple[Dot, ...]:
        """The observations that have a value."""
        return tuple(dot for dot in self.dots if dot.value is not None)


@dataclass(frozen=True, slots=True)
class Aim:
    """Where a series should be and when. Without a value only the deadline is drawn."""

    value: float | None
    when: float | None
    label: str


@dataclass(frozen=True, slots=True)
class SeriesChart:
    """A value over time, or (``steps``) a count that changes on dated days."""

    head: Head
    lang: str
    unit: str
    decimals: int
    main: Line
    peers: tuple[Line, ...] = ()
    baseline: Dot | None = None
    baseline_label: str = ""
    aim: Aim | None = None
    pace: tuple[Dot, Dot] | None = None
    pace_label: str = ""
    steps: bool = False
    until: float | None = None
    end_label: str = ""
    columns: tuple[str, str, str] = ("", "", "")
    kind: Literal["series", "adoption"] = "series"

    def table(self) -> Table:
        """Return one row a series and period."""
        rows: list[tuple[Cell, ...]] = []
        for line in (self.main, *self.peers):
            rows += [(line.name, dot.period, dot.value) for dot in line.dots]
        return Table(self.columns, tuple(rows), self.head.title)

    def shown(self, value: float) -> str:
        """Return a value as it is written beside its mark."""
        return formats.number(value, self.lang, self.decimals)


Deed = Literal["signature", "party", "left"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A dated act of a state: signed, became a party, left."""

    when: float
    day: str
    deed: Deed


@dataclass(frozen=True, slots=True)
class TreatyRow:
    """A treaty and what one state did; ``status`` is said in words at the end of the row."""

    name: str
    marks: tuple[Mark, ...]
    status: str
    known: bool


@dataclass(frozen=True, slots=True)
class TimelineChart:
    """Treaties as rows, time from left to right."""

    head: Head
    lang: str
    rows: tuple[TreatyRow, ...]
    start: float
    end: float
    event: Dot | None
    event_label: str
    words: Mapping[str, str]
    columns: tuple[str, str, str, str]
    kind: Literal["timeline"] = "timeline"

    def table(self) -> Table:
        """Return one row a treaty and act; a treaty without an act has one row."""
        rows: list[tuple[Cell, ...]] = []
        for row in self.rows:
            rows += [(row.name, self.words[m.deed], m.day, row.status) for m in row.marks]
            if not row.marks:
                rows.append((row.name, None, None, row.status))
        return Table(self.columns, tuple(rows), self.head.title)


@dataclass(frozen=True, slots=True)
class BarsChart:
    """Colours of the member states by region, as counts."""

    head: Head
    lang: str
    rows: tuple[tuple[str, Mapping[str, int]], ...]
    words: Mapping[str, str]
    columns: tuple[str, ...]
    kind: Literal["bars"] = "bars"

    def table(self) -> Table:
        """Return one row a region and one column a state."""
        rows: list[tuple[Cell, ...]] = [
            (name, *(counts.get(state, 0) for state in STATES), sum(counts.values()))
            for name, counts in self.rows
        ]
        return Table(self.columns, tuple(rows), self.head.title)


@dataclass(frozen=True, slots=True)
class MapChart:
    """The state of each country."""

    head: Head
    lang: str
    states: Mapping[str, str]
    names: Mapping[str, str]
    words: Mapping[str, str]
    columns: tuple[str, str, str]
    boundary_note: str
    kind: Literal["map"] = "map"

    def counts(self) -> dict[str, int]:
        """Return how many countries are in each state, in the order of legends."""
        values = list(self.states.values())
        return {state: values.count(state) for state in STATES if state in values}

    def table(self) -> Table:
        """Return one row a country, by name."""
        rows = sorted(
            (self.names.get(code, code), code, self.words[state])
            for code, state in self.states.items()
        )
        return Table(self.columns, tuple(rows), self.head.title)


@dataclass(frozen=True, slots=True)
class HeatChart:
    """Goals down, places across; each cell lists the states of the goal's benchmarks."""

    head: Head
    lang: str
    places: tuple[str, ...]
    goals: tuple[tuple[str, str], ...]
    cells: Mapping[tuple[int, int], tuple[str, ...]]
    words: Mapping[str, str]
    columns: tuple[str, ...]
    kind: Literal["heatmap"] = "heatmap"

    def table(self) -> Table:
        """Return one row a goal and place, with the number of benchmarks in each state."""
        rows: list[tuple[Cell, ...]] = []
        for i, (mark, name) in enumerate(self.goals):
            for j, place in enumerate(self.places):
                states = self.cells.get((i, j), ())
                rows.append((f"{mark} {name}", place, *(states.count(state) for state in STATES)))
        return Table(self.columns, tuple(rows), self.head.title)


@dataclass(frozen=True, slots=True)
class Band:
    """A class of a map of values, with the words of its legend; both ends belong to it."""

    low: float
    high: float
    words: str


@dataclass(frozen=True, slots=True)
class ValueMapChart:
    """A value of each country, in classes; ``values`` None is a value that is missing."""

    head: Head
    lang: str
    values: Mapping[str, float | None]
    periods: Mapping[str, str]
    names: Mapping[str, str]
    shown: Mapping[str, str]
    bands: tuple[Band, ...]
    missing_words: str
    columns: tuple[str, str, str, str]
    boundary_note: str
    kind: Literal["value-map"] = "value-map"

    def band_of(self, value: float) -> int:
        """Return the number of the class that holds a value."""
        fitting = [index for index, band in enumerate(self.bands) if value <= band.high]
        return fitting[0] if fitting else len(self.bands) - 1

    def counts(self) -> list[int]:
        """Return how many countries are in each class, and last how many lack a value."""
        found = [0] * (len(self.bands) + 1)
        for value in self.values.values():
            found[-1 if value is None else self.band_of(value)] += 1
        return found

    def table(self) -> Table:
        """Return one row a country, by name."""
        rows = sorted(
            (self.names.get(code, code), code, self.periods.get(code), value)
            for code, value in self.values.items()
            if value is not None
        )
        return Table(self.columns, tuple(rows), self.head.title)


@dataclass(frozen=True, slots=True)
class Spot:
    """One country in a comparison of two indicators; ``named`` spots carry their name."""

    name: str
    code: str
    across: float
    up: float
    across_period: str
    up_period: str
    named: bool = False


@dataclass(frozen=True, slots=True)
class ScatterChart:
    """Two indicators against each other, one spot a country."""

    head: Head
    lang: str
    spots: tuple[Spot, ...]
    across_unit: str
    up_unit: str
    columns: tuple[str, ...]
    kind: Literal["scatter"] = "scatter"

    def table(self) -> Table:
        """Return one row a country, by name."""
        rows = sorted(
            (spot.name, spot.code, spot.across_period, spot.across, spot.up_period, spot.up)
            for spot in self.spots
        )
        return Table(self.columns, tuple(rows), self.head.title)


Chart = (
    SeriesChart | TimelineChart | BarsChart | MapChart | HeatChart | ValueMapChart | ScatterChart
)
