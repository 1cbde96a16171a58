"""Making a report: bundle and outline in, content tree out. No clock and no database."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import get_language_info, gettext, override

from milepost.publishing import formats
from milepost.publishing.bundle import WORLD
from milepost.publishing.pages.tallies import shown_state
from milepost.publishing.report.defaults import default_outline, slug_of
from milepost.publishing.report.human import human_blocks
from milepost.publishing.report.outline import Document
from milepost.publishing.report.parts import PARTS, TITLES
from milepost.publishing.report.parts_lens import lens_document
from milepost.publishing.report.scope import Scope
from milepost.publishing.report.tidying import gaps_of, once, opens_page
from milepost.publishing.report.tree import (
    Block,
    Box,
    Cover,
    Labels,
    Paragraph,
    Report,
    Run,
    Section,
    text,
)
from milepost.publishing.templatetags.milepost import official

LICENCE = "CC BY 4.0"


def build_report(scope: Scope, outline: Document | None = None) -> Report:
    """Return the content tree of a report in the scope's language.

    Without an outline the one that is shipped for the kind is used. Sections in which nothing
    stands are left out. What human text cites in vain is listed in ``missing``.
    """
    with override(scope.language):
        document = outline or default_outline(scope)
        used = replace(scope, unresolved=[])
        sections = _sections(used, document)
        info = get_language_info(scope.language)
        return Report(
            key=f"milepost-{scope.bundle.key}-{slug_of(scope)}-{scope.language}",
            language=scope.language,
            is_rtl=bool(info["bidi"]),
            cover=_cover(used, document),
            labels=_labels(),
            day=date.fromisoformat(scope.bundle.edition["as_of"]),
            sections=tuple(sections),
            keywords=tuple(scope.bundle.frameworks),
            has_contents=scope.kind != "profile",
            missing=tuple(dict.fromkeys(used.unresolved)),
        )


def _labels() -> Labels:
    return Labels(
        contents=gettext("Contents"),
        why=gettext("why"),
        table=gettext("Table"),
        figure=gettext("Figure"),
        source=gettext("Source"),
        page=gettext("Page"),
    )


def _sections(scope: Scope, document: Document) -> list[Section]:
    found = {row["key"]: build_section(scope, row) for row in document["sections"]}
    titles = {row["key"]: title_of(scope, row)[1] for row in document["sections"]}
    used = replace(scope, gaps=gaps_of(document, found, titles))
    made: list[Section] = []
    chapters = annexes = 0
    for row in document["sections"]:
        section = found[row["key"]]
        if {"method", "empty"} & set(row.get("parts", ())):
            # What stands empty is known once all sections have been made.
            section = build_section(used, row)
        if section is None:
            continue
        if row.get("annex"):
            annexes += 1
            label = gettext("Annex %(number)s") % {"number": scope.number(annexes, 0)}
        else:
            chapters += 1
            label = scope.number(chapters, 0)
        if scope.kind == "profile":
            label = ""
        is_first = not made or (annexes == 1 and bool(row.get("annex")))
        opens = scope.kind != "profile" and (is_first or (not annexes and opens_page(section)))
        made.append(replace(section, identifier=label, opens_page=opens))
    return list(once(tuple(made)))


def build_section(scope: Scope, row: Document) -> Section | None:
    """Return a section of the outline with its text, parts, boxes and sections, or None."""
    blocks: list[Block] = [*_human(scope, row.get("text"), f"{row['key']}-text")]
    for part in row.get("parts", ()):
        name, _colon, argument = part.partition(":")
        maker = PARTS.get(name)
        blocks += maker(scope, argument) if maker else ()
    blocks += _human(scope, row.get("after"), f"{row['key']}-after")
    for number, box in enumerate(row.get("boxes", ()), start=1):
        blocks += _box(scope, box, f"{row['key']}-box-{number}")
    for child in row.get("sections", ()):
        section = build_section(scope, child)
        if section is not None:
            blocks.append(section)
    if not blocks:
        return None
    identifier, title = title_of(scope, row)
    return Section(row["key"], title, tuple(blocks), identifier=identifier)


def title_of(scope: Scope, row: Document) -> tuple[str, str]:
    """Return official number and title of a section: its own words, or those it is known by."""
    own = scope.say(row.get("title"))
    for part in row.get("parts", ()):
        name, _colon, argument = part.partition(":")
        node = scope.bundle.node(scope.framework, argument) if name == "goal" else None
        if node is not None and row["key"].startswith("goal"):
            return official(node), own or scope.say(node["title"])
    return "", own or str(TITLES.get(row["key"], row["key"]))


def _human(scope: Scope, texts: dict[str, str] | None, key: str) -> tuple[Block, ...]:
    """Return human text in the report's language, else in another and said so."""
    written = {language: words for language, words in (texts or {}).items() if words.strip()}
    if not written:
        return ()
    if scope.language in written:
        return human_blocks(scope, written[scope.language], key)
    other = "en" if "en" in written else next(iter(written))
    note = gettext("This text has not been translated yet.")
    blocks = human_blocks(scope, written[other], key, other)
    return (Paragraph((Run(note),), "quiet"), *blocks)


def _box(scope: Scope, box: Document, key: str) -> list[Block]:
    content = _human(scope, box.get("text"), key)
    if not content:
        return []
    kind: Any = box.get("kind", "box")
    return [Box(kind, scope.say(box.get("title")), content)]


def _cover(scope: Scope, document: Document) -> Cover:
    title, subtitle = _names(scope)
    edition = scope.bundle.edition
    facts = [
        (gettext("Edition"), scope.say(edition["title"])),
        (gettext("As known on"), formats.day(edition["as_of"], scope.language)),
        (gettext("Language"), str(get_language_info(scope.language)["name_local"])),
        (gettext("Licence"), document.get("licence") or LICENCE),
        (gettext("Checksum"), scope.bundle.checksum[:12]),
    ]
    states = tuple(shown_state(scope.rating(row["key"])) for row in scope.benchmarks())
    return Cover(
        network=document.get("network") or scope.network,
        title=scope.say(document.get("title")) or title,
        subtitle=scope.say(document.get("subtitle")) or subtitle,
        day=formats.day(edition["as_of"], scope.language),
        facts=tuple((name, value) for name, value in facts if value),
        marks=states,
        marks_alt=scope.bar("cover", scope.spread(scope.benchmarks())).alt,
    )


def _names(scope: Scope) -> tuple[str, str]:
    framework = scope.say(scope.bundle.frameworks[scope.framework]["title"])
    place = scope.name_of(scope.place)
    if scope.kind == "profile":
        return place, framework
    if scope.kind == "voluntary":
        lens = scope.say((lens_document(scope) or {}).get("title"))
        return gettext("Voluntary report: %(framework)s") % {"framework": lens}, place
    if scope.kind == "state":
        return gettext("The state of migration"), place
    if scope.kind == "goal":
        node = scope.bundle.node(scope.framework, scope.goal) or {"title": scope.goal}
        return scope.say(node["title"]), f"{official(node)}, {framework}"
    title = gettext("What moved: %(framework)s") % {"framework": framework}
    return title, "" if scope.place == WORLD else place


def preview_text(scope: Scope, words: str) -> tuple[Block, ...]:
    """Return a human text as it will stand in the report, for the page where it is written."""
    with override(scope.language):
        return human_blocks(scope, words, "preview") or (Paragraph(text("")),)
