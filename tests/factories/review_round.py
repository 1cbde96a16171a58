"""Fills a fresh home folder for a whole review round: a plan of 20 benchmarks and a coordinator.

What a browser test does to the database it does through a process of its own: ``main`` fills the
home folder, ``let_days_pass`` moves the calendar, ``count_ratings`` says what is kept.
"""

from datetime import date, timedelta
from typing import Final

from django.conf import settings
from django.core.management import call_command
from django.db.models import F, Model

from milepost.accounts.models import User
from milepost.accounts.selectors import actor_of
from milepost.accounts.services import create_user
from milepost.evidence.services import load_sources
from milepost.frameworks.services import load_framework
from milepost.indicators.services import import_file, load_definitions
from milepost.kernel import clock
from milepost.kernel.actors import Actor, system_actor
from milepost.reviews.entries import Entry
from milepost.reviews.models import Assessment, Assignment, ReplyInvitation, RoundStage
from milepost.reviews.services import load_editions
from tests.factories import instance
from tests.factories.workspace import PASSWORD, SOURCES

EDITION: Final = "2018"
FRAMEWORK: Final = "harbour-plan"
GOALS: Final = 4
BENCHMARKS: Final = tuple(
    f"{goal}.{number}" for goal in range(1, GOALS + 1) for number in range(1, 6)
)
MEASURED: Final = "1.1"
PLACES: Final = ("608", "686", "288", "144")
"""Philippines, Senegal, Ghana, Sri Lanka; the government of the first replies."""
FALLS: Final = {"608": -0.1, "686": 0.8, "288": 0.8, "144": 0.8}
"""By how much the fee falls each year; it rises in the first place, so the rule says red."""
ORGANISATIONS: Final = {
    "Harbour Rights Network": "civil_society",
    "Seafarers Union": "trade_union",
    "Diaspora Circle": "migrant_association",
}
PEOPLE: Final = {
    "Harbour Rights Network": ("awa", "bilal", "chipo", "dalia"),
    "Seafarers Union": ("emil", "farah", "gita", "hugo"),
    "Diaspora Circle": ("ines", "jamal", "kofi", "lila"),
}
"""Of each organisation one person for each place, in the order of ``PLACES``."""

HEAD = f"""\
milepost: framework/1
key: {FRAMEWORK}
version: "1"
title: {{en: Harbour plan, ar: خطة الميناء}}
about: {{en: What the harbour towns were promised.}}
issuer: {{en: Harbour association}}
period: {{start: 2010-01-01, end: 2020-12-31}}
sources:
  - {{key: minutes, title: Minutes, publisher: Harbour association, issued: "2010", licence: CC0}}
nodes:
"""
GOAL = """\
  - key: "{goal}"
    kind: goal
    identifier: Goal {goal}
    title: {{en: "Harbour goal {goal}", ar: "هدف الميناء {goal}"}}
    source: {{ref: minutes, locator: page {goal}}}
    benchmarks:
"""
BENCHMARK = """\
      - key: "{key}"
        title: {{en: "Promise {key}", ar: "الوعد {key}"}}
        text: {{en: "What was promised under {key} is kept."}}
        type: outcome
        action_by: [government]
        level: country
        verification: [{{en: Visits}}]
        source: {{ref: minutes, locator: page {goal}}}
        judge:
          question: {{en: "Is promise {key} kept?"}}
          green: {{en: Nearly everywhere.}}
          yellow: {{en: In some places.}}
          red: {{en: Nowhere.}}
"""
MEASURE = """\
        measure:
          indicator: fee
          rule: linear-path@1
          direction: down
          baseline: {period: "2010"}
          target: {value: 3}
          deadline: 2020-12-31
"""


def framework() -> str:
    """Return the plan: four goals of five benchmarks, the first one measured and judged."""
    parts = [HEAD]
    for goal in range(1, GOALS + 1):
        parts.append(GOAL.format(goal=goal))
        for key in BENCHMARKS:
            if key.startswith(f"{goal}."):
                parts.append(BENCHMARK.format(key=key, goal=goal))
                parts += [MEASURE] if key == MEASURED else []
    return "".join(parts)


def main() -> None:
    """Migrate, load plan, fees, source and edition, and create the coordinator."""
    call_command("migrate", verbosity=0)
    actor = system_actor("tests")
    roles = frozenset({"administrator", "editor"})
    create_user(
        actor, "coordinator@example.org", name="Coordinator", password=PASSWORD, roles=roles
    )
    load_framework(actor, framework(), "harbour-plan.yaml")
    load_definitions(actor, instance.INDICATORS, "indicators.yaml")
    rows = [
        f"{area},,{year},,{10 - (year - 2010) * fall:.1f},A,"
        for area, fall in FALLS.items()
        for year in range(2010, 2019)
    ]
    path = settings.MILEPOST_HOME / "fee.csv"
    head = "area,counterpart,period,breakdown,value,status,note"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    import_file(actor, "fee", path, source="Price survey", licence="CC0", known_on=date(2014, 1, 1))
    load_sources(actor, SOURCES, "sources.yaml")
    editions = instance.EDITIONS.replace("village-plan", FRAMEWORK)
    as_of = f"{EDITION}-12-31"
    load_editions(
        actor, editions.format(key=EDITION, as_of=as_of, previous="null"), "editions.yaml"
    )


def seat(name: str) -> tuple[str, str]:
    """Return organisation and place of one of the twelve."""
    return next(
        (organisation, PLACES[names.index(name)])
        for organisation, names in PEOPLE.items()
        if name in names
    )


def colour(benchmark: str, place: str, organisation: str) -> str:
    """Return how somebody judges: mostly as the others, and green where a rule is asked too."""
    if benchmark == MEASURED:
        return "green"
    number = BENCHMARKS.index(benchmark) + PLACES.index(place)
    dissents = organisation == "Seafarers Union" and number % 5 == 0
    return ("green", "yellow", "red")[(number + dissents) % 3]


def actor_called(name: str) -> Actor:
    """Return somebody who has joined."""
    return actor_of(User.objects.get(email=f"{name}@example.org"))


def entry_of(organisation: str, name: str, benchmark: str, place: str) -> Entry:
    """Return what somebody hands in for one rating."""
    return Entry(
        edition=EDITION,
        framework=FRAMEWORK,
        benchmark=benchmark,
        place=place,
        assessor=organisation,
        standpoint=ORGANISATIONS[organisation],
        colour=colour(benchmark, place, organisation),
        reason={"en": f"{name.title()} went to see {benchmark}."},
        confidence="medium",
        assessed_on=clock.today(),
    )


def let_days_pass(days: int) -> None:
    """Move every day of the round back, which is what it looks like when time passes."""
    step = timedelta(days=days)
    dated: tuple[tuple[type[Model], tuple[str, ...]], ...] = (
        (RoundStage, ("starts_on", "ends_on")),
        (Assignment, ("due_on",)),
        (ReplyInvitation, ("until",)),
    )
    for model, names in dated:
        model._default_manager.update(**{name: F(name) - step for name in names})


def count_ratings() -> None:
    """Stop with an error unless each of the twelve has one assessment of each benchmark."""
    rows = Assessment.objects.filter(superseded_at=None).values_list(
        "person_key", "benchmark", "place"
    )
    kept = sorted(rows)
    wanted = sorted(
        (actor_called(name).key, benchmark, seat(name)[1])
        for names in PEOPLE.values()
        for name in names
        for benchmark in BENCHMARKS
    )
    if kept != wanted or Assessment.objects.count() != len(wanted):
        raise SystemExit(f"{len(kept)} of {len(wanted)} assessments are kept")
