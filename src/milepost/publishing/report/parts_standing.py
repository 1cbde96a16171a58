"""Generated parts: how the whole stands, goal by goal, and what has no colour."""

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext, ngettext

from milepost.publishing import formats, terms, wording_counts
from milepost.publishing.bundle import WORLD, Json
from milepost.publishing.pages.overview import MOVES, heat_columns
from milepost.publishing.report.scope import ORDER, Scope
from milepost.publishing.report.tree import (
    Block,
    Column,
    Inlines,
    Mark,
    Paragraph,
    Row,
    Run,
    Sentence,
    Table,
    text,
)
from milepost.publishing.templatetags.milepost import official


def standing(scope: Scope, _argument: str) -> tuple[Block, ...]:
    """Return how all benchmarks of the report stand, and what moved, with the bar."""
    rows = scope.benchmarks()
    counts = scope.spread(rows)
    blocks: list[Block] = [
        Paragraph((Run(_how_many(scope, counts)),), "lede"),
        scope.bar("standing", counts),
    ]
    moved = moved_words(scope, [row["key"] for row in rows])
    if moved:
        blocks.append(Sentence("moved", (Run(moved),), _moved_address(scope), _moved_label()))
    return tuple(blocks)


def summary(scope: Scope, _argument: str) -> tuple[Block, ...]:
    """Return a paragraph for each goal: how many stand where, what moved, why some are grey."""
    blocks: list[Block] = []
    for goal in scope.goals():
        rows = scope.benchmarks(goal["key"])
        ratings = [scope.rating(row["key"]) for row in rows]
        said = [
            _how_many(scope, scope.spread(rows)),
            moved_words(scope, [row["key"] for row in rows]),
            grey_words(ratings, scope),
        ]
        address = scope.address("goal", scope.framework, goal["key"])
        name = f"{official(goal)}. {scope.say(goal['title'])}"
        blocks.append(
            Sentence(
                f"goal:{goal['key']}",
                (Run(f"{name}. ", strong=True), Run(formats.sentences(said, scope.language))),
                address,
                gettext("Why: every benchmark of %(goal)s") % {"goal": official(goal)},
            )
        )
    return tuple(blocks)


def goals_table(scope: Scope, _argument: str) -> tuple[Block, ...]:
    """Return the goals with the number of benchmarks in each state, and the best and worst."""
    columns = (
        Column(gettext("Goal"), 6),
        *(Column(_capital(terms.term(name, "colour")), 1.5, numeric=True) for name in ORDER),
    )
    rows = []
    for goal in scope.goals():
        counts = scope.spread(scope.benchmarks(goal["key"]))
        name: Inlines = (Run(f"{official(goal)}. "), *scope.run(goal["title"]))
        cells = [_count(scope, state, counts.get(state, 0)) for state in ORDER]
        rows.append(Row((name, *cells)))
    caption = gettext("How many benchmarks of each goal show which colour, %(place)s") % {
        "place": scope.name_of(scope.place)
    }
    return (Table(caption, columns, tuple(rows)),)


def _count(scope: Scope, state: str, count: int) -> Inlines:
    if not count:
        return (Run(formats.MISSING, quiet=True),)
    return (Mark(state, terms.term(state, "colour"), bare=True), Run(f" {scope.number(count, 0)}"))


def regions(scope: Scope, _argument: str) -> tuple[Block, ...]:
    """Return the goals down and the places of the heat map across, as counts."""
    places = heat_columns(scope.bundle)
    if len(places) < 2:
        return ()
    columns = (
        Column(gettext("Goal"), 3),
        *(Column(scope.say(place["names"]), 2) for place in places),
    )
    rows = []
    for goal in scope.goals():
        benchmarks = scope.benchmarks(goal["key"])
        cells = [_spread_cell(scope, scope.spread(benchmarks, row["code"])) for row in places]
        rows.append(Row(((Run(f"{official(goal)}. "), *scope.run(goal["title"])), *cells)))
    caption = gettext("The goals in the world and its regions")
    return (Table(caption, columns, tuple(rows), small=True),)


def _spread_cell(scope: Scope, counts: dict[str, int]) -> Inlines:
    cell: list[Run | Mark] = []
    for state in ORDER:
        if counts.get(state):
            if cell:
                cell.append(Run("  "))
            cell.append(Mark(state, terms.term(state, "colour"), bare=True))
            cell.append(Run(f"\u00a0{scope.number(counts[state], 0)}"))
    return tuple(cell) or (Run(formats.MISSING),)


def missing(scope: Scope, argument: str) -> tuple[Block, ...]:
    """Return what has no colour, each with its reason; of one goal when one is named."""
    rows = [
        Row(((Run(f"{row['key']}  "), *scope.run(row["title"])), _why(scope, row)))
        for row in scope.benchmarks(argument or None)
        if scope.rating(row["key"])["state"] == "grey"
    ]
    if not rows:
        return (Paragraph(text(gettext("Every benchmark has a colour."))),)
    columns = (Column(gettext("Benchmark"), 3), Column(gettext("Why it has no colour"), 3))
    caption = gettext("Benchmarks without a colour: grey is not red")
    if argument:
        goal = scope.bundle.node(scope.framework, argument) or {}
        caption = gettext("%(goal)s: benchmarks without a colour") % {"goal": official(goal)}
    return (Table(caption, columns, tuple(rows), small=True),)


def _why(scope: Scope, benchmark: Json) -> Inlines:
    rating = scope.rating(benchmark["key"])
    meaning = terms.term(rating.get("reason") or "not_assessed", "reason-meaning")
    return (scope.mark(rating), Run(f". {meaning}"))


def grey_words(ratings: Iterable[Json], scope: Scope) -> str:
    """Return why some have no colour: "No colour: no data (2) and not assessed (1)."."""
    reasons = Counter(
        str(row.get("reason") or "not_assessed") for row in ratings if row["state"] == "grey"
    )
    if not reasons:
        return ""
    parts = [
        gettext("%(reason)s (%(count)s)")
        % {"reason": terms.term(reason, "reason"), "count": scope.number(count, 0)}
        for reason, count in sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
    ]
    return gettext("Without a colour: %(reasons)s.") % {
        "reasons": formats.listed(parts, scope.language)
    }


def moved_words(scope: Scope, keys: list[str]) -> str:
    """Return how many benchmarks changed colour since the edition before, or "" without one."""
    previous = scope.bundle.edition.get("previous")
    if not previous:
        return ""
    moved = Counter(
        row["direction"]
        for row in scope.bundle.changes
        if row["framework"] == scope.framework
        and row["place"] == scope.place
        and row["benchmark"] in keys
        and row["direction"] in MOVES
    )
    if not moved:
        return gettext("No colour changed since the edition %(edition)s.") % {"edition": previous}
    parts = [
        gettext("%(count)s %(way)s")
        % {"count": scope.number(moved[way], 0), "way": terms.term(way, "direction")}
        for way in MOVES
        if moved[way]
    ]
    return gettext("Since the edition %(edition)s: %(moves)s.") % {
        "edition": previous,
        "moves": formats.listed(parts, scope.language),
    }


def _moved_address(scope: Scope) -> str:
    return scope.address("edition") if scope.place == WORLD else scope.address("place", scope.place)


def _moved_label() -> str:
    return gettext("Why: what moved, benchmark by benchmark")


def _how_many(scope: Scope, counts: dict[str, int]) -> str:
    if scope.place == WORLD:
        return wording_counts.at_world_level(counts, scope.language)
    total = counts.get("total", 0)
    if total == 1:
        return ngettext("%(count)s benchmark.", "%(count)s benchmarks.", total) % {
            "count": scope.number(total, 0)
        }
    return wording_counts.in_a_place(counts, scope.language)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
