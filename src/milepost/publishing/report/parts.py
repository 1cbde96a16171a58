"""The generated parts by name, and the titles of sections that stand in every report."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from milepost.publishing.report import (
    parts_findings,
    parts_lens,
    parts_method,
    parts_people,
    parts_record,
    parts_standing,
    parts_tables,
)
from milepost.publishing.report.scope import Scope
from milepost.publishing.report.tree import Block

Part = Callable[[Scope, str], tuple[Block, ...]]

PARTS: dict[str, Part] = {
    "addressees": parts_people.addressees,
    "colours": parts_method.colours,
    "comparison": parts_tables.comparison,
    "covered": parts_lens.covered,
    "data": parts_record.data,
    "empty": parts_method.empty,
    "errors": parts_method.errors,
    "goal": parts_findings.goal,
    "goals": parts_standing.goals_table,
    "judges": parts_method.judges,
    "lines": parts_tables.lines,
    "method": parts_method.method,
    "missing": parts_standing.missing,
    "overview": parts_tables.overview,
    "people": parts_record.people,
    "places": parts_tables.places,
    "ratifications": parts_record.ratifications,
    "regions": parts_standing.regions,
    "replies": parts_people.replies,
    "rules": parts_method.rules,
    "sources": parts_record.sources,
    "standing": parts_standing.standing,
    "summary": parts_standing.summary,
    "surveys": parts_people.surveys,
    "treaties": parts_record.treaties,
    "uncovered": parts_lens.uncovered,
    "values": parts_tables.values,
}
ABOUT: dict[str, str | Promise] = {
    "addressees": _("Benchmarks that are not green, by who should act"),
    "colours": _("What the colours mean"),
    "comparison": _("What changed since the earlier edition"),
    "covered": _("Promises of the other framework with their evidence"),
    "data": _("Latest figure of every indicator for the place"),
    "empty": _("What people have not written and the edition does not hold"),
    "errors": _("What may be wrong"),
    "goal": _("Findings of one goal, named after a colon"),
    "goals": _("How many benchmarks of each goal show which colour"),
    "judges": _("Who judged, by standpoint"),
    "lines": _("Benchmarks with a colour, in brief"),
    "method": _("The method, with what stands empty"),
    "missing": _("Benchmarks without a colour, with reasons"),
    "overview": _("Every benchmark with its colour and justification"),
    "people": _("People who agreed to be named"),
    "places": _("Every benchmark in the world and its regions"),
    "ratifications": _("Treaties and the states that joined them"),
    "regions": _("The goals in the world and its regions"),
    "replies": _("What the government replied"),
    "rules": _("Rules that were used"),
    "sources": _("Sources with their licences"),
    "standing": _("How the whole stands, with a bar"),
    "summary": _("A paragraph for each goal"),
    "surveys": _("Tables of the surveys"),
    "treaties": _("Treaties of one country"),
    "uncovered": _("Promises of the other framework without evidence"),
    "values": _("Benchmarks that a figure measures"),
}
"""What each part holds, for the page on which an outline is edited."""


def part_choices(scope: Scope) -> list[tuple[str, str]]:
    """Return every part that a section may hold, with its words, in the order of the words."""
    goals = [(row["key"], scope.say(row["title"])) for row in scope.bundle.goals(scope.framework)]
    found = [(name, str(words)) for name, words in ABOUT.items() if name != "goal"]
    found += [
        ("data:beside", _("%(part)s, beside its region and the world") % {"part": ABOUT["data"]}),
        ("ratifications:maps", _("%(part)s, maps alone") % {"part": ABOUT["ratifications"]}),
    ]
    for key, title in goals:
        found.append((f"goal:{key}", _("Findings: %(goal)s") % {"goal": title}))
        found.append((f"missing:{key}", _("Without a colour: %(goal)s") % {"goal": title}))
    return sorted(((name, str(words)) for name, words in found), key=lambda row: row[1].casefold())


TITLES: dict[str, str | Promise] = {
    "foreword": _("Foreword"),
    "summary": _("Summary"),
    "method": _("How this report was made"),
    "findings": _("Findings"),
    "overview": _("The benchmarks at a glance"),
    "comparison": _("What changed since the earlier edition"),
    "discussion": _("Discussion"),
    "challenges": _("Challenges named in surveys"),
    "recommendations": _("Recommendations"),
    "places": _("Every benchmark, place by place"),
    "values": _("Benchmarks with their figures"),
    "ratifications": _("Ratifications"),
    "people": _("People who took part"),
    "guide": _("Interview guide"),
    "sources": _("Sources and licences"),
    "standing": _("Where it stands"),
    "regions": _("The world and its regions"),
    "data": _("Migration in figures"),
    "promises": _("The promises and their evidence"),
    "uncovered": _("What is not covered"),
    "missing": _("What is missing"),
    "empty": _("What stands empty"),
    "lines": _("What has a colour"),
    "treaties": _("Treaties"),
    "replies": _("The government's reply"),
    "stories": _("Stories"),
}
