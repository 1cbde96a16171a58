"""Does human text still agree with the data beside which it was written?

When a person saves a text, what it cites and what the program said beside it are stamped with the
edition. On another bundle both are said again and compared; every difference is one row.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import override

from milepost.kernel.findings import Finding, Severity
from milepost.publishing.report.citations import citations_in, resolve
from milepost.publishing.report.outline import Document, texts_of, walk_sections
from milepost.publishing.report.parts import PARTS
from milepost.publishing.report.scope import Scope
from milepost.publishing.report.tree import Sentence, plain, walk

Stamp = dict[str, object]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One sentence of a person that may no longer agree with the edition.

    ``kind``: ``cited`` (a figure that the text embeds changed), ``beside`` (a generated sentence
    of the section changed), ``unknown`` (the edition has no such figure), ``unstamped`` (the text
    was never compared with an edition). ``sentence`` is the person's own, where there is one.
    """

    section: str
    language: str
    kind: Literal["cited", "beside", "unknown", "unstamped"]
    name: str
    before: str = ""
    after: str = ""
    sentence: str = ""
    edition: str = ""


def written(section: Document, language: str) -> list[str]:
    """Return what people wrote in a section in one language."""
    return [words for texts in texts_of(section) if (words := texts.get(language, "").strip())]


def stamp(scope: Scope, section: Document, language: str) -> Stamp:
    """Return what a text of this section cites and what stands beside it, in this edition."""
    here = _in_language(scope, language)
    with override(language):
        values = {
            name: found.raw
            for words in written(section, language)
            for name in citations_in(words)
            if (found := resolve(here, name)) is not None
        }
        return {
            "edition": scope.bundle.key,
            "bundle": scope.bundle.checksum,
            "values": values,
            "sentences": generated_sentences(here, section),
        }


def stamped(scope: Scope, document: Document) -> Document:
    """Return an outline in which every text is stamped with this edition."""

    def renew(section: Document) -> Document:
        languages = sorted({language for texts in texts_of(section) for language in texts})
        stated = {
            language: stamp(scope, section, language)
            for language in languages
            if written(section, language)
        }
        children = [renew(child) for child in section.get("sections", [])]
        renewed = {
            key: value for key, value in section.items() if key not in {"stated", "sections"}
        }
        if stated:
            renewed["stated"] = stated
        return {**renewed, "sections": children} if children else renewed

    return {**document, "sections": [renew(section) for section in document["sections"]]}


def generated_sentences(scope: Scope, section: Document) -> dict[str, str]:
    """Return what the program says in a section, by what each sentence is about."""
    blocks = []
    for part in section.get("parts", ()):
        name, _colon, argument = part.partition(":")
        blocks += list(PARTS[name](scope, argument)) if name in PARTS else []
    return {
        block.key: plain(block.inlines)
        for block in walk(tuple(blocks))
        if isinstance(block, Sentence)
    }


def check_texts(scope: Scope, document: Document) -> list[Disagreement]:
    """Return everything in the human text that no longer agrees with the scope's bundle."""
    found: list[Disagreement] = []
    for section, _depth in walk_sections(document["sections"]):
        languages = sorted({language for texts in texts_of(section) for language in texts})
        for language in languages:
            if written(section, language):
                found += check_section(scope, section, language)
    return found


def check_section(scope: Scope, section: Document, language: str) -> list[Disagreement]:
    """Return what no longer agrees in the text of one section in one language."""
    here = _in_language(scope, language)
    with override(language):
        texts = written(section, language)
        told: Stamp | None = section.get("stated", {}).get(language)
        rows = list(_unknown(here, section["key"], texts))
        if told is None:
            rows.append(Disagreement(section["key"], language, "unstamped", section["key"]))
            return rows
        if told["bundle"] == scope.bundle.checksum:
            return rows
        rows += _cited(here, section["key"], texts, told)
        rows += _beside(section["key"], language, told, generated_sentences(here, section))
        return rows


def _unknown(scope: Scope, key: str, texts: list[str]) -> Iterator[Disagreement]:
    for words in texts:
        for name in citations_in(words):
            if resolve(scope, name) is None:
                yield Disagreement(
                    key, scope.language, "unknown", name, sentence=sentence_with(words, name)
                )


def _cited(scope: Scope, key: str, texts: list[str], told: Stamp) -> Iterator[Disagreement]:
    values = told["values"]
    assert isinstance(values, dict)  # noqa: S101 -- the schema says so
    for words in texts:
        for name in citations_in(words):
            found = resolve(scope, name)
            before = values.get(name)
            if found is None or before is None or before == found.raw:
                continue
            sentence = sentence_with(words, name)
            edition = str(told["edition"])
            yield Disagreement(
                key, scope.language, "cited", name, before, found.raw, sentence, edition
            )


def _beside(key: str, language: str, told: Stamp, now: dict[str, str]) -> Iterator[Disagreement]:
    before = told["sentences"]
    assert isinstance(before, dict)  # noqa: S101 -- the schema says so
    edition = str(told["edition"])
    for name in [*before, *(other for other in now if other not in before)]:
        old, new = before.get(name, ""), now.get(name, "")
        if old != new:
            yield Disagreement(key, language, "beside", name, old, new, edition=edition)


def sentence_with(words: str, name: str) -> str:
    """Return the sentence of a text in which a citation stands."""
    at = words.find(name)
    start = max((words.rfind(sign, 0, at) for sign in (". ", "! ", "? ", "؟ ", "\n")), default=-1)
    ends = [end for sign in (". ", "! ", "? ", "؟ ", "\n") if (end := words.find(sign, at)) != -1]
    return words[start + 1 : min(ends) + 1 if ends else len(words)].strip()


def _in_language(scope: Scope, language: str) -> Scope:
    from_here = {name: getattr(scope, name) for name in scope.__dataclass_fields__}
    return Scope(**{**from_here, "language": language, "unresolved": []})


def as_finding(row: Disagreement) -> Finding:
    """Return a disagreement as a finding for the command line."""
    where = _("section %(section)s, %(language)s") % {
        "section": row.section,
        "language": row.language,
    }
    if row.kind == "unknown":
        return Finding(
            code="REPORT_FIGURE_UNKNOWN",
            where=where,
            what=_("The edition has no figure %(name)s.") % {"name": row.name},
            why=_("A text that cites it would show a gap: %(sentence)s")
            % {"sentence": row.sentence},
            remedy=_("Correct the name, or take the figure out of the sentence."),
            value=row.name,
        )
    if row.kind == "unstamped":
        return Finding(
            code="REPORT_TEXT_UNCOMPARED",
            where=where,
            what=_("This text was never compared with an edition."),
            why=_("Nobody can say whether it still agrees with the data."),
            remedy=_("Read it beside this edition, then save it, or load it with --against."),
            severity=Severity.WARNING,
        )
    values = {"name": row.name, "before": row.before or "–", "after": row.after or "–"}
    what = _("%(name)s was “%(before)s” and is “%(after)s”.") % values
    if row.kind == "cited":
        why = _("This sentence cites it: %(sentence)s") % {"sentence": row.sentence}
    else:
        why = _("The text beside it was written for the edition %(edition)s.") % {
            "edition": row.edition
        }
    return Finding(
        code="REPORT_TEXT_OUTDATED",
        where=where,
        what=what,
        why=why,
        remedy=_("Read the text again and save it beside this edition."),
        severity=Severity.WARNING,
        value=row.name,
    )
