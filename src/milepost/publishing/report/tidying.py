"""What is seen only when the sections of a report stand together: repeats, gaps, short chapters."""

from dataclasses import replace

from django.utils.translation import gettext

from milepost.publishing.report.outline import Document
from milepost.publishing.report.scope import Gaps
from milepost.publishing.report.tree import (
    Block,
    Box,
    Bullets,
    Figure,
    Paragraph,
    Section,
    Table,
    plain,
    text,
    walk,
)

HALF_A_PAGE = 24
"""In lines of text."""
LINES_OF_A_FIGURE = 18
LETTERS_IN_A_LINE = 95


def gaps_of(document: Document, made: dict[str, Section | None], titles: dict[str, str]) -> Gaps:
    """Return which sections of the outline hold nothing: what people write, and the rest."""
    lacking = [row for row in document["sections"] if made[row["key"]] is None]
    boxes = (isinstance(row, Box) and row.kind in ("story", "box") for section in made.values()
             if section is not None for row in walk(section.blocks))  # fmt: skip
    return Gaps(
        unwritten=tuple(titles[row["key"]] for row in lacking if not row.get("parts")),
        unfilled=tuple(titles[row["key"]] for row in lacking if row.get("parts")),
        has_no_boxes=not any(boxes),
    )


def lines_of(block: Block) -> float:
    """Return how many lines of a page a block takes, roughly."""
    if isinstance(block, Section | Box):
        return 3 + sum(lines_of(child) for child in block.blocks)
    if isinstance(block, Figure):
        return LINES_OF_A_FIGURE
    if isinstance(block, Table):
        return 3 + 1.5 * len(block.rows)
    if isinstance(block, Bullets):
        return len(block.items)
    if isinstance(block, Paragraph):
        return 1.5 + len(plain(block.inlines)) / LETTERS_IN_A_LINE
    return 3


def opens_page(section: Section) -> bool:
    """Whether a chapter is long enough to begin a page of its own."""
    return lines_of(section) > HALF_A_PAGE


def once(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Return the sections with every chart drawn once; a repeat says where it stands."""
    seen: dict[tuple[str, str], str] = {}
    return tuple(_once(section, section, seen) for section in sections)


def _once(section: Section, owner: Section, seen: dict[tuple[str, str], str]) -> Section:
    name = " ".join(part for part in (owner.identifier, owner.title) if part)
    blocks: list[Block] = []
    for block in section.blocks:
        if isinstance(block, Section):
            blocks.append(_once(block, block, seen))
        elif isinstance(block, Figure):
            known = seen.setdefault((block.title, block.subtitle), name)
            again = known != name or block in blocks
            blocks.append(_elsewhere(known) if again else block)
        else:
            blocks.append(block)
    return replace(section, blocks=tuple(blocks))


def _elsewhere(name: str) -> Paragraph:
    words = gettext("The chart stands under “%(section)s”.") % {"section": name}
    return Paragraph(text(words), "quiet")
