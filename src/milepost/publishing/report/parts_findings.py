"""Generated parts: what was promised under a goal, and what became of it."""

from django.utils.translation import gettext

from milepost.publishing import formats, terms, wording_replies, wording_survey_basis
from milepost.publishing.bundle import WORLD, Json
from milepost.publishing.charts import NoChart, Target, get_reference, render_bare
from milepost.publishing.charts.catalogue import ids_for
from milepost.publishing.pages.replies import NONE_RECEIVED, reply_of
from milepost.publishing.report.parts_standing import missing
from milepost.publishing.report.scope import Scope
from milepost.publishing.report.tree import (
    Block,
    Box,
    Bullets,
    Figure,
    Inlines,
    Paragraph,
    Run,
    Section,
    text,
)

HEADINGS = (
    ("process", "done"),
    ("structural", "policy"),
    ("outcome", "life"),
)


def goal(scope: Scope, key: str) -> tuple[Block, ...]:
    """Return the findings of one goal: promised, done, policy, life, and what is missing."""
    node = scope.bundle.node(scope.framework, key)
    if node is None:
        return ()
    rows = scope.benchmarks(key)
    blocks: list[Block] = [scope.bar(f"goal:{key}", scope.spread(rows))]
    blocks.append(Section(f"goal-{key}-promised", _heading("promised"), promised(scope, node)))
    for kind, name in HEADINGS:
        told = [row for row in rows if row["type"] == kind and has_something(scope, row)]
        content: tuple[Block, ...] = tuple(
            block for row in told for block in benchmark_blocks(scope, row)
        )
        if not content:
            of_kind = [row for row in rows if row["type"] == kind]
            content = (Paragraph(text(_nothing(scope, len(of_kind)))),)
        blocks.append(Section(f"goal-{key}-{name}", _heading(name), content))
    if any(scope.rating(row["key"])["state"] == "grey" for row in rows):
        blocks.append(
            Section(f"goal-{key}-missing", _heading("missing"), missing(scope, key), minor=True)
        )
    return tuple(blocks)


def _heading(name: str) -> str:
    return {
        "promised": gettext("What was promised"),
        "done": gettext("What was done"),
        "policy": gettext("What changed in law and policy"),
        "life": gettext("What changed in life"),
        "missing": gettext("What is missing"),
    }[name]


def _nothing(scope: Scope, count: int) -> str:
    if not count:
        return gettext("No benchmark of this goal asks about this.")
    return gettext("Nothing can be said in this edition; the reasons stand under what is missing.")


def promised(scope: Scope, node: Json) -> tuple[Block, ...]:
    """Return the words of a goal and of the recommendations under it."""
    blocks: list[Block] = []
    if scope.say(node.get("text")):
        blocks.append(Paragraph(scope.run(node["text"])))
    children = scope.bundle.children(scope.framework, node["key"])
    items = tuple(scope.run(child["title"]) for child in children if scope.say(child["title"]))
    if items:
        blocks.append(Bullets(items))
    return tuple(blocks) or (Paragraph(scope.run(node["title"])),)


def has_something(scope: Scope, benchmark: Json) -> bool:
    """Whether the edition says more of a benchmark than that it has no colour."""
    rating = scope.rating(benchmark["key"])
    return rating["state"] != "grey" or bool(_voices(scope, benchmark))


def _voices(scope: Scope, benchmark: Json) -> list[Json]:
    found = scope.bundle.assessments(scope.framework, benchmark["key"], scope.place)
    return [row for row in found if scope.say(row.get("reason"))]


def benchmark_blocks(scope: Scope, benchmark: Json) -> tuple[Block, ...]:
    """Return a benchmark: state, sentence, why, who said what, the reply, the chart."""
    rating = scope.rating(benchmark["key"])
    blocks: list[Block] = [Paragraph((scope.mark(rating),))]
    if rating.get("value") is not None or rating.get("numbers"):
        blocks.append(scope.headline(benchmark, rating))
    blocks.append(scope.because(rating))
    blocks += _surveys(scope, benchmark, rating)
    blocks += [Paragraph(_voice(scope, voice)) for voice in _voices(scope, benchmark)]
    blocks += _reply(scope, benchmark)
    blocks += figures(scope, benchmark, limit=1)
    name, title = f"benchmark-{benchmark['key']}", scope.say(benchmark["title"])
    return (Section(name, title, tuple(blocks), identifier=benchmark["key"], minor=True),)


def _surveys(scope: Scope, benchmark: Json, rating: Json) -> list[Block]:
    """Return who answered the surveys behind a rating, as a sentence that leads to its working."""
    trace = scope.bundle.trace(rating["framework"], benchmark["key"], rating["place"])
    words = wording_survey_basis.survey_sentences(
        trace, scope.indicator_of(benchmark), scope.language
    )
    key = f"survey:{benchmark['key']}:{rating['place']}"
    return [scope.sentence(key, " ".join(words), rating)] if words else []


def isolated(name: str) -> str:
    """Return a name that keeps its own direction inside a line of another."""
    return f"\u2068{name}\u2069" if name else ""


def _voice(scope: Scope, voice: Json) -> Inlines:
    who = formats.listed(
        [
            part
            for part in (
                isolated(voice.get("assessor") or ""),
                terms.term(voice.get("standpoint"), "standpoint"),
            )
            if part
        ],
        scope.language,
    )
    reason = scope.run(voice["reason"])
    return (*reason, Run(f" ({who})", quiet=True)) if who else reason


def _reply(scope: Scope, benchmark: Json) -> list[Block]:
    reply = reply_of(scope.bundle, scope.framework, benchmark["key"], scope.place)
    if reply is None:
        return []
    if reply["stance"] == NONE_RECEIVED:
        words = wording_replies.no_reply(reply["until"], scope.language)
        return [Paragraph(text(words), "quiet")]
    stance = terms.term(reply["stance"], "stance")
    title = gettext("The government's reply: %(stance)s") % {"stance": stance}
    blocks: list[Block] = [Paragraph(scope.run(reply["text"]))]
    signed = [reply.get("office") or "", formats.day(reply.get("replied_on"), scope.language)]
    blocks.append(Paragraph(text(", ".join(part for part in signed if part)), "quiet"))
    return [Box("reply", title, tuple(blocks))]


def figures(scope: Scope, benchmark: Json, *, limit: int, place: str = "") -> list[Block]:
    """Return the charts of a benchmark in a place, at most ``limit``."""
    code = place or scope.place
    wanted = ids_for(scope.bundle, scope.framework, benchmark["key"], code)
    trace = scope.trace(benchmark["key"], code)
    found: list[Block] = []
    for chart_id in wanted:
        figure = figure_of(scope, chart_id, trace)
        if figure is not None and len(found) < limit:
            found.append(figure)
    return found


def figure_of(scope: Scope, chart_id: str, trace: str = "") -> Figure | None:
    """Return a chart of the edition as a figure, or None where there is nothing to draw."""
    try:
        words = get_reference(scope.bundle, chart_id, scope.language)
        svg = render_bare(scope.bundle, chart_id, scope.language, target=Target.PRINT)
        drawn = render_bare(scope.bundle, chart_id, scope.language, target=Target.RASTER)
    except NoChart:
        return None
    return Figure(
        key=chart_id,
        title=words.title,
        alt=words.alt or words.title,
        svg=svg,
        drawn=drawn,
        chart=chart_id,
        subtitle=words.subtitle,
        source=" ".join(part for part in (words.source, words.note) if part),
        trace=trace,
        trace_label=gettext("Why: the figures behind this chart"),
    )


def map_figure(scope: Scope, benchmark: Json) -> list[Block]:
    """Return the map of a benchmark, where the report is about the world."""
    if scope.place != WORLD:
        return []
    name = f"{scope.framework}.{benchmark['key']}.map"
    figure = figure_of(scope, name, scope.trace(benchmark["key"]))
    return [] if figure is None else [figure]
