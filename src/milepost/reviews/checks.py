"""What must hold before an edition is opened or a rating is decided; and problems as findings."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from milepost.kernel.findings import Finding
from milepost.kernel.yaml_text import where_line
from milepost.reviews.entries import KnownEdition, Problem, nearest
from milepost.reviews.review_files import EditionEntry

KEY = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,62}[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What an edition may refer to: versions by framework, places, and other editions."""

    frameworks: Mapping[str, frozenset[str]]
    places: frozenset[str]
    editions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision on one rating: the state to show, and why."""

    framework: str
    benchmark: str
    place: str
    state: str
    reason: Mapping[str, str]


def check_edition(entry: EditionEntry, loaded: Loaded) -> list[Problem]:
    """Return what is wrong with an edition that is to be opened."""
    return [
        *_check_key(entry),
        *_check_frameworks(entry, loaded),
        *_check_heatmap(entry, loaded),
        *_check_previous(entry, loaded),
    ]


def _check_key(entry: EditionEntry) -> Iterator[Problem]:
    if not KEY.fullmatch(entry.key):
        yield Problem(
            field="key",
            code="KEY_INVALID",
            value=entry.key,
            what=_("“%(key)s” cannot be the key of an edition.") % {"key": entry.key},
            why=_("The key stands in addresses and names a folder."),
            remedy=_("Use lower-case letters, digits, dots and hyphens."),
        )
    if not entry.title.get("en", "").strip():
        yield Problem(
            field="title",
            code="TITLE_MISSING",
            value="",
            what=_("The edition has no English title."),
            why=_("English stands in where another language is missing."),
            remedy=_("Give a title."),
        )


def _check_frameworks(entry: EditionEntry, loaded: Loaded) -> Iterator[Problem]:
    keys = [key for key, _version in entry.frameworks]
    for key, version in entry.frameworks:
        versions = loaded.frameworks.get(key, frozenset())
        if versions and version in {None, *versions}:
            continue
        name = f"{key} {version}" if version else key
        offered = _("Loaded versions: %(versions)s.") % {"versions": ", ".join(sorted(versions))}
        yield Problem(
            field="frameworks",
            code="UNKNOWN_FRAMEWORK",
            value=name,
            what=_("The framework “%(framework)s” is not loaded.") % {"framework": name},
            why=_("An edition rates the benchmarks of its frameworks."),
            remedy=offered
            if versions
            else nearest(key, loaded.frameworks)
            or _("Load the framework first with “milepost framework load”."),
        )
    if len(set(keys)) != len(keys):
        yield Problem(
            field="frameworks",
            code="FRAMEWORK_REPEATED",
            value=", ".join(keys),
            what=_("A framework is listed twice."),
            why=_("An edition rates one version of each framework."),
            remedy=_("Keep the version that is meant."),
        )
    if entry.main_framework not in keys:
        yield Problem(
            field="main_framework",
            code="MAIN_FRAMEWORK_MISSING",
            value=entry.main_framework,
            what=_("The main framework “%(key)s” is not among the frameworks of the edition.")
            % {"key": entry.main_framework},
            why=_("It is the one that readers see first."),
            remedy=_("Use one of: %(choices)s.") % {"choices": ", ".join(keys)},
        )


def _check_heatmap(entry: EditionEntry, loaded: Loaded) -> Iterator[Problem]:
    for place in entry.heatmap_places or ():
        if place not in loaded.places:
            yield Problem(
                field="heatmap_places",
                code="UNKNOWN_PLACE",
                value=place,
                what=_("There is no place “%(place)s”.") % {"place": place},
                why=_("The heat map would have an empty column."),
                remedy=_("Write an M49 code in three digits, or the key of a group."),
            )


def _check_previous(entry: EditionEntry, loaded: Loaded) -> Iterator[Problem]:
    if entry.previous is None:
        return
    if entry.previous not in loaded.editions or entry.previous == entry.key:
        yield Problem(
            field="previous",
            code="UNKNOWN_EDITION",
            value=entry.previous,
            what=_("There is no edition “%(edition)s” before this one.")
            % {"edition": entry.previous},
            why=_("Readers see what moved since that edition."),
            remedy=_("Correct the key, or write null."),
        )


def check_ruling(ruling: Ruling, known: KnownEdition, states: Iterable[str]) -> list[Problem]:
    """Return what is wrong with a decision."""
    problems = []
    if ruling.benchmark not in known.benchmarks.get(ruling.framework, frozenset()):
        subject = f"{ruling.framework} {ruling.benchmark}"
        problems.append(
            Problem(
                field="benchmark",
                code="UNKNOWN_BENCHMARK",
                value=subject,
                what=_("There is no benchmark “%(subject)s” in the edition.")
                % {"subject": subject},
                why=_("A decision settles one rating of the edition."),
                remedy=_("Check framework and benchmark."),
            )
        )
    if ruling.place not in known.places:
        problems.append(
            Problem(
                field="place",
                code="UNKNOWN_PLACE",
                value=ruling.place,
                what=_("There is no place “%(place)s”.") % {"place": ruling.place},
                why=_("A decision settles one rating of the edition."),
                remedy=_("Write an M49 code in three digits, or the key of a group."),
            )
        )
    choices = list(states)
    if ruling.state not in choices:
        problems.append(
            Problem(
                field="state",
                code="UNKNOWN_STATE",
                value=ruling.state,
                what=_("“%(state)s” is not a state that can be decided.") % {"state": ruling.state},
                why=_("It is shown to readers in place of what rule and panel say."),
                remedy=_("Use one of: %(choices)s.") % {"choices": ", ".join(choices)},
            )
        )
    if not has_text(ruling.reason):
        problems.append(reason_missing())
    return problems


def has_text(texts: Mapping[str, str]) -> bool:
    """Whether a text map says anything in any language."""
    return any(text.strip() for text in texts.values())


def reason_missing() -> Problem:
    """Return the problem of a judgement or decision without a reason."""
    return Problem(
        field="reason",
        code="REASON_MISSING",
        value="",
        what=_("There is no reason."),
        why=_("A colour without a reason cannot be checked or answered."),
        remedy=_("Write in one or two sentences why this is the colour."),
    )


def as_findings(problems: Iterable[Problem], *, filename: str = "", line: int = 1) -> list[Finding]:
    """Return problems as findings: at a line of a file, or at the field of a form."""
    return [
        Finding(
            code=f"REVIEWS_{problem.code}",
            where=where_line(filename, line) if filename else problem.field,
            line=line if filename else None,
            column=problem.field,
            value=problem.value[:200],
            what=problem.what,
            why=problem.why,
            remedy=problem.remedy,
        )
        for problem in problems
    ]
