"""Sentences of a quality report: why a value deserves a question, which rule chose, what a seam is.

The codes are those of ``measure.quality`` and ``measure.versions``; a test compares the lists.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from milepost.publishing import formats
from milepost.publishing.bundle import Json

OK, ASK, NONE = "ok", "ask", "none"
"""A mark of a part: nothing to ask, something to ask, nothing can be said."""
CHANGES = ("unusual_change", "jump")
"""Codes that one sentence says together."""

REASONS: dict[str, str | Promise] = {
    "below_minimum": _("below %(limit)s, the least that the definition allows"),
    "above_maximum": _("above %(limit)s, the most that the definition allows"),
    "other_sign": _("the only value of its sign; %(others)s others have the other sign"),
    "digit_shift": _("%(factor)s times what is around it (%(usual)s); a digit may have slipped"),
    "zero_between": _("a zero between %(before)s and %(after)s; a gap may have been written as 0"),
    "unusual_change": _("it changed by %(change)s a year, where %(usual)s is usual"),
    "jump": _("that is %(times)s times as much"),
}
RULES: dict[str, str | Promise] = {
    "known_last": _("The one that became known last counts."),
    "accepted_last": _("Both became known on one day; the one accepted last counts."),
    "earliest_act": _("The earlier date counts."),
    "decided": _("A person decided:"),
}
SEAMS: dict[str, str | Promise] = {
    "marked_break": _("The source marks a break."),
    "definition_differs": _("The source marks another definition."),
    "source_changes": _("The values before and after come from two sources."),
    "vintage_changes": _("The values before and after come from two vintages of one source."),
}
PARTS: dict[str, str | Promise] = {
    "unit": _("unit"),
    "definition": _("definition"),
    "weight": _("weight"),
    "eligible": _("states that can have a value"),
    "aggregation": _("how groups are made from states"),
    "kind": _("kind of indicator"),
}
FACETS: dict[str, str | Promise] = {
    "coverage": _("Coverage"),
    "breakdowns": _("Breakdowns"),
    "outliers": _("Values to ask about"),
    "breaks": _("Breaks"),
    "conflicts": _("Conflicts between sources"),
    "age": _("Age"),
    "results": _("Results that cannot be"),
}
DECISIONS: dict[str, str | Promise] = {
    "": "",
    "followed": _("A person decided so too."),
    "otherwise": _("A person decided otherwise; the data were not changed."),
}
TO_DO: dict[str, str | Promise] = {
    "coverage": _("Find data for the states that have none, or define who can have a value."),
    "breakdowns": _("Ask the source for what is missing, or take it out of the definition."),
    "outliers": _("Look each value up at its source. If it is wrong, import the corrected file."),
    "breaks": _("Find out whether both sides are measured alike, and say so in the metadata."),
    "conflicts": _("Compare the two sources, and record which one is right and why."),
    "age": _("Look for newer data, or correct the frequency in the definition."),
    "results": _("Look the inputs up at their source; shares need parts that are not negative."),
}  # fmt: skip


def reason_sentence(reasons: Sequence[Json], language: str) -> str:
    """Return why a value deserves a question, all reasons in one line."""
    said = [str(REASONS[row["code"]]) % _shown(row["values"], language) for row in reasons]
    joined = gettext("; ").join(said)
    return joined[:1].upper() + joined[1:]


def _shown(values: Mapping[str, float], language: str) -> dict[str, str]:
    in_per_cent = values.get("relative") == 1
    shown = {}
    for name, value in values.items():
        if in_per_cent and name in {"change", "usual"}:
            shown[name] = formats.percent(value / 100, language)
        else:
            shown[name] = formats.number(value, language)
    return shown


def facets(report: Json, language: str) -> list[Json]:
    """Return each part of a report with its mark and a few words, in the order of the page."""
    rows = [
        ("coverage", *_coverage(report, language)),
        ("breakdowns", *_breakdowns(report, language)),
        ("outliers", *_outliers(report, language)),
        ("breaks", *_breaks(report, language)),
        ("conflicts", *_conflicts(report, language)),
        ("age", *_age(report, language)),
    ]
    if "results" in report:
        rows.append(("results", *_results(report, language)))
    return [
        {"code": code, "label": str(FACETS[code]), "mark": mark, "words": words}
        for code, mark, words in rows
    ]


def _coverage(report: Json, language: str) -> tuple[str, str]:
    counts = report["counts"]
    if not counts["values"]:
        return NONE, gettext("no values")
    values = {
        "have": formats.number(counts["states_with_value"], language),
        "total": formats.number(counts["states_eligible"], language),
    }
    if not counts["states_with_value"]:
        return NONE, gettext("values of groups only")
    return OK, gettext("%(have)s of %(total)s states have a value") % values


def _breakdowns(report: Json, language: str) -> tuple[str, str]:
    expected = [row for row in report["breakdowns"] if row["expected"] is not None]
    missing = sum(len(row["missing"]) or int(row["is_missing"]) for row in expected)
    if missing:
        return ASK, ngettext(
            "%(count)s expected breakdown not found",
            "%(count)s expected breakdowns not found",
            missing,
        ) % {"count": formats.number(missing, language)}
    if expected:
        return OK, gettext("all that were expected are there")
    return NONE, gettext("none is expected")


def _results(report: Json, language: str) -> tuple[str, str]:
    refused = len(report["results"]["refused"])
    if refused:
        return ASK, ngettext("%(count)s figure", "%(count)s figures", refused) % {
            "count": formats.number(refused, language)
        }
    return OK, gettext("nothing to ask")


def _outliers(report: Json, language: str) -> tuple[str, str]:
    part = report["outliers"]
    found = len(part["found"])
    if found:
        return ASK, ngettext("%(count)s unusual value", "%(count)s unusual values", found) % {
            "count": formats.number(found, language)
        }
    if not part["values"]:
        return NONE, gettext("no values")
    return OK, gettext("nothing to ask")


def _breaks(report: Json, language: str) -> tuple[str, str]:
    summary = report["summary"]
    notable, seams = summary["notable_breaks"], summary["seams"]
    if notable:
        return ASK, ngettext("%(count)s sharp break", "%(count)s sharp breaks", notable) % {
            "count": formats.number(notable, language)
        }
    if seams:
        return OK, ngettext("%(count)s seam, not sharp", "%(count)s seams, none sharp", seams) % {
            "count": formats.number(seams, language)
        }
    if not report["outliers"]["values"]:
        return NONE, gettext("no values")
    return OK, gettext("none seen")


def _conflicts(report: Json, language: str) -> tuple[str, str]:
    part = report["conflicts"]
    by_rule, decided = part["open"], len(part["decided"])
    if by_rule:
        return ASK, ngettext(
            "%(count)s conflict settled by rule alone",
            "%(count)s conflicts settled by rule alone",
            by_rule,
        ) % {"count": formats.number(by_rule, language)}
    if decided:
        return OK, ngettext(
            "%(count)s conflict, decided", "%(count)s conflicts, all decided", decided
        ) % {"count": formats.number(decided, language)}
    return OK, gettext("none known")


def _age(report: Json, language: str) -> tuple[str, str]:
    summary, part = report["summary"], report["age"]
    if part["known_until"]:
        return NONE, gettext("last act known: %(period)s") % {
            "period": formats.period(part["known_until"], language)
        }
    if not summary["values"]:
        return NONE, gettext("no values")
    if summary["stale"]:
        states = part["regions"][0]["states"]
        return ASK, gettext("old figures in %(count)s of %(total)s states") % {
            "count": formats.number(summary["stale"], language),
            "total": formats.number(states, language),
        }
    newest = formats.period(summary["last_period"], language)
    if summary["stale"] is None:
        return NONE, gettext("newest: %(period)s") % {"period": newest}
    return OK, gettext("none too old; newest: %(period)s") % {"period": newest}


def lede(report: Json, language: str) -> str:
    """Return the one sentence that a report opens with."""
    asking = [row for row in facets(report, language) if row["mark"] == ASK]
    if not report["summary"]["values"]:
        return gettext("There are no values yet.")
    if not asking:
        return gettext("Nothing in these figures asks for a second look.")
    listed = formats.listed([row["words"] for row in asking], language)
    return gettext("Worth a second look: %(listed)s.") % {"listed": listed}


def how_found(parameters: Mapping[str, Any], language: str) -> list[str]:
    """Return how values to ask about are found, with the bounds that were used."""

    def number(name: str) -> str:
        return formats.number(parameters[name], language)

    return [
        gettext("Each series (one place, one breakdown) is looked at by itself."),
        gettext(
            "A change is unusual when its modified z-score is %(z)s or more and it is at least "
            "%(times)s times the usual change of the series."
        )
        % {"z": number("robust_z"), "times": number("jump")},
        gettext(
            "A change of less than %(share)s of the level, or one that chance explains in a "
            "count, is not asked about. A series needs %(points)s values."
        )
        % {
            "share": formats.percent(parameters["material"], language),
            "points": number("least_points"),
        },
        gettext("A suspicion is a question. No value was removed or changed because of it."),
    ]
