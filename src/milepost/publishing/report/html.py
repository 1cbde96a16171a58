"""Writing a report as one HTML file that needs nothing else: styles and drawings are inside."""

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path

from milepost.publishing.report.tree import (
    Block,
    Box,
    Bullets,
    Column,
    Definitions,
    Figure,
    Inline,
    Inlines,
    Mark,
    Paragraph,
    Report,
    Row,
    Run,
    Section,
    Sentence,
    Spread,
    Table,
)

STYLE = Path(__file__).resolve().parent / "report.css"
SHAPES = {
    "green": '<path d="M8 1.5 15.5 15H.5z"/>',
    "yellow": '<path d="M8 .5 15.5 8 8 15.5.5 8z"/>',
    "red": '<path d="M.5 1.5h15L8 15z"/>',
    "grey": '<circle cx="8" cy="8" r="6.8" fill="none" stroke="currentColor" stroke-width="1.6"/>',
    "contested": '<path d="M7.4.5v14.6H.1z"/><path d="M9 1.3h5.6L9 12.6z" fill="none" '
    'stroke="currentColor" stroke-width="1.4"/>',
}
RTL = frozenset({"ar", "fa", "he", "ur"})
DEEPEST = 6


@cache
def style_sheet() -> str:
    """Return the style sheet of the file."""
    return STYLE.read_text(encoding="utf-8")


def style_hash() -> str:
    """Return the name under which a security policy allows the style sheet of the file."""
    digest = b64encode(hashlib.sha256(style_sheet().encode()).digest()).decode()
    return f"'sha256-{digest}'"


def write_html(report: Report) -> bytes:
    """Return the report as one UTF-8 HTML document without script."""
    policy = f"default-src 'none'; style-src {style_hash()}; img-src data:"
    direction = "rtl" if report.is_rtl else "ltr"
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="{report.language}" dir="{direction}">',
        '<head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_title(report)}</title>",
        f'<meta name="date" content="{report.day.isoformat()}">',
        f"<style>{style_sheet()}</style></head>",
        "<body>",
        *_cover(report),
        *(_contents(report) if report.has_contents else ()),
        "<main>",
        *(line for section in report.sections for line in _section(report, section, 2)),
        "</main>",
        "</body></html>",
    ]
    return ("\n".join(parts) + "\n").encode()


def _title(report: Report) -> str:
    cover = report.cover
    return escape(" · ".join(part for part in (cover.title, cover.subtitle, cover.network) if part))


def _cover(report: Report) -> Iterator[str]:
    cover = report.cover
    yield f'<header><p class="network">{escape(cover.network)}</p>'
    yield f"<h1>{escape(cover.title)}</h1>"
    if cover.subtitle:
        yield f'<p class="subtitle">{escape(cover.subtitle)}</p>'
    if cover.marks:
        drawn = "".join(_symbol(state) for state in cover.marks)
        yield f'<p class="pattern" role="img" aria-label="{escape(cover.marks_alt)}">{drawn}</p>'
    facts = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in cover.facts
    )
    yield f"<dl>{facts}</dl></header>"


def _contents(report: Report) -> Iterator[str]:
    yield f'<nav aria-labelledby="contents"><h2 id="contents">{escape(report.labels.contents)}</h2>'
    yield "<ol>"
    for section in report.sections:
        below = "".join(
            f"<li>{_to(child)}</li>"
            for child in section.blocks
            if isinstance(child, Section) and not child.minor and child.title
        )
        yield f"<li>{_to(section)}{f'<ol>{below}</ol>' if below else ''}</li>"
    yield "</ol></nav>"


def _to(section: Section) -> str:
    return f'<a href="#{escape(section.key)}">{_heading(section)}</a>'


def _heading(section: Section) -> str:
    number = (
        f'<span class="number">{escape(section.identifier)}</span> ' if section.identifier else ""
    )
    return f"{number}{escape(section.title)}"


def _section(report: Report, section: Section, level: int) -> Iterator[str]:
    yield f'<section id="{escape(section.key)}">'
    if section.title:
        name = f"h{min(level, DEEPEST)}"
        yield f"<{name}>{_heading(section)}</{name}>"
    for block in section.blocks:
        yield from block_lines(report, block, level + 1)
    yield "</section>"


def block_lines(report: Report, block: Block, level: int) -> Iterator[str]:
    """Yield the HTML of a block."""
    if isinstance(block, Section):
        yield from _section(report, block, level)
    elif isinstance(block, Box):
        title = f'<p class="box-title">{escape(block.title)}</p>' if block.title else ""
        yield f'<div class="box {block.kind}">{title}'
        for inner in block.blocks:
            yield from block_lines(report, inner, level)
        yield "</div>"
    elif isinstance(block, Paragraph):
        look = "" if block.style == "body" else f' class="{block.style}"'
        yield f"<p{look}{_direction(report, block.inlines)}>{inline(block.inlines)}</p>"
    elif isinstance(block, Sentence):
        yield f"<p>{inline(block.inlines)}{_why(report, block.trace, block.trace_label)}</p>"
    elif isinstance(block, Bullets):
        name = "ol" if block.ordered else "ul"
        items = "".join(f"<li>{inline(item)}</li>" for item in block.items)
        yield f"<{name}>{items}</{name}>"
    elif isinstance(block, Definitions):
        rows = "".join(f"<dt>{inline(a)}</dt><dd>{inline(b)}</dd>" for a, b in block.rows)
        yield f"<dl>{rows}</dl>"
    elif isinstance(block, Spread):
        yield _spread(block)
    elif isinstance(block, Table):
        yield from _table(block)
    else:
        yield from _figure(report, block)


def _direction(report: Report, inlines: Inlines) -> str:
    """Return the direction of a paragraph that is wholly in a language of the other one."""
    found = {item.lang for item in inlines if isinstance(item, Run)}
    if len(found) == 1 and (other := next(iter(found))):
        is_rtl = other in RTL
        if is_rtl != report.is_rtl:
            return f' dir="{"rtl" if is_rtl else "ltr"}"'
    return ""


def _why(report: Report, href: str, label: str) -> str:
    if not href:
        return ""
    said = f' aria-label="{escape(label)}"' if label else ""
    return f' <a class="why" href="{escape(href)}"{said}>{escape(report.labels.why)}</a>'


def _symbol(state: str, letter: str = "") -> str:
    words = ""
    if letter:
        words = f'<text x="8" y="11.2" font-size="9" text-anchor="middle">{escape(letter)}</text>'
    shape = SHAPES[state]
    return f'<svg class="m-{state}" viewBox="0 0 16 16" aria-hidden="true">{shape}{words}</svg>'


def _mark(item: Mark) -> str:
    symbol = _symbol(item.state, item.letter)
    word = f'<span class="hidden">{escape(item.word)}</span>' if item.bare else escape(item.word)
    inner = f'<span class="mark w-{item.state}">{symbol}{word}</span>'
    return f'<a href="{escape(item.href)}">{inner}</a>' if item.href and not item.bare else inner


def inline(inlines: Inlines) -> str:
    """Return inlines as HTML."""
    return "".join(_one(item) for item in inlines)


def _one(item: Inline) -> str:
    if isinstance(item, Mark):
        return _mark(item)
    words = escape(item.text, quote=False)
    for wanted, name in ((item.code, "code"), (item.strong, "strong"), (item.emphasis, "em")):
        words = f"<{name}>{words}</{name}>" if wanted else words
    if item.quiet:
        words = f'<span class="small">{words}</span>'
    if item.lang:
        words = f'<span lang="{escape(item.lang)}" dir="auto">{words}</span>'
    return f'<a href="{escape(item.href)}">{words}</a>' if item.href else words


def _spread(spread: Spread) -> str:
    total = sum(count for _state, _word, count, _shown in spread.counts) or 1
    parts, at = [], 0.0
    for state, _word, count, _shown in spread.counts:
        width = 100 * count / total
        parts.append(f'<rect class="b-{state}" x="{at:.2f}%" width="{width:.2f}%" height="100%"/>')
        at += width
    words = " ".join(
        f'<span class="mark w-{state}">{_symbol(state)}<b>{escape(shown)}</b> {escape(word)}</span>'
        for state, word, _count, shown in spread.counts
    )
    bar = f'<svg class="bar" aria-hidden="true" width="100%" height="10">{"".join(parts)}</svg>'
    return f'<div class="spread">{bar}<p>{words}</p></div>'


def _table(table: Table) -> Iterator[str]:
    look = ' class="small-table"' if table.small else ""
    yield f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(table.caption)}">'
    yield f"<table{look}><caption>{escape(table.caption)}</caption>"
    heads = "".join(
        f'<th scope="col"{_numeric(column)}>{escape(column.title)}</th>' for column in table.columns
    )
    yield f"<thead><tr>{heads}</tr></thead><tbody>"
    for row in table.rows:
        yield _row(table, row)
    yield "</tbody></table></div>"
    if table.note:
        yield f'<p class="quiet">{escape(table.note)}</p>'


def _numeric(column: Column) -> str:
    return ' class="num"' if column.numeric else ""


def _row(table: Table, row: Row) -> str:
    if row.is_group:
        head = f'<th scope="rowgroup" colspan="{len(table.columns)}" class="group">'
        return f"<tr>{head}{inline(row.cells[0])}</th></tr>"
    anchor = f' id="{escape(row.anchor)}"' if row.anchor else ""
    cells = "".join(
        f"<td{_numeric(column)}>{inline(cell)}</td>"
        for column, cell in zip(table.columns[1:], row.cells[1:], strict=False)
    )
    return f'<tr{anchor}><th scope="row">{inline(row.cells[0])}</th>{cells}</tr>'


def _figure(report: Report, figure: Figure) -> Iterator[str]:
    subtitle = f'<span class="sub">{escape(figure.subtitle)}</span>' if figure.subtitle else ""
    yield f"<figure><figcaption><strong>{escape(figure.title)}</strong>{subtitle}</figcaption>"
    # A picture and not a part of the page: its styles and names then disturb nothing.
    data = b64encode(figure.svg.encode()).decode()
    yield f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(figure.alt)}">'
    why = _why(report, figure.trace, figure.trace_label)
    yield f'<p class="quiet">{escape(figure.source)}{why}</p></figure>'
