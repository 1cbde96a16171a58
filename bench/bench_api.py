"""Time pages of 10,000 observations out of 50 million, beside the bare query and encoding.

Run ``python bench/bench_api.py [INDICATORS]``. A release of 500 indicators of 100,000 rows each
(``engine_data``, the same every time) lies under ``var/bench``. Each kind of query is asked for
other indicators, places and breakdowns every time, through all of the program but the socket; the
same rows are then fetched with one plain DuckDB statement and encoded with orjson. Prints one JSON
object; exits 1 when the 95th of 100 answers of any kind takes more than 150 ms.
"""

import base64
import hashlib
import json
import os
import random
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "var" / "bench"
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]
os.environ.update(
    DJANGO_SETTINGS_MODULE="milepost.config.settings",
    MILEPOST_HOME=str(HOME),
    MILEPOST_RELEASES=str(HOME / "api" / "releases"),
    MILEPOST_API_RATE="1000000000",
    MILEPOST_HOSTS="*",
)

import django  # noqa: E402

django.setup()

import duckdb  # noqa: E402
import engine_data  # noqa: E402
import orjson  # noqa: E402
import pyarrow as pa  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402
from django.test import Client  # noqa: E402
from measured import say  # noqa: E402

from milepost.publishing.freeze import ROW_GROUP  # noqa: E402

ROWS, TIMES, MOST_MS = 10_000, 40, 150
RELEASES = Path(os.environ["MILEPOST_RELEASES"])
FOLDER = RELEASES / "2030-0123456789ab"
CHECKSUM = "0123456789ab" + "0" * 52
COLUMNS = "area, counterpart, period, breakdown, value, status, note, vintage"
PLACES = [f"{4 * number:03d}" for number in range(1, engine_data.PLACES + 1)]


def make(indicators: int) -> list[str]:
    """Write the release as it is frozen, if it is not there, and return the indicators."""
    keys = [f"indicator-{number:04d}" for number in range(indicators)]
    (FOLDER / "observations").mkdir(parents=True, exist_ok=True)
    missing = [key for key in keys if not (FOLDER / "observations" / f"{key}.parquet").exists()]
    if missing:
        for key, path in engine_data.make(HOME / "api" / "made", indicators).files:
            table = pq.read_table(path)
            vintage = pa.array([f"vintage-of-{key}"] * table.num_rows)
            part = FOLDER / "observations" / f"{key}.part"
            table = table.append_column("vintage", vintage)
            pq.write_table(table, part, compression="zstd", row_group_size=ROW_GROUP)
            part.rename(part.with_suffix(".parquet"))
    write("edition.json", {"key": "2030", "title": {"en": "Bench"}, "as_of": "2030-12-31",
                           "main_framework": "none", "frameworks": []})  # fmt: skip
    vintage = {"source": "bench", "licence": "CC0", "known_on": "2030-01-01"}
    write("indicators.json", [
        {"key": key, "title": {"en": key}, "vintages": [{**vintage, "id": f"vintage-of-{key}"}]}
        for key in keys
    ])  # fmt: skip
    areas = [{"code": code, "kind": "country", "names": {"en": code}} for code in PLACES]
    half = {"code": "half", "kind": "m49", "names": {"en": "Half"}, "members": PLACES[::2]}
    write("places.json", {"areas": areas, "groups": [half]})
    row = {"key": "2030", "path": FOLDER.name, "checksum": CHECKSUM, "published_on": "2031-01-01"}
    (RELEASES / "published.json").write_bytes(orjson.dumps({"editions": [row]}))
    return keys


def write(name: str, document: Any) -> None:
    """Write a file of the release."""
    (FOLDER / name).write_bytes(orjson.dumps(document))


def kinds(keys: list[str], dice: random.Random) -> dict[str, tuple[dict[str, str], str, list[Any]]]:
    """Return one query of each kind: its parameters, and the same in SQL with its files."""
    one = [dice.choice(keys)]
    few = sorted(dice.sample(keys, min(4, len(keys))))
    place, part = dice.choice(PLACES), dice.choice(engine_data.BREAKDOWNS)
    begin = dice.choice(range(len(keys) - min(25, len(keys)) + 1))
    run = keys[begin : begin + 25]
    half = ", ".join(f"'{code}'" for code in PLACES[::2])
    return {
        "an indicator": ({"indicator": one[0]}, "true", one),
        "a group in some years": (
            {"indicator": ",".join(few), "group": "half", "from": "2010", "to": "2012"},
            f"area IN ({half}) AND period_start BETWEEN '2010-01-01' AND '2012-12-31'",
            few,
        ),
        "a breakdown of four indicators": (
            {"indicator": ",".join(few), "breakdown": part},
            f"breakdown = '{part}'",
            few,
        ),
        "a place, 25 indicators": (
            {"indicator": ",".join(run), "area": place},
            f"area = '{place}'",
            run,
        ),
        "a place, all indicators": ({"area": place}, f"area = '{place}'", keys),
    }


def middle(parameters: dict[str, str], key: str) -> dict[str, str]:
    """Return the same query from the middle of an indicator's file on."""
    path = "/api/v1/editions/2030/observations"
    defaults = {
        "area": "", "breakdown": "", "end": "", "group": "", "indicator": key, "lang": "en",
        "start": "",
    }  # fmt: skip
    text = orjson.dumps([path, sorted(defaults.items())])
    filters = hashlib.sha256(text).hexdigest()[:12]
    raw = orjson.dumps([CHECKSUM[:12], filters, key, engine_data.ROWS_EACH // 2])
    cursor = base64.urlsafe_b64encode(raw).decode().rstrip("=")
    return {**parameters, "cursor": cursor}


def ask(client: Client, parameters: dict[str, str], **headers: str) -> float:
    """Return the milliseconds of one page; it must hold all its rows."""
    begin = time.perf_counter()
    answer = client.get(
        "/api/v1/editions/2030/observations", {**parameters, "limit": str(ROWS)}, headers=headers
    )
    took = (time.perf_counter() - begin) * 1000
    if not headers:
        assert len(orjson.loads(answer.content)["data"]) == ROWS, answer.content[:300]
    return took


def bare(connection: duckdb.DuckDBPyConnection, condition: str, keys: list[str]) -> float:
    """Return the milliseconds of the query alone, with the same rows encoded."""
    files = [str(FOLDER / "observations" / f"{key}.parquet") for key in keys]
    statement = f"SELECT {COLUMNS} FROM read_parquet(?) WHERE {condition} LIMIT {ROWS}"
    begin = time.perf_counter()
    orjson.dumps(connection.execute(statement, [files]).to_arrow_table().to_pylist())
    return (time.perf_counter() - begin) * 1000


def at(times: list[float], share: float) -> float:
    """Return a quantile in milliseconds."""
    return round(sorted(times)[min(int(len(times) * share), len(times) - 1)], 1)


def main() -> int:
    """Measure and print."""
    keys = make(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
    client, connection, dice = Client(), duckdb.connect(), random.Random(engine_data.SEED)
    connection.execute("SET threads = 2")
    ours: dict[str, list[float]] = {}
    plain: dict[str, list[float]] = {}
    for number in range(TIMES + 2):
        for kind, (parameters, condition, files) in kinds(keys, dice).items():
            took, alone = ask(client, parameters), bare(connection, condition, files)
            if number >= 2:
                ours.setdefault(kind, []).append(took)
                plain.setdefault(kind, []).append(alone)
            if kind == "an indicator" and number >= 2:
                later = ask(client, middle(parameters, files[0]))
                packed = ask(client, parameters, accept_encoding="gzip")
                ours.setdefault("a page in the middle", []).append(later)
                ours.setdefault("an indicator, packed", []).append(packed)
    rows = {
        kind: {
            "median_ms": at(times, 0.5),
            "p95_ms": at(times, 0.95),
            "bare_p95_ms": at(plain[kind], 0.95) if kind in plain else None,
            "ratio_to_bare": round(at(times, 0.5) / at(plain[kind], 0.5), 2)
            if kind in plain
            else None,
        }
        for kind, times in ours.items()
    }
    slow = [kind for kind, row in rows.items() if (row["p95_ms"] or 0) > MOST_MS]
    print(json.dumps({"rows": len(keys) * engine_data.ROWS_EACH, "kinds": rows, "missed": slow}))
    for kind, row in rows.items():
        say(f"p95 of {kind}", row["p95_ms"] or 0.0, MOST_MS, "ms")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
