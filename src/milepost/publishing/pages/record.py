"""Page models of the record: methods, sources, files."""

from typing import Any

from milepost.publishing import terms
from milepost.publishing.bundle import Bundle, Json

Context = dict[str, Any]


def methods_page(bundle: Bundle) -> Context:
    """Return the rules of an edition and the closed lists of states, reasons and flags."""
    return {
        "rules": [
            {"id": key, "rule": rule, "used": len(benchmarks_using(bundle, key))}
            for key, rule in sorted(bundle.rules.items())
        ],
        "states": list(terms.STATES),
        "reasons": list(terms.REASONS),
        "flags": list(terms.FLAGS),
        "causes": list(terms.CAUSES),
        "types": list(terms.TYPES),
    }


def method_page(bundle: Bundle, key: str) -> Context | None:
    """Return one rule with its parameters and the benchmarks that use it."""
    rule = bundle.rules.get(key)
    if rule is None:
        return None
    return {"id": key, "rule": rule, "benchmarks": benchmarks_using(bundle, key)}


def benchmarks_using(bundle: Bundle, rule: str) -> list[Json]:
    """Return the benchmarks rated by a rule; the judged ones for the rule ``judged``."""
    is_judged = rule.split("@", maxsplit=1)[0] == "judged"
    found = []
    for framework in bundle.frameworks:
        for benchmark in bundle.benchmarks(framework):
            measure = benchmark.get("measure")
            uses = (
                bool(benchmark.get("judge")) if is_judged else (measure or {}).get("rule") == rule
            )
            if uses:
                found.append({"framework": framework, "benchmark": benchmark})
    return found


def sources_page(bundle: Bundle) -> Context:
    """Return every source of an edition: frameworks, data by vintage, cited documents."""
    return {
        "indicators": [row for _key, row in sorted(bundle.indicators.items())],
        "frameworks": list(bundle.frameworks.values()),
        "evidence": [row for _key, row in sorted(bundle.evidence.items())],
        "uses": {
            key: [
                {"framework": framework, "benchmark": benchmark}
                for framework in bundle.frameworks
                for benchmark in bundle.benchmarks(framework)
                if (benchmark.get("measure") or {}).get("indicator") == key
            ]
            for key in bundle.indicators
        },
    }


def downloads_page(bundle: Bundle) -> Context:
    """Return every file of the bundle with size and checksum."""
    files = list(bundle.files.values())
    return {
        "files": files,
        "total_bytes": sum(row["bytes"] for row in files),
        "software": bundle.edition.get("software", ""),
        "licences": bundle.package.get("licenses", []),
    }


RATING_COLUMNS = (
    "framework",
    "benchmark",
    "goal",
    "place",
    "place_name",
    "state",
    "reason",
    "status",
    "flags",
    "basis",
    "value",
    "unit",
    "period",
)


def rating_rows(bundle: Bundle) -> list[list[Any]]:
    """Return all ratings as rows of ``RATING_COLUMNS``, English place names, sorted as frozen."""
    rows = []
    for rating in bundle.ratings:
        place = bundle.place(rating["place"]) or {"names": {}}
        extra = {"place_name": place["names"].get("en", ""), "flags": " ".join(rating["flags"])}
        full = {**rating, **extra}
        rows.append(["" if full[name] is None else full[name] for name in RATING_COLUMNS])
    return rows
