"""Reading a file of indicator definitions. Pure: text in, normalised documents and findings out.

The format is described by ``schema/indicators.schema.json`` and on the page
``docs/reference/indicator-format.md``. Every finding names its line; all are returned at once.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from milepost.indicators.derived_checks import check_derived
from milepost.indicators.guidance import GUIDE, load_validator
from milepost.kernel.findings import Finding, Severity, has_errors
from milepost.kernel.schema_findings import schema_findings
from milepost.kernel.yaml_text import Path, Reading, read_yaml, where_line

FORMAT: Final = "indicators/1"
METADATA: Final[tuple[str, ...]] = (
    "STAT_CONC_DEF", "UNIT_MEASURE", "SOURCE_TYPE", "FREQ_COLL", "DATA_SOURCE", "RATIONALE",
    "REC_USE_LIM", "DATA_COMP", "IMPUTATION", "REG_AGG", "COMPARABILITY",
)  # fmt: skip
"""The least a reader must be told, as concepts of the SDG metadata structure (SDMX MSD)."""

_DEFAULTS: Final[dict[str, Any]] = {
    "weight": None, "eligible": None, "minimum": None, "maximum": None, "frequency": "irregular",
    "breakdowns": [], "metadata": {},
}  # fmt: skip

OF_UNKNOWN_NATURE: Final[dict[str, Any]] = {
    "kind": "amount", "aggregation": "none", "weight": None, "eligible": None,
    "direction": "none", "decimals": 1, "minimum": None, "maximum": None,
}  # fmt: skip
"""What is written down of an indicator whose source does not say how its values behave."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """Normalised definitions (none when there is an error), and all findings by line."""

    definitions: tuple[dict[str, Any], ...]
    findings: tuple[Finding, ...]


def parse(
    text: str, filename: str, known: Iterable[str] = (), others: Iterable[Mapping[str, Any]] = ()
) -> Parsed:
    """Read definitions; ``known`` are keys defined elsewhere that a weight may name.

    ``others`` are the definitions that are loaded already, for what derived indicators are made
    from. Never raises for bad input.
    """
    reading = read_yaml(text, filename)
    findings = list(reading.findings)
    if reading.data is not None:
        findings += schema_findings(load_validator(), reading, GUIDE)
        loaded = {str(document["key"]): document for document in others}
        findings += _check(reading, frozenset(known) | frozenset(loaded))
        findings += check_derived(reading, loaded)
    findings.sort(key=lambda finding: finding.line or 0)
    if reading.data is None or has_errors(findings):
        return Parsed((), tuple(findings))
    return Parsed(tuple(_normalised(item) for item in reading.data["indicators"]), tuple(findings))


def _check(reading: Reading, known: frozenset[str]) -> Iterator[Finding]:
    """Yield what the schema cannot see; silent about parts that have the wrong shape."""
    document = reading.data if isinstance(reading.data, dict) else {}
    listed = document.get("indicators")
    items = list(enumerate(listed)) if isinstance(listed, list) else []
    first: dict[str, int] = {}
    here = {str(item.get("key")) for _index, item in items if isinstance(item, dict)}
    for index, item in items:
        if not isinstance(item, dict) or not isinstance(item.get("key"), str):
            continue
        check = _Check(reading, ("indicators", index), item["key"])
        if item["key"] in first:
            yield check.repeated(first[item["key"]])
        first.setdefault(item["key"], reading.line_of(("indicators", index, "key")))
        yield from check.weight(item, known | here)
        yield from check.range(item)
        yield from check.breakdowns(item)
        yield from check.corridor(item, known | here)
        yield from check.metadata(item)


@dataclass(frozen=True, slots=True)
class _Check:
    """The checks of one definition."""

    reading: Reading
    path: Path
    key: str

    def repeated(self, first: int) -> Finding:
        """Two definitions under one key."""
        return self._finding(
            "KEY_REPEATED",
            "key",
            _("The key “%(key)s” is used twice; the first is in line %(first)s.")
            % {"key": self.key, "first": first},
            _("Two definitions cannot share one key."),
            _("Rename one of them, or merge them."),
        )

    def weight(self, item: dict[str, Any], known: frozenset[str]) -> Iterator[Finding]:
        """A weighted mean needs a known weight."""
        weight = item.get("weight")
        if item.get("aggregation") == "weighted_mean" and not weight:
            yield self._finding(
                "WEIGHT_MISSING",
                "aggregation",
                _("“%(key)s” is a weighted mean and names no weight.") % {"key": self.key},
                _("A rate rolls up with its denominator, or not at all."),
                _("Add weight: the key of the indicator that holds the denominator."),
            )
        elif isinstance(weight, str) and weight not in known:
            yield self._finding(
                "WEIGHT_UNKNOWN",
                "weight",
                _("There is no indicator “%(weight)s” to weight with.") % {"weight": weight},
                _("The roll-up would have no denominator."),
                _("Define it in this file, or load its definition first."),
            )

    def range(self, item: dict[str, Any]) -> Iterator[Finding]:
        """The range must hold a value."""
        low, high = item.get("minimum"), item.get("maximum")
        if isinstance(low, int | float) and isinstance(high, int | float) and low > high:
            yield self._finding(
                "RANGE_INVERTED",
                "minimum",
                _("The minimum of “%(key)s” is above its maximum.") % {"key": self.key},
                _("No value could be in range."),
                _("Exchange the two."),
            )

    def breakdowns(self, item: dict[str, Any]) -> Iterator[Finding]:
        """A dimension is expected once."""
        listed = item.get("breakdowns")
        names = [
            entry["dimension"]
            for entry in (listed if isinstance(listed, list) else [])
            if isinstance(entry, dict) and isinstance(entry.get("dimension"), str)
        ]
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield self._finding(
                "BREAKDOWN_REPEATED",
                "breakdowns",
                _("“%(key)s” expects the dimension “%(name)s” twice.")
                % {"key": self.key, "name": name},
                _("Which of the two lists of codes should be found would be left open."),
                _("Write the dimension once, with all its codes."),
            )

    def corridor(self, item: dict[str, Any], known: frozenset[str]) -> Iterator[Finding]:
        """What a corridor comes along with must be there."""
        stated = item.get("corridor")
        companion = stated.get("with") if isinstance(stated, dict) else None
        if isinstance(companion, str) and companion not in known:
            yield self._finding(
                "COMPANION_UNKNOWN",
                "corridor",
                _("There is no indicator “%(name)s” for “%(key)s” to come along with.")
                % {"name": companion, "key": self.key},
                _("Without it no edition would take the figures of the corridors in."),
                _("Define it in this file, or load its definition first."),
            )

    def metadata(self, item: dict[str, Any]) -> Iterator[Finding]:
        """The least a reader must be told."""
        stated = item.get("metadata")
        stated = stated if isinstance(stated, dict) else {}
        missing = [concept for concept in METADATA if concept not in stated]
        if missing:
            yield self._finding(
                "METADATA_MISSING",
                "metadata",
                _("“%(key)s” does not state %(concepts)s.")
                % {"key": self.key, "concepts": ", ".join(missing)},
                _("Readers cannot judge a number whose concept, source and limits are unknown."),
                _("Add the missing texts under metadata."),
                Severity.WARNING,
            )

    def _finding(
        self,
        code: str,
        field: str,
        what: str,
        why: str,
        remedy: str,
        severity: Severity = Severity.ERROR,
    ) -> Finding:
        line = self.reading.line_of((*self.path, field))
        return Finding(
            code=f"INDICATORS_DEFINITION_{code}",
            where=where_line(self.reading.filename, line),
            what=what,
            why=why,
            remedy=remedy,
            severity=severity,
            line=line,
            value=self.key,
        )


def _normalised(item: dict[str, Any]) -> dict[str, Any]:
    """Return the definition with every key present, so that readers need no defaults."""
    decimals = 0 if item["kind"] in {"adoption", "count"} else 1
    return {**_DEFAULTS, "decimals": decimals, **item}


def written(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a normalised definition as a file of definitions states it."""
    schema = load_validator().schema
    known = schema["$defs"]["indicator"]["properties"] if isinstance(schema, Mapping) else {}
    return {
        name: value
        for name, value in document.items()
        if name in known and value is not None and value not in ([], {})
    }
