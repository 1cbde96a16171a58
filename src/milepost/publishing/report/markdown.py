"""Writing a report as Markdown: plain text that anybody can read, copy and compare."""

import re
from collections.abc import Iterator

from milepost.publishing.report.tree import (
    Block,
    Box,
    Bullets,
    Definitions,
    Figure,
    Inline,
    Inlines,
    Mark,
    Paragraph,
    Report,
    Row,
    Section,
    Sentence,
    Spread,
    Table,
    plain,
)

SYMBOLS = {"green": "▲", "yellow": "◆", "red": "▼", "grey": "○", "contested": "▲▼"}
DEEPEST = 6
_SPECIAL = re.compile(r"([\\`*_\[\]<>|])")
_OPENING = re.compile(r"^(\s*)([#+-]|\d+[.)])(\s)")


def write_markdown(report: Report) -> bytes:
    """Return the report as UTF-8 Markdown (CommonMark with pipe tables)."""
    lines = [*_cover(report)]
    if report.has_contents:
        lines += [*_contents(report)]
    for section in report.sections:
        lines += _section(report, section, 2)
    return ("\n".join(lines).rstrip() + "\n").encode()


def _cover(report: Report) -> Iterator[str]:
    cover = report.cover
    yield f"# {escape(cover.title)}"
    yield ""
    if cover.subtitle:
        yield f"**{escape(cover.subtitle)}**"
        yield ""
    if cover.network:
        yield escape(cover.network)
        yield ""
    for name, value in cover.facts:
        yield f"- {escape(name)}: {escape(value)}"
    yield ""


def _contents(report: Report) -> Iterator[str]:
    yield f"## {escape(report.labels.contents)}"
    yield ""
    for section in report.sections:
        yield f"- [{escape(heading_of(section))}](#{section.key})"
        for child in section.blocks:
            if isinstance(child, Section) and not child.minor and child.title:
                yield f"  - [{escape(heading_of(child))}](#{child.key})"
    yield ""


def heading_of(section: Section) -> str:
    """Return what a heading prints: identifier and title."""
    return " ".join(part for part in (section.identifier, section.title) if part)


def _section(report: Report, section: Section, level: int) -> list[str]:
    lines: list[str] = []
    if section.title:
        lines += [f'<a id="{section.key}"></a>', ""]
        lines += [f"{'#' * min(level, DEEPEST)} {escape(heading_of(section))}", ""]
    for block in section.blocks:
        lines += block_lines(report, block, level + 1)
    return lines


def block_lines(report: Report, block: Block, level: int) -> list[str]:
    """Return the lines of a block, the last one empty."""
    if isinstance(block, Section):
        return _section(report, block, level)
    if isinstance(block, Box):
        return _box(report, block, level)
    if isinstance(block, Paragraph):
        return [opened(inline(block.inlines)), ""]
    if isinstance(block, Sentence):
        why = f" ([{escape(report.labels.why)}]({block.trace}))" if block.trace else ""
        return [opened(inline(block.inlines)) + why, ""]
    if isinstance(block, Spread):
        parts = [f"{SYMBOLS[state]} {shown} {word}" for state, word, _count, shown in block.counts]
        return [" · ".join(parts), ""]
    if isinstance(block, Bullets):
        signs = (f"{number}." if block.ordered else "-" for number in range(1, 1000))
        items = [f"{next(signs)} {inline(item)}" for item in block.items]
        return [*items, ""]
    if isinstance(block, Definitions):
        return [
            line for row in block.rows for line in (f"- **{plain(row[0])}**: {inline(row[1])}",)
        ]
    if isinstance(block, Table):
        return _table(block)
    return _figure(report, block)


def _box(report: Report, box: Box, level: int) -> list[str]:
    lines = [f"**{escape(box.title)}**", ""] if box.title else []
    for block in box.blocks:
        lines += block_lines(report, block, level)
    while lines and not lines[-1]:
        lines.pop()
    return [*(f"> {line}".rstrip() for line in lines), ""]


def _table(table: Table) -> list[str]:
    lines = [f"*{escape(table.caption)}*", ""]
    lines.append("| " + " | ".join(escape(column.title) or " " for column in table.columns) + " |")
    marks = ("---:" if column.numeric else "---" for column in table.columns)
    lines.append("|" + "|".join(marks) + "|")
    lines += [_row(row, len(table.columns)) for row in table.rows]
    lines.append("")
    return [*lines, escape(table.note), ""] if table.note else lines


def _row(row: Row, width: int) -> str:
    cells = [inline(cell) for cell in row.cells]
    cells += [""] * (width - len(cells))
    return "| " + " | ".join(cell or " " for cell in cells) + " |"


def _figure(report: Report, figure: Figure) -> list[str]:
    lines = [f"**{escape(figure.title)}**", ""]
    lines += [f"{escape(figure.subtitle)}", ""] if figure.subtitle else []
    if figure.alt:
        lines += [f"{escape(report.labels.figure)}: {escape(figure.alt)}", ""]
    where = f" ([{escape(report.labels.why)}]({figure.trace}))" if figure.trace else ""
    return [*lines, f"*{escape(figure.source)}*{where}", ""] if figure.source else lines


def inline(inlines: Inlines) -> str:
    """Return inlines as Markdown on one line."""
    return "".join(_one(item) for item in inlines).strip()


def _one(item: Inline) -> str:
    if isinstance(item, Mark):
        letter = f" ({item.letter})" if item.bare and item.letter else ""
        words = SYMBOLS[item.state] + (letter if item.bare else f" {escape(item.word)}")
        return f"[{words}]({item.href})" if item.href and not item.bare else words
    words = escape(" ".join(item.text.split("\n")))
    bare = words.strip()
    if not bare:
        return words
    dressed = bare
    if item.code:
        dressed = _code(item.text)
    if item.strong:
        dressed = f"**{dressed}**"
    if item.emphasis:
        dressed = f"*{dressed}*"
    if item.href:
        dressed = f"[{dressed}]({item.href})"
    return words.replace(bare, dressed, 1)


def _code(words: str) -> str:
    """Return code on one line, in a fence longer than any inside it: it cannot be left."""
    line = " ".join(words.split())
    longest = max((len(run) for run in re.findall("`+", line)), default=0)
    fence, gap = "`" * (longest + 1), " " if longest else ""
    return f"{fence}{gap}{line}{gap}{fence}"


def opened(line: str) -> str:
    """Return a line that does not begin a list or heading by accident."""
    return _OPENING.sub(r"\1\\\2\3", line)


def escape(words: str) -> str:
    """Return words in which nothing is Markdown or HTML."""
    return _SPECIAL.sub(r"\\\1", words)
