"""Generated parts: the same evidence told by another framework, and what it does not cover."""

from django.utils.translation import gettext, ngettext

from milepost.publishing import formats, terms
from milepost.publishing.bundle import Json
from milepost.publishing.pages.overview import links_of
from milepost.publishing.report.scope import Scope
from milepost.publishing.report.tree import (
    Block,
    Bullets,
    Column,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
    text,
)
from milepost.publishing.templatetags.milepost import official


def lens_document(scope: Scope) -> Json | None:
    """Return the framework that the report is told by."""
    return scope.bundle.frameworks.get(scope.lens) or scope.bundle.linked.get(scope.lens)


def lens_nodes(scope: Scope) -> list[Json]:
    """Return the promises of that framework: the nodes that nothing stands under."""
    nodes = (lens_document(scope) or {}).get("nodes", [])
    parents = {node["parent"] for node in nodes}
    leaves = [node for node in nodes if node["key"] not in parents]
    return sorted(leaves, key=lambda node: node["order"])


def evidence_for(scope: Scope, node: str) -> list[tuple[Json, Json, Json]]:
    """Return benchmark, rating and link for a promise: its own benchmarks, then linked ones."""
    found: list[tuple[Json, Json, Json]] = []
    if scope.lens in scope.bundle.frameworks:
        own = {"relation": "exactMatch", "review": "confirmed"}
        found += [
            (row, scope.rating(row["key"], framework=scope.lens), own)
            for row in scope.bundle.benchmarks(scope.lens)
            if node in (row["goal"], row["node"])
        ]
    seen = set()
    for link in links_of(scope.bundle, scope.lens, {node}):
        there = link["there"]
        if there["framework"] != scope.framework:
            continue
        for row in scope.bundle.benchmarks(scope.framework):
            ends = (row["key"], row["node"], row["goal"])
            if there["node"] in ends and row["key"] not in seen:
                seen.add(row["key"])
                found.append((row, scope.rating(row["key"]), link))
    return found


def covered(scope: Scope, _argument: str) -> tuple[Block, ...]:
    """Return every promise for which there is evidence, with the benchmarks that speak to it."""
    columns = (
        Column(gettext("Benchmark"), 5),
        Column(gettext("Link"), 2.6),
        Column(gettext("Progress"), 3),
    )
    blocks: list[Block] = [Paragraph(text(_coverage(scope)), "lede"), Paragraph(text(_caution()))]
    for node in lens_nodes(scope):
        found = [item for item in evidence_for(scope, node["key"]) if item[1]["basis"] != "none"]
        if not found:
            continue
        rows = tuple(
            Row(
                (
                    (Run(f"{row['key']}  "), *scope.run(row["title"])),
                    text(_relation(link)),
                    (scope.mark(rating),),
                )
            )
            for row, rating, link in found
        )
        caption = gettext("Benchmarks that speak to %(promise)s") % {"promise": official(node)}
        inside: list[Block] = [Paragraph(scope.run(node["text"]))] if node.get("text") else []
        inside.append(Table(caption, columns, rows, small=True))
        title = scope.say(node["title"])
        key = f"promise-{node['key']}"
        blocks.append(Section(key, title, tuple(inside), identifier=official(node)))
    return tuple(blocks)


def uncovered(scope: Scope, _argument: str) -> tuple[Block, ...]:
    """Return every promise that nothing in the edition speaks to, and those that are all grey."""
    none, grey = [], []
    for node in lens_nodes(scope):
        found = [rating for _row, rating, _link in evidence_for(scope, node["key"])]
        name = (Run(f"{official(node)}. "), *scope.run(node["title"]))
        if not found:
            none.append(name)
        elif all(rating["state"] == "grey" for rating in found):
            grey.append(name)
    blocks: list[Block] = []
    if none:
        words = gettext("No benchmark of this edition speaks to these promises:")
        blocks += [Paragraph(text(words)), Bullets(tuple(none))]
    if grey:
        words = gettext("Benchmarks speak to these promises, and none of them has a colour:")
        blocks += [Paragraph(text(words)), Bullets(tuple(grey))]
    return tuple(blocks) or (Paragraph(text(gettext("Every promise has evidence."))),)


def _coverage(scope: Scope) -> str:
    nodes = lens_nodes(scope)
    with_colour = sum(
        1
        for node in nodes
        if any(found[1]["state"] != "grey" for found in evidence_for(scope, node["key"]))
    )
    return ngettext(
        "%(document)s: of %(total)s promise, %(count)s has evidence with a colour.",
        "%(document)s: of %(total)s promises, %(count)s have evidence with a colour.",
        len(nodes),
    ) % {
        "document": scope.say((lens_document(scope) or {}).get("title")),
        "total": formats.number(len(nodes), scope.language, 0),
        "count": formats.number(with_colour, scope.language, 0),
    }


def _caution() -> str:
    return gettext(
        "The colours belong to the benchmarks; a link says how close the two promises are and "
        "whether a reviewer has confirmed it. No colour is given to the promise itself."
    )


def _relation(link: Json) -> str:
    relation = terms.term(link["relation"], "relation")
    return f"{relation} ({terms.term(link['review'], 'review')})"
