"""Checking a bundle: every byte against its checksum, every computed rating against the rules.

Needs no database and no network: the folder is enough.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from milepost.kernel.files import sha256_of
from milepost.kernel.findings import Finding
from milepost.publishing.freeze import CHECKSUMS, to_json
from milepost.publishing.thaw import thaw_material, thaw_result
from milepost.reviews.computation import compute


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found: the bundle's checksum, what was checked and every difference."""

    checksum: str
    files: int
    ratings: int
    computed: int
    findings: tuple[Finding, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing differs."""
        return not self.findings

    def as_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "holds": self.holds,
            "checksum": self.checksum,
            "files": self.files,
            "ratings": self.ratings,
            "computed": self.computed,
            "findings": [finding.as_dict() for finding in self.findings],
        }


def verify_bundle(folder: Path) -> Report:
    """Check every file and recompute every rating; return all differences at once.

    When files differ from their checksums nothing is recomputed: a bundle that was changed has
    already failed, and its content is not trusted to be read.
    """
    listing = folder / CHECKSUMS
    if not listing.is_file():
        finding = _finding(CHECKSUMS, "The list of checksums is missing.", "BUNDLE_NO_CHECKSUMS")
        return Report("", 0, 0, 0, (finding,))
    content = listing.read_bytes()
    checksum = hashlib.sha256(content).hexdigest()
    findings = list(_check_files(folder, content))
    findings += _check_name(folder, checksum)
    files = content.count(b"\n")
    if findings:
        return Report(checksum, files, 0, 0, tuple(findings))
    ratings, computed, differences = _recompute(folder)
    return Report(checksum, files, ratings, computed, tuple(differences))


def _check_files(folder: Path, listing: bytes) -> Iterator[Finding]:
    expected: dict[str, str] = {}
    for line in listing.decode("utf-8", errors="replace").splitlines():
        digest, _, name = line.partition("  ")
        expected[name] = digest
    present = {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if not path.is_dir() and path.name != CHECKSUMS
    }
    for name in sorted(expected.keys() - present.keys()):
        yield _finding(name, "The file is listed but missing.", "BUNDLE_FILE_MISSING")
    for name in sorted(present.keys() - expected.keys()):
        yield _finding(name, "The file is not on the list.", "BUNDLE_FILE_UNLISTED")
    for name in sorted(expected.keys() & present.keys()):
        if sha256_of(present[name]) != expected[name]:
            yield _finding(name, "The content does not have its checksum.", "BUNDLE_FILE_CHANGED")


def _check_name(folder: Path, checksum: str) -> list[Finding]:
    """A folder that carries a checksum in its name must carry its own."""
    _, dash, claimed = folder.resolve().name.rpartition("-")
    looks_like_one = len(claimed) == 12 and set(claimed) <= set("0123456789abcdef")
    if dash and looks_like_one and not checksum.startswith(claimed):
        what = f"The folder is named for {claimed} but its checksum is {checksum[:12]}."
        return [_finding(CHECKSUMS, what, "BUNDLE_NAME_DIFFERS")]
    return []


def _recompute(folder: Path) -> tuple[int, int, list[Finding]]:
    stated = thaw_result(folder)
    again = compute(thaw_material(folder))
    findings = list(_compare_rows(stated.ratings, again.ratings))
    findings += _compare_parts("traces", stated.traces, again.traces)
    findings += _compare_parts("aggregates", stated.aggregates, again.aggregates)
    computed = sum(row.get("computed") is not None for row in stated.ratings)
    return len(stated.ratings), computed, findings


def _compare_rows(stated: list[Any], again: list[Any]) -> Iterator[Finding]:
    left = {(row["framework"], row["benchmark"], row["place"]): row for row in stated}
    right = {(row["framework"], row["benchmark"], row["place"]): row for row in again}
    for key in sorted(left.keys() | right.keys()):
        old, new = left.get(key), right.get(key)
        if _plain(old) == _plain(new):
            continue
        where = " / ".join(key)
        what = f"Stated {_brief(old)}, recomputed {_brief(new)}."
        yield _finding(f"ratings.json: {where}", what, "BUNDLE_RATING_DIFFERS")


def _compare_parts(part: str, stated: Any, again: Any) -> list[Finding]:
    findings = []
    for key in sorted(stated.keys() | again.keys(), key=str):
        if _plain(stated.get(key)) != _plain(again.get(key)):
            name = "/".join(key) if isinstance(key, tuple) else key
            what = "The working differs from what the rules give for these inputs."
            findings.append(_finding(f"{part}/{name}.json", what, "BUNDLE_WORKING_DIFFERS"))
    return findings


def _plain(value: Any) -> bytes:
    return to_json(value)


def _brief(rating: Any) -> str:
    if rating is None:
        return "nothing"
    shown = {name: rating.get(name) for name in ("state", "reason", "status", "value")}
    return orjson.dumps(shown).decode()


def _finding(where: str, what: str, code: str) -> Finding:
    return Finding(
        code=code,
        where=where,
        what=what,
        why="A published edition must be the bytes and the colours that were published.",
        remedy="Fetch the bundle again from where it was published, or ask its publisher.",
    )
