"""Page models of the record: methods, sources, files."""

from typing import Any

from milepost.measure.catalogue import METHODS
from milepost.measure.comparison import CLASSES
from milepost.measure.examples import EXAMPLES
from milepost.measure.trial import GROUPS
from milepost.publishing import terms
from milepost.publishing.bundle import Bundle, Json
from milepost.publishing.method_calls import call
from milepost.publishing.pages.grading import letter_of
from milepost.publishing.pages.replies import reply_of
from milepost.publishing.pages.survey_basis import SURVEY_COLUMNS, survey_cells
from milepost.publishing.wording_methods import FAMILIES, purpose_of, title_of
from milepost.publishing.workings import explain, source_of

Context = dict[str, Any]


def methods_page(bundle: Bundle) -> Context:
    """Return the rules of an edition and the closed lists of states, reasons and flags."""
    return {
        "rules": [
            {"id": key, "rule": rule, "used": len(benchmarks_using(bundle, key))}
            for key, rule in sorted(bundle.rules.items())
        ],
        "families": method_families(),
        "states": list(terms.STATES),
        "reasons": list(terms.REASONS),
        "flags": list(terms.FLAGS),
        "causes": list(terms.CAUSES),
        "types": list(terms.TYPES),
        "comparators": [
            {
                "method": method,
                "classes": [
                    {"word": word, "state": state.value} for word, state in classes.items()
                ],
            }
            for method, classes in CLASSES.items()
        ],
    }


def method_page(bundle: Bundle, key: str) -> Context | None:
    """Return one rule with its parameters and the benchmarks that use it."""
    rule = bundle.rules.get(key)
    if rule is None:
        return None
    return {"id": key, "rule": rule, "benchmarks": benchmarks_using(bundle, key)}


def method_families() -> list[Context]:
    """Return every method of the catalogue by family, in words of the active language."""
    return [
        {
            "title": title,
            "methods": [
                {"id": name, "title": title_of(name), "purpose": purpose_of(name)}
                for name in METHODS
                if name.partition(".")[0] == family
            ],
        }
        for family, title in FAMILIES.items()
    ]


def catalogue_page(name: str, language: str) -> Context | None:
    """Return one method of the catalogue with its published example, computed now."""
    if name not in METHODS:
        return None
    example = EXAMPLES.get(name)
    working = explain(call(name, example.inputs), language) if example else None
    return {
        "id": name,
        "title": title_of(name),
        "purpose": purpose_of(name),
        "family": FAMILIES[name.partition(".")[0]],
        "working": working,
        "source": source_of(example) if example else "",
    }


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
        "uses": {key: benchmarks_measured_by(bundle, key) for key in bundle.indicators},
    }


def benchmarks_measured_by(bundle: Bundle, indicator: str) -> list[Json]:
    """Return the benchmarks of an edition that an indicator measures."""
    return [
        {"framework": framework, "benchmark": benchmark}
        for framework in bundle.frameworks
        for benchmark in bundle.benchmarks(framework)
        if (benchmark.get("measure") or {}).get("indicator") == indicator
    ]


def downloads_page(bundle: Bundle) -> Context:
    """Return every file of the bundle with size and checksum."""
    files = list(bundle.files.values())
    return {
        "files": files,
        "total_bytes": sum(row["bytes"] for row in files),
        "indicators": [row for _key, row in sorted(bundle.indicators.items())],
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
    "reply",
    "reply_answer",
    "evidence_grade",
    *SURVEY_COLUMNS,
)
"""``reply`` is what the government replied (agrees, corrects, disagrees), ``none_received`` where
it was asked in vain, and empty where it was not asked; ``reply_answer`` is what became of it.
``evidence_grade`` is A to D, empty without a colour. The last are filled where the last figure was
taken from a survey."""


def rating_rows(bundle: Bundle, only: tuple[str, str] | None = None) -> list[list[Any]]:
    """Return ratings as rows of ``RATING_COLUMNS``, English place names, sorted as frozen.

    All ratings of the bundle, or ``only`` those of one (framework, benchmark).
    """
    rows = []
    for rating in bundle.ratings:
        if only not in (None, (rating["framework"], rating["benchmark"])):
            continue
        place = bundle.place(rating["place"]) or {"names": {}}
        extra = {
            "place_name": place["names"].get("en", ""),
            "flags": " ".join(rating["flags"]),
            "evidence_grade": letter_of(bundle, rating),
        }
        trace = bundle.trace(rating["framework"], rating["benchmark"], rating["place"])
        full = {**rating, **extra, **_reply_cells(bundle, rating), **survey_cells(trace)}
        rows.append(["" if full[name] is None else full[name] for name in RATING_COLUMNS])
    return rows


def _reply_cells(bundle: Bundle, rating: Json) -> Json:
    found = reply_of(bundle, rating["framework"], rating["benchmark"], rating["place"])
    answer = (found or {}).get("answer")
    return {
        "reply": found["stance"] if found else None,
        "reply_answer": answer["outcome"] if answer else None,
    }


SENSITIVITY_COLUMNS = (
    "framework",
    "benchmark",
    "place",
    "place_name",
    "computed_state",
    "result",
    "kind",
    "what",
    "subject",
    "from",
    "to",
    "count",
    "state",
    "status",
    "reason",
    "why",
)


def sensitivity_rows(bundle: Bundle, framework: str, benchmark: str) -> list[list[Any]]:
    """Return every change tried on every rating of a benchmark as rows of the columns above.

    ``subject`` is the period left out, the threshold moved, or the span in which a state moved.
    A kind of change that does not apply is a row with ``why`` and no state. Empty for an edition
    frozen before sensitivity was computed.
    """
    rows = []
    for place, trace in sorted(bundle.traces(framework, benchmark).items()):
        found = trace.get("sensitivity")
        if not found:
            continue
        names = (bundle.place(place) or {"names": {}})["names"]
        start = [framework, benchmark, place, names.get("en", "")]
        start += [trace["verdict"]["state"], found["result"]]
        if found.get("why"):
            rows.append([*start, *[""] * 9, found["why"]])
            continue
        for kind in GROUPS:
            group = found[kind]
            trials = group.get("trials") or [{"what": "", "why": group.get("why", "")}]
            rows += [[*start, kind, *_trial_cells(trial)] for trial in trials]
    return rows


def _trial_cells(trial: Json) -> list[Any]:
    span = f"{trial['first']}/{trial['last']}" if "first" in trial else ""
    subject = trial.get("period") or trial.get("parameter") or span
    before = trial.get("value", trial.get("figure", trial.get("from", "")))
    return [
        trial["what"],
        subject,
        before,
        trial.get("to", ""),
        trial.get("count", 1) if trial.get("state") else "",
        *(trial.get(name, "") for name in ("state", "status", "reason", "why")),
    ]
