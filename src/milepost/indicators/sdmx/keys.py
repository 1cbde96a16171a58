"""From the key of a series to an indicator, a place, a counterpart and a breakdown.

Work is done once for each distinct combination of codes: a million observations have a few
thousand of them.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from milepost.indicators.breakdowns import MAX_LENGTH, dimension_key
from milepost.indicators.sdmx import messages
from milepost.indicators.sdmx.components import (
    AREA,
    COUNTERPART,
    INDICATOR,
    QUIET,
    UNIT,
    WHOLE,
)
from milepost.indicators.sdmx.dataset import DataSet, first_rows, number_keys
from milepost.indicators.sdmx.structure import Structure
from milepost.kernel.findings import Finding
from milepost.places.matching import Matcher

MAX_KEY: Final = 100
_ALPHA: Final = re.compile(r"[A-Za-z]{2,3}")
_NUMERIC: Final = re.compile(r"\d{3}")


@dataclass(frozen=True, slots=True)
class Roles:
    """Which components say what; empty where a data set has none for it."""

    indicator: str
    area: str
    counterpart: str
    key: tuple[str, ...]
    """Components that together name a series here, the above among them."""

    @classmethod
    def of(cls, data: DataSet) -> "Roles":
        """Tell the roles by the ids that data sets use."""
        units = [name for name in UNIT if name in data.columns and name not in data.dimensions][:1]

        def first(names: Sequence[str]) -> str:
            return next((name for name in names if name in data.dimensions), "")

        return cls(
            indicator=first(INDICATOR),
            area=first(AREA),
            counterpart=first(COUNTERPART),
            key=(*data.dimensions, *units),
        )


@dataclass(frozen=True, slots=True)
class Key:
    """Where the observations of one combination of codes belong."""

    source: str
    area: str
    counterpart: str
    breakdown: str


@dataclass(frozen=True, slots=True)
class Keyed:
    """``keys`` by number, and the number of each row."""

    keys: tuple[Key, ...]
    numbers: pa.Array
    combos: tuple[dict[str, str], ...]
    findings: tuple[Finding, ...]


class Places:
    """Which area a code means: a country or area, or a part of the country that was named."""

    def __init__(self, matcher: Matcher, structure: Structure | None, within: str) -> None:
        self._matcher = matcher
        self._structure = structure
        self.within = within
        self._known: dict[tuple[str, str], tuple[str, str] | None] = {}

    def name(self, component: str, code: str) -> str:
        """Return what the structure calls an area."""
        return self._structure.name_of(component, code) if self._structure else code

    def find(self, component: str, code: str) -> tuple[str, str] | None:
        """Return (M49 code, part of it or ""), or None for an area that fits nowhere."""
        key = (component, code)
        if key not in self._known:
            self._known[key] = self._find(component, code)
        return self._known[key]

    def _find(self, component: str, code: str) -> tuple[str, str] | None:
        name = self.name(component, code)
        match = self._matcher.match
        found = match(code) if _ALPHA.fullmatch(code) or _NUMERIC.fullmatch(code) else None
        if found is not None and name != code:
            # National lists number their provinces, and M49 has areas with the same numbers.
            told = match(name)
            if told != found and (_NUMERIC.fullmatch(code) or told is not None):
                found = None
        if found is None and name != code:
            found = match(name)
        if found is not None:
            return found, ""
        return (self.within, code) if self.within else None


def key_rows(data: DataSet, roles: Roles, places: Places) -> Keyed:
    """Give every row its key; rows of combinations that fit nowhere have the number -1."""
    numbered = number_keys([data.columns[name] for name in roles.key], data.rows)
    firsts = first_rows(numbered)
    told = [_texts(data.columns[name], firsts) for name in roles.key]
    combos = tuple(dict(zip(roles.key, row, strict=True)) for row in zip(*told, strict=True))
    counts = Counter(
        {item["values"]: item["counts"] for item in pc.value_counts(numbered.indices).to_pylist()}
    )
    making = _Making(data, roles, places, combos, [counts[n] for n in range(len(combos))], firsts)
    keys = tuple(making.key(number) for number in range(len(combos)))
    known = {key: number for number, key in enumerate(dict.fromkeys(k for k in keys if k))}
    mapped = pa.array([known[key] if key else -1 for key in keys], pa.int64())
    return Keyed(tuple(known), mapped.take(numbered.indices), combos, tuple(making.findings()))


def _texts(column: pa.DictionaryArray, rows: pa.Array) -> list[str]:
    return [text or "" for text in column.take(rows).to_pylist()]


class _Making:
    """Makes keys and remembers what was wrong, so that each thing is told once."""

    def __init__(
        self,
        data: DataSet,
        roles: Roles,
        places: Places,
        combos: Sequence[Mapping[str, str]],
        counts: Sequence[int],
        firsts: pa.Array,
    ) -> None:
        self._data, self._roles, self._places = data, roles, places
        self._combos, self._counts, self._firsts = combos, counts, firsts
        self._kept, self._whole = self._vary()
        self._wrong: dict[tuple[str, str, str], list[int]] = defaultdict(list)

    def _vary(self) -> tuple[set[tuple[str, str]], dict[tuple[str, str], str]]:
        """Return (indicator, component) of quiet components that vary, and the codes left out."""
        seen: dict[tuple[str, str], set[str]] = defaultdict(set)
        for combo in self._combos:
            source = combo.get(self._roles.indicator, "")
            for name in self._roles.key:
                seen[source, name].add(combo[name])
        kept = {key for key, codes in seen.items() if key[1] in QUIET and len(codes) > 1}
        whole = {
            key: next((code for code in WHOLE if code in codes), "") for key, codes in seen.items()
        }
        return kept, whole

    def key(self, number: int) -> Key | None:
        """Return the key of a combination, or None when it cannot be placed."""
        combo, roles = self._combos[number], self._roles
        source = combo.get(roles.indicator, "")
        parts: dict[str, str] = {}
        area = self._area(number, roles.area, parts)
        counterpart = self._area(number, roles.counterpart, parts) if roles.counterpart else ""
        if area is None or counterpart is None:
            return None
        for name in roles.key:
            code = combo[name]
            if name in {roles.indicator, roles.area, roles.counterpart} or not code:
                continue
            if name in QUIET and (source, name) not in self._kept:
                continue
            if name in QUIET or code != self._whole[source, name]:
                parts[dimension_key(name)] = code
        breakdown = "|".join(f"{name}={parts[name]}" for name in sorted(parts))
        is_bad = any(c in "|=" or ord(c) < 32 for code in parts.values() for c in code)
        if is_bad or len(breakdown) > MAX_LENGTH:
            self._wrong["breakdown", "", breakdown].append(number)
            return None
        return Key(source, area, counterpart, breakdown)

    def _area(self, number: int, component: str, parts: dict[str, str]) -> str | None:
        """Return the area of a combination; a part of a country goes into the breakdown."""
        if not component:
            return self._places.within
        code = self._combos[number][component]
        if component == self._roles.counterpart and code in {*WHOLE, ""}:
            return ""
        found = self._places.find(component, code)
        if found is None:
            if component == self._roles.counterpart:
                # Groups and unknown origins are no areas; they still tell rows apart.
                parts[dimension_key(component)] = code
                return ""
            self._wrong["area", component, code].append(number)
            return None
        area, part = found
        if part:
            parts[dimension_key(component)] = part
            if component == self._roles.counterpart:
                return ""
            self._wrong["within", component, code].append(number)
        return area

    def findings(self) -> list[Finding]:
        """Return what was wrong, each once with the first place and the number of rows."""
        found = []
        within: dict[str, list[tuple[str, int, str]]] = defaultdict(list)
        for (kind, component, text), numbers in self._wrong.items():
            count = sum(self._counts[number] for number in numbers)
            place = self._data.place(self._firsts[numbers[0]].as_py())
            if kind == "breakdown":
                found.append(messages.breakdown_invalid(place, text, count))
            elif kind == "area":
                name = self._places.name(component, text)
                found.append(messages.area_unknown(place, text, name, component, count))
            else:
                within[component].append((text, count, place))
        for component, items in within.items():
            codes = [code for code, _count, _place in items]
            total = sum(count for _code, count, _place in items)
            found.append(messages.areas_within(codes, self._places.within, total, component))
        return found
