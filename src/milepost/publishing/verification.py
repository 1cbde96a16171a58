"""Checking a bundle: every byte against its checksum, every computed rating against the rules.

Needs no database and no network: the folder is enough.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import orjson
from django.utils.translation import gettext as _

import milepost
from milepost.kernel.files import sha256_of
from milepost.kernel.findings import Finding
from milepost.publishing.coherence import check_coherence
from milepost.publishing.derived_checks import check_derived, shorten_lineage
from milepost.publishing.freeze import (
    ADDED_TO_TRACES,
    CHECKSUMS,
    PACKAGE,
    READABLE,
    WITH_FULL_LINEAGE,
    WITH_QUALITY,
    to_json,
)
from milepost.publishing.survey_checks import check_surveys
from milepost.publishing.thaw import thaw_material, thaw_quality, thaw_result
from milepost.reviews.computation import compute
from milepost.reviews.material import Material
from milepost.reviews.quality import assess_material

Traces = Mapping[tuple[str, str], Mapping[str, dict[str, Any]]]
_LINE = re.compile(r"([0-9a-f]{64})  ([^\\\x00-\x1f]+)")
_UNREADABLE = (
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What reading and computing raise on content that is not a bundle's."""


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


def verify_bundle(folder: Path, *, expected: str = "") -> Report:
    """Check every file and recompute every rating; return all differences at once.

    ``expected`` is the checksum that the publisher states, or its beginning. When files differ
    from their checksums nothing is recomputed: a bundle that was changed has already failed, and
    its content is not trusted to be read. Never raises on any content.
    """
    listing = folder / CHECKSUMS
    if not listing.is_file():
        what = _("There is no bundle here: the list of checksums is missing.")
        return Report("", 0, 0, 0, (_finding(CHECKSUMS, what, "BUNDLE_NO_CHECKSUMS"),))
    content = listing.read_bytes()
    checksum = hashlib.sha256(content).hexdigest()
    listed, findings = _read_listing(content)
    findings += _check_files(folder, listed)
    findings += _check_name(folder, checksum)
    if not checksum.startswith(expected.lower()):
        what = _("The checksum is %(checksum)s and not %(expected)s.") % {
            "checksum": checksum,
            "expected": expected,
        }
        findings.append(_finding(CHECKSUMS, what, "BUNDLE_CHECKSUM_DIFFERS"))
    if not findings:
        findings += _check_package(folder, listed)
    if findings:
        return Report(checksum, len(listed), 0, 0, tuple(findings))
    try:
        ratings, computed, differences = _recompute(folder)
    except _UNREADABLE as error:
        reason = f"{type(error).__name__}: {error}"[:300]
        what = _("The content cannot be read as an edition (%(reason)s).") % {"reason": reason}
        ratings, computed, differences = 0, 0, [_finding(folder.name, what, "BUNDLE_UNREADABLE")]
    return Report(checksum, len(listed), ratings, computed, tuple(differences))


def _read_listing(content: bytes) -> tuple[dict[str, str], list[Finding]]:
    """Return the checksums by file; each line must be of the one form and name a file once."""
    listed: dict[str, str] = {}
    findings: list[Finding] = []
    # Split at line feeds alone: `splitlines` would take a vertical tab for one and let it pass.
    text = content.decode("utf-8", errors="replace").removesuffix("\n")
    for number, line in enumerate(text.split("\n"), 1):
        found = _LINE.fullmatch(line)
        where = f"{CHECKSUMS}, {number}"
        if found is None or ".." in Path(found[2]).parts or found[2].startswith("/"):
            what = _("The line is not a checksum and the name of a file of the bundle.")
            findings.append(_finding(where, what, "BUNDLE_LISTING_MALFORMED"))
        elif found[2] in listed:
            what = _("“%(file)s” is listed twice.") % {"file": found[2]}
            findings.append(_finding(where, what, "BUNDLE_LISTING_MALFORMED"))
        else:
            listed[found[2]] = found[1]
    return listed, findings


def _check_files(folder: Path, listed: Mapping[str, str]) -> Iterator[Finding]:
    present = {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path != folder / CHECKSUMS and (path.is_symlink() or not path.is_dir())
    }
    for name in sorted(listed.keys() - present.keys()):
        yield _finding(name, _("The file is listed but missing."), "BUNDLE_FILE_MISSING")
    for name in sorted(present.keys() - listed.keys()):
        yield _finding(name, _("The file is not on the list."), "BUNDLE_FILE_UNLISTED")
    for name in sorted(listed.keys() & present.keys()):
        path = present[name]
        if path.is_symlink() or not path.is_file():
            what = _("This is a link or a device and not a file of the bundle.")
            yield _finding(name, what, "BUNDLE_FILE_CHANGED")
        elif sha256_of(path) != listed[name]:
            what = _("The content does not have its checksum.")
            yield _finding(name, what, "BUNDLE_FILE_CHANGED")


def _check_package(folder: Path, listed: Mapping[str, str]) -> list[Finding]:
    """The description names the same files with the same checksums, in a format we know."""
    try:
        package = orjson.loads((folder / PACKAGE).read_bytes())
        version = package["milepost"]["format"]
        named = {row["path"]: row["hash"].removeprefix("sha256:") for row in package["resources"]}
    except _UNREADABLE:
        what = _("The description of the bundle is missing or cannot be read.")
        return [_finding(PACKAGE, what, "BUNDLE_UNREADABLE")]
    if version not in READABLE:
        what = _("The bundle is of format %(format)s; this software reads %(known)s.") % {
            "format": version,
            "known": ", ".join(str(known) for known in sorted(READABLE)),
        }
        return [_finding(PACKAGE, what, "BUNDLE_FORMAT_UNKNOWN")]
    wanted = {name: digest for name, digest in listed.items() if name != PACKAGE}
    return [
        _finding(
            PACKAGE,
            _("It describes “%(file)s” otherwise than the list of checksums.") % {"file": name},
            "BUNDLE_PACKAGE_DIFFERS",
        )
        for name in sorted(wanted.keys() | named.keys())
        if wanted.get(name) != named.get(name)
    ]


def _check_name(folder: Path, checksum: str) -> list[Finding]:
    """A folder that carries a checksum in its name must carry its own."""
    _stem, dash, claimed = folder.resolve().name.rpartition("-")
    looks_like_one = len(claimed) == 12 and set(claimed) <= set("0123456789abcdef")
    if dash and looks_like_one and not checksum.startswith(claimed):
        what = _("The folder is named for %(claimed)s but its checksum is %(checksum)s.") % {
            "claimed": claimed,
            "checksum": checksum[:12],
        }
        return [_finding(CHECKSUMS, what, "BUNDLE_NAME_DIFFERS")]
    return []


def _recompute(folder: Path) -> tuple[int, int, list[Finding]]:
    stated = thaw_result(folder)
    material = thaw_material(folder)
    again = compute(material)
    version = _described(folder)["format"]
    _shorten(again.traces, version)
    findings = list(_compare_rows(stated.ratings, again.ratings))
    if not findings and to_json(stated.ratings) != to_json(again.ratings):
        what = _("Ratings stand twice, or in another order than they are written in.")
        findings.append(_finding("ratings.json", what, "BUNDLE_RATINGS_REPEATED"))
    findings += _compare_traces(stated.traces, again.traces)
    findings += _compare_parts("aggregates", stated.aggregates, again.aggregates)
    derived = check_derived(material.indicators, material.observations)
    if version < WITH_FULL_LINEAGE:
        findings += derived
    findings = [_with_advice(finding, _made_with(folder)) for finding in findings]
    if version >= WITH_FULL_LINEAGE:
        findings += derived
    findings += _check_quality(folder, material)
    findings += [
        _finding(where, what, "BUNDLE_SURVEY_DIFFERS") for where, what in check_surveys(folder)
    ]
    findings += [
        _finding(where, what, "BUNDLE_PART_DIFFERS") for where, what in check_coherence(folder)
    ]
    computed = sum(row.get("computed") is not None for row in stated.ratings)
    return len(stated.ratings), computed, findings


def _described(folder: Path) -> dict[str, Any]:
    described: dict[str, Any] = orjson.loads((folder / PACKAGE).read_bytes())["milepost"]
    return described


def _check_quality(folder: Path, material: Material) -> list[Finding]:
    """Each report must be what the frozen figures, and the versions it keeps, give.

    A bundle of a format before reports has none and lacks none.
    """
    version = _described(folder)["format"]
    if version < WITH_QUALITY:
        return []
    stated = thaw_quality(folder)
    again = assess_material(material)
    for report in again.values() if version < WITH_FULL_LINEAGE else ():
        report.pop("results", None)
    what = _("The quality report differs from what the figures give, or is missing.")
    return [
        _finding(f"quality/{key}.json", what, "BUNDLE_QUALITY_DIFFERS")
        for key in sorted(stated.keys() | again.keys())
        if key not in stated or key not in again or _plain(stated[key]) != _plain(again[key])
    ]


def _made_with(folder: Path) -> str:
    return str(_described(folder).get("software", ""))


def _shorten(traces: Traces, version: int) -> None:
    """Take from recomputed traces what the bundle's format did not have yet."""
    later = {name for added, names in ADDED_TO_TRACES.items() if added > version for name in names}
    for places in traces.values():
        for trace in places.values():
            for name in later:
                trace.pop(name, None)
            if version < WITH_FULL_LINEAGE and trace.get("lineage"):
                trace["lineage"] = shorten_lineage(trace["lineage"])


def _with_advice(finding: Finding, software: str) -> Finding:
    """A difference that the files' checksums do not show: forged, or computed by other rules."""
    return replace(
        finding,
        why=_("The bundle's own facts and rules must give the colours and working it states."),
        remedy=_(
            "Verify with Milepost %(made)s, which made it (this is %(this)s), in case a rule "
            "works otherwise there; if it still differs, ask its publisher."
        )
        % {"made": software, "this": milepost.__version__},
    )


def _compare_rows(stated: list[Any], again: list[Any]) -> Iterator[Finding]:
    left = {(row["framework"], row["benchmark"], row["place"]): row for row in stated}
    right = {(row["framework"], row["benchmark"], row["place"]): row for row in again}
    for key in sorted(left.keys() | right.keys()):
        old, new = left.get(key), right.get(key)
        if _plain(old) == _plain(new):
            continue
        where = " / ".join(key)
        what = _("Stated %(stated)s, recomputed %(recomputed)s.") % {
            "stated": _brief(old),
            "recomputed": _brief(new),
        }
        yield _finding(f"ratings.json: {where}", what, "BUNDLE_RATING_DIFFERS")


def _compare_traces(stated: Traces, again: Traces) -> list[Finding]:
    """Tell apart a working that differs and the sensitivity alone, place by place."""
    findings = []
    for key in sorted(stated.keys() | again.keys()):
        where = f"traces/{'/'.join(key)}.json"
        left, right = stated.get(key, {}), again.get(key, {})
        differing = [
            place
            for place in sorted(left.keys() | right.keys())
            if _plain(left.get(place)) != _plain(right.get(place))
        ]
        if any(
            _plain(_without_sensitivity(left.get(place)))
            != _plain(_without_sensitivity(right.get(place)))
            for place in differing
        ):
            what = _("The working differs from what the rules give for these inputs.")
            findings.append(_finding(where, what, "BUNDLE_WORKING_DIFFERS"))
        elif differing:
            what = _("What would change the colour is stated otherwise than computed: %(places)s.")
            places = ", ".join(differing[:10]) + (" …" if len(differing) > 10 else "")
            findings.append(
                _finding(where, what % {"places": places}, "BUNDLE_SENSITIVITY_DIFFERS")
            )
    return findings


def _without_sensitivity(trace: Any) -> Any:
    if not isinstance(trace, dict):
        return trace
    return {name: value for name, value in trace.items() if name != "sensitivity"}


def _compare_parts(part: str, stated: Any, again: Any) -> list[Finding]:
    findings = []
    for key in sorted(stated.keys() | again.keys(), key=str):
        if _plain(stated.get(key)) != _plain(again.get(key)):
            name = "/".join(key) if isinstance(key, tuple) else key
            what = _("The working differs from what the rules give for these inputs.")
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
        why=_("A published edition must be the bytes and the colours that were published."),
        remedy=_("Fetch the bundle again from where it was published, or ask its publisher."),
    )
