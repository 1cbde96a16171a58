"""Generated parts: what the colours mean, which rules were used, who judged, what may err."""

from collections import Counter

from django.utils.translation import gettext, ngettext

from milepost.publishing import formats, terms
from milepost.publishing.pages.record import benchmarks_using
from milepost.publishing.report.scope import ORDER, Scope
from milepost.publishing.report.tree import (
    Block,
    Bullets,
    Column,
    Mark,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
    text,
)


def method(scope: Scope, _argument: str) -> tuple[Block, ...]:
    """Return the whole method in four sections, and what stands empty in a fifth."""
    sections = [
        Section("method-colours", gettext("What the colours mean"), colours(scope, "")),
        Section("method-rules", gettext("Rules that were used"), rules(scope, "")),
        Section("method-judges", gettext("Who judged"), judges(scope, "")),
        Section("method-errors", gettext("What may be wrong"), errors(scope, "")),
    ]
    lacking = empty(scope, "")
    if lacking:
        sections.append(Section("method-empty", gettext("What stands empty"), lacking))
    return tuple(sections)


def colours(_scope: Scope, _argument: str) -> tuple[Block, ...]:
    """Return the states with symbol and meaning, and the reasons for grey."""
    columns = (Column(gettext("Colour"), 2), Column(gettext("Meaning"), 5))
    rows = [
        Row(((Mark(name, _capital(terms.term(name, "colour"))),), text(_meaning(name))))
        for name in ORDER
        if name != "grey"
    ]
    for reason in terms.REASONS:
        word = _capital(terms.term(reason, "reason"))
        mark = Mark("grey", word, str(terms.LETTERS[reason]))
        rows.append(Row(((mark,), text(terms.term(reason, "reason-meaning")))))
    caption = gettext("Colours, symbols and words; grey always says why")
    return (Table(caption, columns, tuple(rows), small=True),)


def _meaning(state: str) -> str:
    if state == "contested":
        return terms.term("contested", "flag-meaning")
    return f"{_capital(terms.term(state, 'state'))}."


def rules(scope: Scope, _argument: str) -> tuple[Block, ...]:
    """Return the rules of the edition with version and how many benchmarks use each."""
    columns = (
        Column(gettext("Rule"), 2.6),
        Column(gettext("Version"), 1.7, numeric=True),
        Column(gettext("What it asks"), 8),
        Column(gettext("Benchmarks"), 2, numeric=True),
    )
    rows = []
    for key, rule in sorted(scope.bundle.rules.items()):
        used = len(benchmarks_using(scope.bundle, key))
        if not used:
            continue
        name = (Run(scope.say(rule["title"]), href=scope.address_of("method", key)),)
        cells = (
            name,
            text(str(rule["version"])),
            scope.run(rule.get("about")),
            text(scope.number(used, 0)),
        )
        rows.append(Row(cells))
    caption = gettext("Rules that compute colours, with the version used")
    return (Table(caption, columns, tuple(rows), small=True),)


def judges(scope: Scope, _argument: str) -> tuple[Block, ...]:
    """Return how many judgements came from which standpoint."""
    rows = [
        row
        for row in scope.bundle.all_assessments
        if row["framework"] == scope.framework and row["place"] == scope.place
    ]
    if not rows:
        words = gettext("Nobody judged benchmarks of this place; colours come from rules alone.")
        return (Paragraph(text(words)),)
    people = len({row.get("assessor") or row["id"] for row in rows})
    lead = ngettext(
        "%(count)s judgement was given by %(people)s.",
        "%(count)s judgements were given by %(people)s.",
        len(rows),
    ) % {
        "count": scope.number(len(rows), 0),
        "people": ngettext("%(count)s assessor", "%(count)s assessors", people)
        % {"count": scope.number(people, 0)},
    }
    counts = Counter(str(row["standpoint"]) for row in rows)
    parts = [
        gettext("%(word)s: %(count)s")
        % {"word": terms.term(name, "standpoint"), "count": scope.number(count, 0)}
        for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]
    by_standpoint = gettext("By standpoint: %(parts)s.") % {
        "parts": formats.listed(parts, scope.language)
    }
    return (Paragraph(text(f"{lead} {by_standpoint}")),)


def errors(scope: Scope, _argument: str) -> tuple[Block, ...]:
    """Return what a reader should keep in mind, counted where it can be counted."""
    ratings = [scope.rating(row["key"]) for row in scope.benchmarks()]
    items = [gettext("Missing is not zero, and grey is not red: a benchmark without evidence "
                     "says nothing about progress.")]  # fmt: skip
    flags = Counter(flag for row in ratings for flag in row.get("flags") or ())
    items += [
        f"{_capital(terms.term(name, 'flag'))} ({scope.number(count, 0)}). "
        f"{terms.term(name, 'flag-meaning')}"
        for name, count in sorted(flags.items())
    ]
    partial = [row for row in ratings if _share(row) is not None and (_share(row) or 0) < 1]
    if partial:
        items.append(
            ngettext(
                "%(count)s figure of a group rests on a part of its states.",
                "%(count)s figures of groups rest on a part of their states.",
                len(partial),
            )
            % {"count": scope.number(len(partial), 0)}
        )
    items.append(
        gettext("What was known by %(day)s counts; what was corrected later is not in here.")
        % {"day": formats.day(scope.bundle.edition["as_of"], scope.language)}
    )
    return (Bullets(tuple(text(item) for item in items)),)


def empty(scope: Scope, _argument: str) -> tuple[Block, ...]:
    """Return which parts come from people or from the edition and hold nothing."""
    items = []
    if scope.gaps.unwritten:
        words = gettext("People write these parts, and nobody has written them yet: %(parts)s.")
        items.append(words % {"parts": formats.listed(scope.gaps.unwritten, scope.language)})
    if scope.gaps.has_no_boxes:
        items.append(gettext("No story and no box has been added."))
    if scope.gaps.unfilled:
        words = gettext("The edition holds nothing for these parts: %(parts)s.")
        items.append(words % {"parts": formats.listed(scope.gaps.unfilled, scope.language)})
    return (Bullets(tuple(text(item) for item in items)),) if items else ()


def _share(rating: dict[str, object]) -> float | None:
    coverage = rating.get("coverage")
    if not isinstance(coverage, dict) or not coverage.get("states_total"):
        return None
    return float(coverage["states_with_data"]) / float(coverage["states_total"])


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
