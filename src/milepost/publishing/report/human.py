"""Markdown that people wrote, as blocks of the content tree.

Raw HTML and pictures are off; citations in the text become the figures of the edition.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from django.utils.translation import gettext
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from milepost.publishing.report.citations import resolve, split_text
from milepost.publishing.report.scope import Scope
from milepost.publishing.report.tree import (
    Block,
    Box,
    Bullets,
    Inline,
    Inlines,
    Paragraph,
    Run,
    Section,
)

LINKS = re.compile(r"https?://|mailto:|#|/(?!/)", re.IGNORECASE)
"""Where a link may lead. Word and PDF readers start programs for other schemes."""


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline"])


def human_blocks(scope: Scope, words: str, key: str, language: str = "") -> tuple[Block, ...]:
    """Return blocks of a Markdown text; ``language`` is set where it is not the report's.

    Headings become sections below the one the text stands in, all on one level.
    """
    root = SyntaxTreeNode(_reader().parse(words))
    writer = _Writer(scope, language)
    parts: list[tuple[str, list[Block]]] = [("", [])]
    for node in root.children:
        if node.type == "heading":
            parts.append((_plain(node), []))
        else:
            parts[-1][1].extend(writer.block(node))
    blocks: list[Block] = list(parts[0][1])
    for number, (title, content) in enumerate(parts[1:], start=1):
        blocks.append(Section(f"{key}-{number}", title, tuple(content), minor=True))
    return tuple(blocks)


def _plain(node: SyntaxTreeNode) -> str:
    return "".join(child.content for child in node.walk() if child.type in {"text", "code_inline"})


class _Writer:
    """Turns nodes of the Markdown tree into blocks."""

    def __init__(self, scope: Scope, language: str) -> None:
        self.scope = scope
        self.language = language

    def block(self, node: SyntaxTreeNode) -> list[Block]:
        """Return what one node of the top level becomes."""
        if node.type == "paragraph":
            return [Paragraph(self.inlines(node.children))]
        if node.type in {"bullet_list", "ordered_list"}:
            items = tuple(self._item(child) for child in node.children)
            return [Bullets(items, ordered=node.type == "ordered_list")]
        if node.type == "blockquote":
            inner = tuple(block for child in node.children for block in self.block(child))
            return [Box("box", "", inner)]
        if node.type in {"code_block", "fence"}:
            return [Paragraph((Run(node.content.rstrip("\n"), code=True),))]
        return []

    def _item(self, node: SyntaxTreeNode) -> Inlines:
        said: list[Inline] = []
        for child in node.walk():
            if child.type == "inline":
                if said:
                    said.append(Run(" "))
                said.extend(self.inlines([child]))
        return tuple(said)

    def inlines(self, nodes: Sequence[SyntaxTreeNode], dress: Run | None = None) -> Inlines:
        """Return nodes of a line as runs, with the dress of what they stand in."""
        look = dress or Run("", lang=self.language)
        said: list[Inline] = []
        for node in nodes:
            if node.type == "text":
                said.extend(self._text(node.content, look))
            elif node.type == "code_inline":
                said.append(replace(look, text=node.content, code=True))
            elif node.type in {"softbreak", "hardbreak"}:
                said.append(replace(look, text=" "))
            else:
                said.extend(self.inlines(node.children, _dressed(look, node)))
        return tuple(said)

    def _text(self, words: str, look: Run) -> list[Inline]:
        said: list[Inline] = []
        for piece, is_citation in split_text(words):
            if not is_citation:
                said.append(replace(look, text=piece))
                continue
            found = resolve(self.scope, piece)
            if found is None:
                self.scope.unresolved.append(piece)
                unknown = gettext("[no such figure: %(name)s]") % {"name": piece}
                said.append(Run(unknown, strong=True))
            else:
                said.extend(found.inlines)
        return said


def _dressed(look: Run, node: SyntaxTreeNode) -> Run:
    if node.type == "strong":
        return replace(look, strong=True)
    if node.type == "em":
        return replace(look, emphasis=True)
    if node.type == "link":
        href = str(node.attrs.get("href", ""))
        return replace(look, href=href if LINKS.match(href) else "")
    return look
