"""Computing an edition: material in, ratings with their working out. No database, no clock.

The same material gives the same result on every machine: everything is sorted, and every number
is rounded to ten significant digits before it is compared and before it is written.
"""

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from milepost.indicators.lineage import Archive, find_lineage
from milepost.measure.rollup import distribution
from milepost.measure.rounding import tidy
from milepost.measure.sensitivity import no_colour
from milepost.measure.states import Reason
from milepost.measure.verdict import Step, Verdict
from milepost.reviews.adoption import adoption_rows, gather_adoption
from milepost.reviews.aggregation import aggregate, make_recipe
from milepost.reviews.concord import concord_part, framework_concord, index_panels
from milepost.reviews.country_rating import country_is_known, rate_country
from milepost.reviews.group_rating import rate_group
from milepost.reviews.judgement import PANEL, Combined, Judged, combine, judge
from milepost.reviews.material import Document, Material, Result
from milepost.reviews.rated import Rated, grey
from milepost.reviews.reply_trace import index_invited, index_replies, reply_part
from milepost.reviews.survey_basis import NOT_FIRM, is_not_firm, survey_part
from milepost.reviews.workbench import WORLD, Task, Workbench, make_task, prepare

CONTESTED = "contested"
JUDGED_RULE = "judged@1"

Place = str
Key = tuple[str, str]


def compute(material: Material) -> Result:
    """Rate every benchmark of an edition in every place where something can be said.

    A row exists for each place with a value, an assessment or a decision; for every place of the
    level that the benchmark speaks of; and for every column of the heat map.

    Raises:
        KeyError: a benchmark names a rule that the material does not hold.
    """
    with _no_collector():
        return _compute(prepare(material))


def _compute(bench: Workbench) -> Result:
    material = bench.material
    voices = _by_benchmark(material.assessments)
    decisions = _by_benchmark(material.decisions)
    rounds = _by_benchmark(material.rounds)
    ratings: list[Document] = []
    traces: dict[Key, dict[Place, Document]] = {}
    tasks: list[Task] = []
    for framework in material.frameworks:
        for benchmark in sorted(framework["benchmarks"], key=lambda item: item["order"]):
            key = (framework["key"], benchmark["key"])
            task = make_task(bench, framework["key"], benchmark)
            if task is not None:
                tasks.append(task)
            people = _People(voices[key], decisions[key], rounds[key])
            subject = _Subject(bench, key, benchmark, task, people)
            rows, traces[key] = subject.rate()
            ratings.extend(rows)
    _add_replies(material, traces)
    _add_agreement(material, traces)
    return Result(ratings=ratings, traces=traces, aggregates=_aggregates(bench, tasks))


def _add_replies(material: Material, traces: dict[Key, dict[Place, Document]]) -> None:
    """Say in each working what the government replied, where one was asked."""
    replies, invited = index_replies(material.replies), index_invited(material.invited)
    if not (replies or invited):
        return
    for (framework, benchmark), places in traces.items():
        for place, trace in places.items():
            part = reply_part((framework, benchmark, place), replies, invited)
            if part is not None:
                trace["reply"] = part


def _add_agreement(material: Material, traces: dict[Key, dict[Place, Document]]) -> None:
    """Say in each working how far the people agree, where two or more gave a colour."""
    panels = index_panels(material.assessments)
    wholes = {
        framework: framework_concord(
            ranks for subject, ranks in panels.items() if subject[0] == framework
        )
        for framework in {subject[0] for subject in panels}
    }
    for (framework, benchmark, place), ranks in panels.items():
        trace = traces.get((framework, benchmark), {}).get(place)
        if trace is not None:
            trace["agreement"] = {**concord_part(ranks), "framework": wholes[framework]}


@contextmanager
def _no_collector() -> Iterator[None]:
    """Pause the cycle collector: a million small objects without a cycle cost it a third more."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _by_benchmark(items: Iterable[Document]) -> dict[Key, dict[Place, list[Document]]]:
    found: dict[Key, dict[Place, list[Document]]] = defaultdict(dict)
    for item in items:
        places = found[item["framework"], item["benchmark"]]
        places.setdefault(item["place"], []).append(item)
    return found


@dataclass(frozen=True, slots=True)
class _People:
    """What people said of one benchmark, by place: assessments, decisions, second rounds."""

    voices: Mapping[Place, list[Document]]
    decisions: Mapping[Place, list[Document]]
    rounds: Mapping[Place, list[Document]]


class _Subject:
    """One benchmark in all its places."""

    def __init__(
        self,
        bench: Workbench,
        key: Key,
        benchmark: Document,
        task: Task | None,
        people: _People,
    ) -> None:
        self.bench, self.key, self.benchmark, self.task = bench, key, benchmark, task
        self.people = people
        self.asked = frozenset(self._asked())

    def rate(self) -> tuple[list[Document], dict[Place, Document]]:
        """Return the ratings, sorted by place, and the traces by place."""
        rows: dict[Place, Document] = {}
        traces: dict[Place, Document] = {}
        for place in self.bench.countries:
            self._rate_place(place, self._rate_country(place), (rows, traces))
        for place in sorted(self.bench.groups):
            rated = rate_group(self.bench, self.task, place) if self.task else None
            self._rate_place(place, rated, (rows, traces))
        for place in sorted(self.bench.groups):
            if place in rows:
                rows[place]["distribution"] = self._colours(place, rows)
        order = sorted(rows)
        return [rows[place] for place in order], {place: traces[place] for place in order}

    def _asked(self) -> Iterable[Place]:
        """Return the places that have a row even when nothing is known."""
        yield from self.bench.material.edition.get("heatmap_places") or ()
        level = self.benchmark.get("level", "world")
        if level == "world":
            yield WORLD
        elif level == "region":
            yield from (
                area["code"] for area in self.bench.material.areas if area["kind"] == "region"
            )
        elif level == "country":
            yield from self._states_asked()

    def _states_asked(self) -> Iterable[Place]:
        if self.task and self.bench.definition(self.task.indicator).get("eligible"):
            everyone = self.bench.countries
            limit = self.bench.definition(self.task.indicator)["eligible"]
            return self.bench.members.get(limit, everyone)
        return sorted(self.bench.un_members)

    def _rate_country(self, place: Place) -> Rated | None:
        if self.task is None or not self.task.rates_countries:
            return None
        if place in self.asked or country_is_known(self.bench, self.task, place):
            return rate_country(self.bench, self.task, place)
        return None

    def _rate_place(
        self,
        place: Place,
        rated: Rated | None,
        into: tuple[dict[Place, Document], dict[Place, Document]],
    ) -> None:
        voices = self.people.voices.get(place, [])
        decision = next(iter(self.people.decisions.get(place, ())), None)
        if not (rated or voices or decision or place in self.asked):
            return
        if rated is None and self.task is not None:
            rated = self._nothing_known()
        judged = judge(voices, next(iter(self.people.rounds.get(place, ())), None))
        final = combine(rated.verdict if rated else None, judged, decision)
        rows, traces = into
        rows[place] = self._row(place, final, (rated, judged, decision))
        traces[place] = _trace(self.task, rated, judged, final)
        self._lay_open(place, rated, traces[place])
        self._rest_on_surveys(place, rated, (rows[place], traces[place]))

    def _lay_open(self, place: Place, rated: Rated | None, trace: Document) -> None:
        """Add what the latest figure of a derived indicator was made from, others in short."""
        if self.task is None or rated is None or not rated.verdict.period:
            return
        definition = self.bench.definition(self.task.indicator)
        if definition.get("derived"):
            where = (place, rated.verdict.period, self.task.breakdown)
            material = self.bench.material
            archive = Archive(material.indicators, material.observations)
            periods = [row["period"] for row in rated.used]
            trace["lineage"] = find_lineage(archive, self.task.indicator, where, periods)

    def _rest_on_surveys(
        self, place: Place, rated: Rated | None, into: tuple[Document, Document]
    ) -> None:
        """Add what is known of the surveys that the last figure was taken from."""
        if self.task is None or rated is None:
            return
        row, trace = into
        part = survey_part(self.bench, self.task, place, rated, trace.get("lineage"))
        if part is not None:
            trace["survey"] = part
        if is_not_firm(part):
            row["flags"] = sorted({*row["flags"], NOT_FIRM})

    def _nothing_known(self) -> Rated:
        task = self.task
        assert task is not None  # noqa: S101 -- only called for measured benchmarks
        return Rated(grey(Reason.NO_DATA), task.function, dict(task.parameters), "")

    def _row(
        self,
        place: Place,
        final: Combined,
        parts: tuple[Rated | None, Judged | None, Document | None],
    ) -> Document:
        rated, judged, decision = parts
        verdict = rated.verdict if rated else None
        flags = {flag.value for flag in verdict.flags} if verdict else set()
        if final.is_contested:
            flags.add(CONTESTED)
        return {
            "framework": self.key[0],
            "benchmark": self.key[1],
            "goal": self.benchmark["goal"],
            "place": place,
            "state": final.state,
            "reason": final.reason,
            "status": final.status,
            "flags": sorted(flags),
            "basis": final.basis,
            "value": verdict.value if verdict else None,
            "unit": rated.unit if rated and verdict and verdict.value is not None else "",
            "period": verdict.period if verdict else "",
            "numbers": _tidied(verdict.numbers) if verdict else {},
            "computed": _computed(verdict),
            "judged": judged.as_dict() if judged else None,
            "decision": _decision(decision),
            "distribution": None,
            "coverage": rated.coverage if rated else None,
            "weighted": rated.weighted if rated else None,
        }

    def _colours(self, group: Place, rows: Mapping[Place, Document]) -> Document | None:
        """Count the states of the members; None when nothing is known of any member.

        The members are the states that the indicator is counted over; for a judged benchmark the
        members of the United Nations and whatever else was judged.
        """
        members = self.bench.members[group]
        if self.task:
            members = self.bench.eligible_members(group, self.task.indicator)
        else:
            members = tuple(c for c in members if c in self.bench.un_members or c in rows)
        colours = distribution(_class_of(rows.get(code)) for code in members)
        return colours if colours["grey"] < colours["total"] else None


def _class_of(row: Document | None) -> str:
    if row is None:
        return "grey"
    return CONTESTED if CONTESTED in row["flags"] else str(row["state"])


def _computed(verdict: Verdict | None) -> Document | None:
    if verdict is None:
        return None
    return {
        "state": verdict.state.value,
        "reason": verdict.reason.value if verdict.reason else None,
        "status": verdict.status,
        "value": verdict.value,
        "period": verdict.period,
    }


def _decision(decision: Document | None) -> Document | None:
    if decision is None:
        return None
    return {name: decision.get(name) for name in ("state", "reason", "by", "on")}


def _trace(
    task: Task | None, rated: Rated | None, judged: Judged | None, final: Combined
) -> Document:
    """Return the working of one rating, from the inputs to the state shown."""
    verdict = rated.verdict if rated else _verdict_of(judged)
    steps = [*verdict.steps, *(judged.steps if judged else ()), *final.steps]
    return {
        "rule": task.rule if task else JUDGED_RULE,
        "function": rated.function if rated else PANEL,
        "parameters": _tidied(rated.parameters) if rated else {},
        "inputs": {
            "used": rated.used if rated else [],
            "rejected": rated.rejected if rated else [],
        },
        "steps": [{"code": step.code, "values": _tidied(step.values)} for step in steps],
        "verdict": {
            "state": verdict.state.value,
            "reason": verdict.reason.value if verdict.reason else None,
            "status": verdict.status,
            "value": verdict.value,
            "period": verdict.period,
            "flags": sorted(flag.value for flag in verdict.flags),
            "numbers": _tidied(verdict.numbers),
        },
        "what_would_change": rated.what_would_change if rated else None,
        "pace_needed": rated.pace_needed if rated else None,
        "sensitivity": (rated.sensitivity or no_colour().as_dict()) if rated else None,
    }


def _verdict_of(judged: Judged | None) -> Verdict:
    """Return what a benchmark without a measure comes to, in the words of a verdict."""
    if judged is None:
        return grey(Reason.NOT_ASSESSED, Step("panel.empty", {"n": 0}))
    return judged.verdict()


def _tidied(values: Mapping[str, Any]) -> Document:
    """Round the numbers of a mapping; lists among the values are rounded too."""
    return {
        name: tidy(value)
        if type(value) is float
        else [tidy(item) if type(item) is float else item for item in value]
        if type(value) is list
        else value
        for name, value in values.items()
    }


def _aggregates(bench: Workbench, tasks: list[Task]) -> dict[str, list[Document]]:
    """Return the aggregated series of every measured indicator, by indicator."""
    wanted = {(task.indicator, task.breakdown): task for task in tasks}
    found: dict[str, list[Document]] = {}
    for (indicator, _breakdown), task in sorted(wanted.items()):
        rows = found.setdefault(indicator, [])
        for group in sorted(bench.groups):
            rows.extend(_aggregate_rows(bench, task, group))
    return found


def _aggregate_rows(bench: Workbench, task: Task, group: Place) -> list[Document]:
    if bench.definition(task.indicator).get("aggregation") == "adoption":
        adoption = gather_adoption(bench, task.indicator, group)
        published = bench.series(task.indicator, task.breakdown).of(group)
        return adoption_rows(bench, group, adoption, published, task.gate)
    recipe = make_recipe(bench, task.indicator, task.breakdown, dict(task.parameters))
    rows = aggregate(bench, recipe, group)
    return [row.as_dict(group, task.breakdown) for row in rows]
