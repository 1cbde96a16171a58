"""What the parts of a bundle that are not computed must have in common with those that are.

Ratings, working and aggregates are recomputed; the files beside them (methods, changes, evidence,
vintages) cannot be, but they must speak of the same ratings, sources and data.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pyarrow.parquet as pq
from django.utils.translation import gettext as _

from milepost.publishing.freeze import REPLIES, ROUNDS, methods_of

Difference = tuple[str, str]
"""Where, and what differs there."""
LISTS = ("changes.json", "crosswalks.json", "decisions.json", "evidence.json", "methods.json")


def check_coherence(folder: Path) -> Iterator[Difference]:
    """Yield every part that contradicts another; raises when a part cannot be read."""
    for path in sorted(folder.rglob("*.json")):
        orjson.loads(path.read_bytes())
    for name in LISTS:
        if not isinstance(_load(folder / name), list):
            yield name, _("It should be a list.")
            return
    yield from _check_methods(folder)
    yield from _check_changes(folder)
    yield from _check_evidence(folder)
    yield from _check_vintages(folder)
    yield from _check_reports(folder)
    yield from _check_replies(folder)
    yield from _check_rounds(folder)


def _check_methods(folder: Path) -> Iterator[Difference]:
    if _load(folder / "methods.json") != methods_of(_load(folder / "rules.json")):
        yield "methods.json", _("The methods are not those of the rules.")


def _check_changes(folder: Path) -> Iterator[Difference]:
    rated = {
        (row["framework"], row["benchmark"], row["place"]): (row["state"], row["reason"])
        for row in _load(folder / "ratings.json")
    }
    for row in _load(folder / "changes.json"):
        key = (row["framework"], row["benchmark"], row["place"])
        if key in rated and rated[key] != (row["to"], row["to_reason"]):
            yield (
                f"changes.json: {' / '.join(key)}",
                _("The change leads to another state than the rating has."),
            )


def _check_evidence(folder: Path) -> Iterator[Difference]:
    known = {source["key"] for source in _load(folder / "evidence.json")}
    citing = [*_load(folder / "assessments.json"), *_replies(folder)["replies"]]
    cited = {citation["source"] for item in citing for citation in item["citations"]}
    for key in sorted(cited - known):
        yield "evidence.json", _("The cited source “%(key)s” is missing.") % {"key": key}


def _check_vintages(folder: Path) -> Iterator[Difference]:
    stated = {
        # A computed figure has the vintages of all its inputs and names none in its row.
        row["key"]: {str(vintage["id"]) for vintage in row["vintages"]}
        | ({""} if row.get("derived") else set())
        for row in _load(folder / "indicators.json")
    }
    for path in sorted((folder / "observations").glob("*.parquet")):
        column = pq.read_table(path, columns=["vintage"]).column("vintage")
        used = {str(vintage) for vintage in column.unique().to_pylist()}
        if used - stated.get(path.stem, set()):
            yield (
                f"indicators.json: {path.stem}",
                _("Observations come from a vintage whose source is not stated."),
            )


def _check_reports(folder: Path) -> Iterator[Difference]:
    """What reports say of the vintages that count must be what the definitions say of them."""
    stated = {
        str(vintage["id"]): vintage
        for row in _load(folder / "indicators.json")
        for vintage in row["vintages"]
    }
    for path in sorted((folder / "quality").glob("*.json")):
        for vintage in _load(path)["given"]["vintages"]:
            known = stated.get(str(vintage["id"]))
            if known and any(str(known.get(name)) != str(vintage[name]) for name in vintage):
                yield (
                    f"quality/{path.name}",
                    _("A vintage is described otherwise than in the list of indicators."),
                )


def _check_replies(folder: Path) -> Iterator[Difference]:
    """Replies speak of ratings of the edition, one each; every row says what was answered."""
    rated = {
        (row["framework"], row["benchmark"], row["place"]) for row in _load(folder / "ratings.json")
    }
    seen = set()
    for row in _replies(folder)["replies"]:
        key = (row["framework"], row["benchmark"], row["place"])
        where = f"{REPLIES}: {' / '.join(key)}"
        if key not in rated:
            yield where, _("The reply speaks of a rating that the edition does not have.")
        if key in seen:
            yield where, _("There are two replies to one rating.")
        seen.add(key)
        if row["answer"] is None and row["stance"] != "agrees":
            yield where, _("The reply has no answer.")


def _check_rounds(folder: Path) -> Iterator[Difference]:
    """A second round has ended, and leads to assessments that are in the bundle."""
    path = folder / ROUNDS
    if not path.is_file():
        return
    known = {row["id"] for row in _load(folder / "assessments.json")}
    for row in _load(path):
        where = f"{ROUNDS}: {row['framework']} / {row['benchmark']} / {row['place']}"
        if row["closed_on"] is None:
            yield where, _("The second round has not ended.")
        if any(item["now"] not in known for item in row["first"]):
            yield where, _("It leads to an assessment that is not there.")


def _replies(folder: Path) -> Any:
    path = folder / REPLIES
    return _load(path) if path.is_file() else {"invited": [], "replies": []}


def _load(path: Path) -> Any:
    return orjson.loads(path.read_bytes())
