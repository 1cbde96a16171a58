"""Editions of any size for ``bench_static_site.py``: the demo's, with benchmarks told again.

The demo's benchmarks, with their ratings, workings and sensitivity, are repeated under other keys
until there are enough, so that pages are as heavy as real ones. Figures mean nothing.
"""

import hashlib
import shutil
from pathlib import Path
from typing import Any

import orjson

Json = dict[str, Any]


def grown(releases: Path, target: Path, benchmarks: int, places: int) -> None:
    """Write into ``target`` the editions of ``releases`` with so many benchmarks and places."""
    pointer = orjson.loads((releases / "published.json").read_bytes())
    target.mkdir(parents=True)
    for row in pointer["editions"]:
        folder = target / row["path"]
        shutil.copytree(releases / row["path"], folder)
        _keep_places(folder, places)
        _repeat_benchmarks(folder, benchmarks)
        row["checksum"] = hashlib.sha256(
            f"{row['checksum']}{benchmarks}{places}".encode()
        ).hexdigest()
    (target / "published.json").write_bytes(orjson.dumps(pointer))


def _keep_places(folder: Path, most: int) -> None:
    document = _read(folder / "places.json")
    codes = [row["code"] for row in document["groups"]]
    codes += [row["code"] for row in document["areas"] if row["code"] not in codes]
    kept = set(codes[:most])
    document["areas"] = [row for row in document["areas"] if row["code"] in kept]
    document["groups"] = [
        {**row, "members": [code for code in row["members"] if code in kept]}
        for row in document["groups"]
        if row["code"] in kept
    ]
    _write(folder / "places.json", document)


def _repeat_benchmarks(folder: Path, wanted: int) -> None:
    main = _read(folder / "edition.json")["main_framework"]
    path = folder / "frameworks" / f"{main}.json"
    document = _read(path)
    originals = document["benchmarks"]
    ratings = _read(folder / "ratings.json")
    by_key: dict[str, list[Json]] = {}
    for row in ratings:
        if row["framework"] == main:
            by_key.setdefault(row["benchmark"], []).append(row)
    kept = originals[:wanted]
    for number in range(len(originals), wanted):
        original = originals[number % len(originals)]
        key = f"{original['key']}.r{number}"
        kept.append({**original, "key": key, "order": number + 1})
        ratings += [{**row, "benchmark": key} for row in by_key.get(original["key"], [])]
        traces = folder / "traces" / main / f"{original['key']}.json"
        if traces.is_file():
            shutil.copy(traces, traces.with_name(f"{key}.json"))
    document["benchmarks"] = kept
    keys = {row["key"] for row in kept}
    ratings = [row for row in ratings if row["framework"] != main or row["benchmark"] in keys]
    _write(path, document)
    _write(folder / "ratings.json", ratings)


def _read(path: Path) -> Any:
    return orjson.loads(path.read_bytes())


def _write(path: Path, document: object) -> None:
    path.write_bytes(orjson.dumps(document))
