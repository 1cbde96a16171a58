"""Data messages of SDMX-JSON 2.0, by series: keys are positions in the lists of values."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any, Final

import orjson

from milepost.indicators.sdmx.dataset import VALUE
from milepost.indicators.sdmx.writing import Row
from milepost.publishing.exports.cube import AGENCY, TIME, Component, Cube
from milepost.publishing.exports.sdmx_structure import urn

_SCHEMA: Final = (
    "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/data-message/tools/schemas/"
    "2.0.0/sdmx-json-data-schema.json"
)
FLAT: Final = "AllDimensions"


class _Values:
    """The values of a component in the order in which they come, each with its place."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {}

    def place(self, text: str | None) -> int | None:
        """Return the place of a value; None for none."""
        return None if text is None else self.places.setdefault(text, len(self.places))


def data_json(cube: Cube, rows: Iterable[Row] | None = None, at: str = TIME) -> bytes:
    """Return a data message; ``at`` is TIME_PERIOD (by series) or AllDimensions (flat)."""
    names = [item.id for item in cube.dimensions]
    values = {name: _Values() for name in (*names, TIME, *(a.id for a in cube.attributes))}
    held = cube.rows() if rows is None else rows
    data_set: dict[str, Any] = {
        "structure": 0,
        "action": "Information",
        "links": _links(cube),
    }
    if at == FLAT:
        data_set["observations"] = {
            _key(values, row, [*names, TIME]): _cells(cube, values, row) for row in held
        }
    else:
        series: dict[str, Any] = {}
        for key, group in groupby(held, lambda row: _key(values, row, names)):
            kept = series.setdefault(key, {"observations": {}})["observations"]
            for row in group:
                kept[str(values[TIME].place(row.get(TIME)))] = _cells(cube, values, row)
        data_set["series"] = series
    body = {
        "meta": {
            "schema": _SCHEMA,
            "id": cube.id,
            "test": False,
            "prepared": cube.prepared,
            "contentLanguages": ["en"],
            "sender": {"id": AGENCY},
        },
        "data": {
            "dataSets": [data_set],
            "structures": [_structure(cube, values, is_flat=at == FLAT)],
        },
    }
    return orjson.dumps(body, option=orjson.OPT_APPEND_NEWLINE)


def _key(values: Mapping[str, _Values], row: Row, names: list[str]) -> str:
    return ":".join(str(values[name].place(row.get(name))) for name in names)


def _cells(cube: Cube, values: Mapping[str, _Values], row: Row) -> list[Any]:
    """Return the value, then the places of the attributes; nulls at the end are left out."""
    text = row.get(VALUE)
    value: Any = text
    if text is not None and not cube.measure.codelist:
        value = float(text)
        value = int(value) if value == int(value) and abs(value) < 1e15 else value
    cells = [value, *(values[item.id].place(row.get(item.id)) for item in cube.attributes)]
    while len(cells) > 1 and cells[-1] is None:
        cells.pop()
    return cells


def _structure(cube: Cube, values: Mapping[str, _Values], *, is_flat: bool) -> dict[str, Any]:
    dimensions = [
        _component(cube, item, values) | {"keyPosition": place}
        for place, item in enumerate(cube.dimensions)
    ]
    time = {
        "id": TIME,
        "name": "Period",
        "keyPosition": len(dimensions),
        "roles": [TIME],
        "values": [{"id": text, "value": text} for text in values[TIME].places],
    }
    return {
        "links": _links(cube),
        "dataSets": [0],
        "dimensions": (
            {"observation": [*dimensions, time]}
            if is_flat
            else {"series": dimensions, "observation": [time]}
        ),
        "measures": {"observation": [{"id": VALUE, **_named(cube.measure.name)}]},
        "attributes": {
            "observation": [
                _component(cube, item, values) | {"relationship": {"observation": {}}}
                for item in cube.attributes
            ]
        },
    }


def _links(cube: Cube) -> list[dict[str, str]]:
    return [{"rel": "dataflow", "urn": urn("datastructure", "Dataflow", cube.id)}]


def _component(cube: Cube, item: Component, values: Mapping[str, _Values]) -> dict[str, Any]:
    codes = cube.codelists[item.codelist].codes if item.codelist else {}
    listed: list[dict[str, Any]] = []
    for text in values[item.id].places:
        if item.codelist:
            listed.append({"id": text, **_named(codes.get(text) or {"en": text})})
        else:
            listed.append({"value": text})
    # The schema allows no empty list: an attribute that no row has is stated without values.
    return {"id": item.id, **_named(item.name)} | ({"values": listed} if listed else {})


def _named(names: Mapping[str, str]) -> dict[str, Any]:
    english = names.get("en") or next(iter(names.values()), "")
    return {"name": english, "names": dict(names)}
