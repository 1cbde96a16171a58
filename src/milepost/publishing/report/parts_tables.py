"""Generated parts: the overview of benchmarks, every place, and what changed between editions."""

from collections.abc import Iterator

from django.utils.translation import gettext

from milepost.publishing import formats, terms, wording
from milepost.publishing.bundle import Bundle, Json
from milepost.publishing.pages.comparison import changes_between
from milepost.publishing.pages.overview import heat_columns, in_order
from milepost.publishing.report.scope import Scope
from milepost.publishing.report.tree import (
    Block,
    Column,
    Inlines,
    Mark,
    Paragraph,
    Row,
    Run,
    Table,
    text,
)
from milepost.publishing.templatetags.milepost import official
from milepost.publishing.templatetags.sentences import value_of


def overview(scope: Scope, _argument: str) -> tuple[Block, ...]:
    """Return every benchmark with kind, colour and justification, goal by goal."""
    columns = (
        Column(gettext("Benchmark"), 3.4),
        Column(gettext("Kind"), 1.4),
        Column(gettext("Progress"), 2.3),
        Column(gettext("Justification"), 6.4),
    )
    rows: list[Row] = []
    for goal in scope.goals():
        title = f"{official(goal)}. {scope.say(goal['title'])}"
        rows.append(Row((text(title, strong=True),), is_group=True))
        for benchmark in scope.benchmarks(goal["key"]):
            rating = scope.rating(benchmark["key"])
            cells = (
                (Run(f"{benchmark['key']}  "), *scope.run(benchmark["title"])),
                text(terms.term(benchmark["type"], "type")),
                (scope.mark(rating),),
                justification(scope, benchmark, rating),
            )
            rows.append(Row(cells, anchor=f"row-{benchmark['key']}"))
    caption = gettext("Every benchmark with its colour and why, %(place)s") % {
        "place": scope.name_of(scope.place)
    }
    return (Table(caption, columns, tuple(rows), small=True),)


def justification(scope: Scope, benchmark: Json, rating: Json) -> Inlines:
    """Return why a benchmark has its colour: the rule's reason, or what those who judged wrote."""
    words: list[Run] = []
    if rating["state"] != "grey":
        words.append(Run(wording.because(rating, scope.language)))
    else:
        meaning = terms.term(rating.get("reason") or "not_assessed", "reason-meaning")
        words.append(Run(meaning))
    found = scope.bundle.assessments(scope.framework, benchmark["key"], scope.place)
    for voice in found[:2]:
        said = scope.run(voice.get("reason"))
        if said:
            words += [Run(" "), *(item for item in said if isinstance(item, Run))]
    return tuple(words)


def places(scope: Scope, _argument: str) -> tuple[Block, ...]:
    """Return every benchmark in every place of the heat map, as symbols with words."""
    found = heat_columns(scope.bundle)
    if scope.place not in {row["code"] for row in found}:
        found = [scope.where, *found]
    columns = (
        Column(gettext("Benchmark"), 5),
        *(Column(scope.say(row.get("short") or row["names"]), 2) for row in found),
    )
    rows: list[Row] = []
    for goal in scope.goals():
        title = f"{official(goal)}. {scope.say(goal['title'])}"
        rows.append(Row((text(title, strong=True),), is_group=True))
        for benchmark in scope.benchmarks(goal["key"]):
            name = (Run(f"{benchmark['key']}  "), *scope.run(benchmark["title"]))
            marks = [_short(scope, benchmark["key"], row["code"]) for row in found]
            rows.append(Row((name, *marks)))
    caption = gettext("Every benchmark in the world and its regions")
    note = gettext("Regions that nobody judged and no rule computes are grey: not assessed.")
    return (Table(caption, columns, tuple(rows), note=note, small=True),)


def _short(scope: Scope, benchmark: str, place: str) -> Inlines:
    rating = scope.rating(benchmark, place)
    if rating["state"] == "grey":
        mark = scope.mark(rating)
        return (Mark("grey", mark.word, mark.letter, mark.href, bare=True),)
    return (scope.mark(rating, short=True),)


def values(scope: Scope, _argument: str) -> tuple[Block, ...]:
    """Return every measured benchmark with its figure, period, colour and rule."""
    columns = (
        Column(gettext("Benchmark"), 4),
        Column(gettext("Figure"), 2.2, numeric=True),
        Column(gettext("Period"), 2.6),
        Column(gettext("Progress"), 2.8),
        Column(gettext("Rule"), 2.4),
    )
    rows = []
    for benchmark in scope.benchmarks():
        rating = scope.rating(benchmark["key"])
        if not benchmark.get("measure"):
            continue
        rule = benchmark["measure"]["rule"]
        shown = value_of(rating, scope.indicator_of(benchmark))
        period = formats.period(rating.get("period"), scope.language)
        cells = (
            (Run(f"{benchmark['key']}  "), *scope.run(benchmark["title"])),
            text(shown),
            text(period),
            (scope.mark(rating),),
            text(rule, code=True),
        )
        rows.append(Row(cells))
    caption = gettext("Benchmarks that a figure measures, %(place)s") % {
        "place": scope.name_of(scope.place)
    }
    return (Table(caption, columns, tuple(rows), small=True),) if rows else ()


def lines(scope: Scope, _argument: str) -> tuple[Block, ...]:
    """Return the benchmarks that have a colour, with the sentence of each, in brief."""
    columns = (
        Column(gettext("Benchmark"), 4),
        Column(gettext("Progress"), 2.9),
        Column(gettext("Justification"), 5),
    )
    rows: list[Row] = []
    for benchmark in scope.benchmarks():
        rating = scope.rating(benchmark["key"])
        if rating["state"] == "grey":
            continue
        name = (Run(f"{benchmark['key']}  "), *scope.run(benchmark["title"]))
        rows.append(
            Row((name, (scope.mark(rating),), text(wording.because(rating, scope.language))))
        )
    if not rows:
        return (Paragraph(text(gettext("No benchmark has a colour here."))),)
    caption = gettext("Benchmarks with a colour, %(place)s") % {"place": scope.name_of(scope.place)}
    return (Table(caption, columns, tuple(rows), small=True),)


def comparison(scope: Scope, _argument: str) -> tuple[Block, ...]:
    """Return what changed in the place since the earlier edition, with the cause."""
    before = scope.earlier
    if before is None:
        return ()
    keys = {row["key"] for row in scope.benchmarks()}
    changed = [
        row
        for row in changes_between(before, scope.bundle)
        if row["framework"] == scope.framework
        and row["place"] == scope.place
        and row["benchmark"] in keys
    ]
    if not changed:
        words = gettext("No benchmark changed since the edition %(edition)s.")
        return (Paragraph(text(words % {"edition": before.key})),)
    moved = in_order(changed)
    blocks: list[Block] = [_moves(scope, before, moved)] if moved else []
    if not moved:
        words = gettext("No colour changed since the edition %(edition)s.")
        blocks.append(Paragraph(text(words % {"edition": before.key})))
    rest = [row for row in changed if row not in moved]
    return (*blocks, *_unmoved(scope, rest))


def _moves(scope: Scope, before: Bundle, moved: list[Json]) -> Table:
    columns = (
        Column(gettext("Benchmark"), 4),
        Column(before.key, 2.8),
        Column(scope.bundle.key, 2.8),
        Column(gettext("Cause"), 2.6),
    )
    caption = gettext("What changed between the editions %(before)s and %(after)s") % {
        "before": before.key,
        "after": scope.bundle.key,
    }
    return Table(caption, columns, tuple(_changed(scope, before, row) for row in moved), small=True)


def _unmoved(scope: Scope, rows: list[Json]) -> Iterator[Paragraph]:
    """Yield what changed without a change of colour, as numbers of benchmarks alone."""
    order = {row["key"]: number for number, row in enumerate(scope.benchmarks())}
    keys = sorted((row["benchmark"] for row in rows), key=lambda key: order.get(key, len(order)))
    greys = {row["benchmark"] for row in rows if row["to"] == "grey"}
    grey = [key for key in keys if key in greys]
    if grey:
        words = gettext(
            "Without a colour in both editions, for another reason than before: %(keys)s."
        )
        yield Paragraph(text(words % {"keys": formats.listed(grey, scope.language)}))
    same = [key for key in keys if key not in greys]
    if same:
        words = gettext("The colour stayed, and what it rests on changed: %(keys)s.")
        yield Paragraph(text(words % {"keys": formats.listed(same, scope.language)}))


def _changed(scope: Scope, before: Bundle, change: Json) -> Row:
    key = change["benchmark"]
    benchmark = scope.bundle.benchmark(scope.framework, key)
    benchmark = benchmark or before.benchmark(scope.framework, key) or {"title": key}
    causes = [terms.term(cause, "cause") for cause in change.get("causes") or [change["cause"]]]
    cells = (
        (Run(f"{key}  "), *scope.run(benchmark["title"])),
        _side(scope, change, "from"),
        _side(scope, change, "to"),
        text(formats.listed(causes, scope.language)),
    )
    return Row(cells)


def _side(scope: Scope, change: Json, side: str) -> Inlines:
    if change[side] is None:
        return text(formats.MISSING)
    seen = {
        "framework": change["framework"],
        "benchmark": change["benchmark"],
        "place": change["place"],
        "state": change[side],
        "reason": change.get(f"{side}_reason"),
        "flags": [],
        "basis": "none",
    }
    return (scope.mark(seen, linked=False),)
