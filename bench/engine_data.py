"""The same made-up observations every time, in the form in which an instance keeps them.

Every indicator has one Parquet file of 100,000 rows: 200 places, 25 years, 20 breakdowns (five
ages, two sexes, town and country). A twelfth of the values is missing. Each place follows a path
of its own with some noise; population gives the weights, seven regions and the world the groups.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

SEED = 20251118
PLACES, YEARS, FIRST = 200, 25, 2000
REGIONS = 7
WORLD = "001"
ROWS_EACH = PLACES * YEARS * 20
BREAKDOWNS = [
    f"age={age};sex={sex};urbanisation={area}"
    for age in ("Y0T14", "Y15T24", "Y25T49", "Y50T64", "Y_GE65")
    for sex in "FM"
    for area in "RU"
]
AS_OF, BASELINE, DEADLINE = 2025.5, 2015, 2030


@dataclass(frozen=True)
class Made:
    """Where the data lie, and what belongs to them."""

    files: list[tuple[str, Path]]
    population: Path
    regions: dict[str, str]
    targets: dict[str, tuple[int, float]]

    @property
    def groups(self) -> dict[str, list[str]]:
        """The states of each region and of the world."""
        found: dict[str, list[str]] = {WORLD: sorted(self.regions)}
        for place, region in sorted(self.regions.items()):
            found.setdefault(region, []).append(place)
        return found


def make(folder: Path, indicators: int) -> Made:
    """Write what is not there yet, and return what belongs together."""
    dice = np.random.default_rng(SEED)
    places = [f"{4 * number:03d}" for number in range(1, PLACES + 1)]
    regions = {place: f"R{dice.integers(1, REGIONS + 1)}" for place in places}
    population = folder / "population.parquet"
    folder.mkdir(parents=True, exist_ok=True)
    people = np.round(
        dice.lognormal(15.5, 1.7, PLACES)[:, None]
        * (1 + dice.normal(0.011, 0.009, PLACES))[:, None] ** np.arange(YEARS)
    )
    _write(population, places, [""], people[:, None, :], np.zeros((PLACES, 1, YEARS), bool))
    files, targets = [], {}
    for number in range(indicators):
        key = f"indicator-{number:04d}"
        path = folder / f"{key}.parquet"
        values, direction, target = _values(number)
        targets[key] = (direction, target)
        files.append((key, path))
        if not path.exists():
            missing = np.random.default_rng([SEED, number, 1]).random(values.shape) < 1 / 12
            _write(path, places, BREAKDOWNS, values, missing)
    return Made(files, population, regions, targets)


def _values(number: int) -> tuple[np.ndarray, int, float]:
    dice = np.random.default_rng([SEED, number])
    direction = 1 if dice.random() < 0.5 else -1
    level = dice.uniform(15, 65)
    start = level * dice.lognormal(0, 0.4, (PLACES, 1, 1))
    part = dice.lognormal(0, 0.2, (1, len(BREAKDOWNS), 1))
    slope = dice.normal(0.008 * direction, 0.02, (PLACES, 1, 1)) * np.arange(YEARS)
    noise = dice.normal(0, 0.03, (PLACES, len(BREAKDOWNS), YEARS))
    values = np.round(np.clip(start * part * np.exp(slope + noise), 0.05, 900), 2)
    return values, direction, round(level * (1.4 if direction > 0 else 0.5), 2)


def _write(
    path: Path, places: list[str], breakdowns: list[str], values: np.ndarray, missing: np.ndarray
) -> None:
    """Write values by place, breakdown and year as observations."""
    place, part, year = (index.ravel() for index in np.indices(values.shape))
    gone = missing.ravel()
    starts = np.array([f"{FIRST + n}-01-01" for n in range(YEARS)], dtype="datetime64[D]")
    table = {
        "area": _named(place, places),
        "counterpart": _named(np.zeros_like(place), [""]),
        "period": _named(year, [str(FIRST + n) for n in range(YEARS)]),
        "period_start": pa.array(starts[year]),
        "breakdown": _named(part, breakdowns),
        "value": pa.array(values.ravel(), mask=gone),
        "status": _named(gone.astype(int), ["A", "M"]),
        "note": _named(np.zeros_like(place), [""]),
    }
    pq.write_table(pa.table(table), path, compression="zstd")


def _named(index: np.ndarray, names: list[str]) -> pa.Array:
    codes = pa.array(index.astype(np.int32))
    return pa.DictionaryArray.from_arrays(codes, pa.array(names)).cast(pa.string())
