"""Sentences of a rating: what it says, why it has its colour, and what would change it.

Every status code of ``measure.explanation`` has a clause here; a test compares the lists.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from milepost.publishing import formats, terms
from milepost.publishing.bundle import Json, text_in
from milepost.publishing.wording_steps import NAMES, STEPS, step_name, step_sentence

__all__ = [
    "CLAUSES",
    "NAMES",
    "STEPS",
    "because",
    "headline",
    "pace_needed",
    "step_name",
    "step_sentence",
    "what_would_change",
]

CLAUSES: dict[str, str | Promise] = {
    "no_data": _("nothing usable is known"),
    "no_baseline": _("there is no figure near the start, so change cannot be told"),
    "insufficient_points": _("there is no figure after the start to compare with"),
    "no_target": _("no target was set, so the distance to it cannot be told"),
    "no_deadline": _("the target has no deadline, so the pace cannot be judged"),
    "met_on_time": _("the target was met by the deadline"),
    "met_late": _("the target was missed at the deadline and met later"),
    "deadline_passed_no_evidence": _("the deadline has passed and the last figure is much older"),
    "missed": _("the target was not met by the deadline; %(gap_share)s of the gap was closed"),
    "met": _("the target is met"),
    "met_at_baseline": _("the target was met at the start and still is"),
    "lost_after_being_met": _("the target was met at the start and no longer is"),
    "on_track": _("%(gap_share)s of the gap is closed with %(time_share)s of the time used"),
    "acceleration_needed": _(
        "%(gap_share)s of the gap is closed with %(time_share)s of the time used"
    ),
    "limited": _("only %(gap_share)s of the gap is closed with %(time_share)s of the time used"),
    "regressing": _(
        "the figure has moved away from the target with %(time_share)s of the time used"
    ),
    "no_eligible_states": _("no state of this group may become a party"),
    "no_time_since_baseline": _("no time has passed since the start"),
    "near_universal": _("nearly all states are parties (%(coverage)s)"),
    "losing_parties": _("there are fewer parties than at the start"),
    "no_new_parties": _("no state has joined since the start"),
    "pace_kept_or_faster": _(
        "states join at %(pace)s a year, against %(reference_pace)s a year before"
    ),
    "slower_than_before": _(
        "states join at %(pace)s a year, slower than the %(reference_pace)s a year before"
    ),
    "entered_into_force": _("the treaty is new and has the parties it needs to be in force"),
    "new_instrument": _(
        "the treaty is new and gains parties; there is no earlier pace to compare with"
    ),
    "earlier_pace_unknown": _(
        "states join at %(pace)s a year; how fast they joined before is not known"
    ),
    "list_too_old": _("the last known number of parties is too old to speak of today"),
    "party": _("the state is a party"),
    "signed": _("the state has signed and not ratified"),
    "not_a_party": _("the state is not a party and has not signed"),
    "denounced": _("the state was a party and has left"),
    "no_threshold": _("the rule has no threshold to compare with"),
    "stale": _("the latest figure is %(years_old)s years old"),
    "level_met": _("the level reaches what green asks (%(green)s)"),
    "level_partly_met": _(
        "the level reaches what yellow asks (%(yellow)s) but not green (%(green)s)"
    ),
    "level_not_met": _("the level does not reach what yellow asks (%(yellow)s)"),
    "widespread": _("most states with data have the policy (%(level)s)"),
    "partial": _("a part of the states with data have the policy (%(level)s)"),
    "rare": _("few of the states with data have the policy (%(level)s)"),
    "improving": _("the figure moves the right way, by %(relative_change_per_year)s a year"),
    "improving_slowly": _(
        "the figure moves the right way, but only by %(relative_change_per_year)s a year"
    ),
    "no_change": _("the figure is what it was at the start"),
    "worsening": _("the figure moves the wrong way"),
}
"""Status code -> the clause after "Yellow, because …"."""

SHARE_NUMBERS = frozenset({"gap_share", "time_share", "coverage", "relative_change_per_year"})
POLICY_STATUSES = frozenset({"widespread", "partial", "rare"})


def clause(status: str, numbers: Mapping[str, Any], language: str) -> str:
    """Return the clause of a status with its numbers by locale, or "" for an unknown status."""
    template = CLAUSES.get(status)
    if template is None:
        return ""
    shown = _Figures()
    for name, value in numbers.items():
        if name in SHARE_NUMBERS or (name == "level" and status in POLICY_STATUSES):
            shown[name] = formats.percent(value, language)
        elif isinstance(value, int | float):
            shown[name] = formats.number(value, language)
    return str(template) % shown


class _Figures(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return formats.MISSING


def because(rating: Json, language: str) -> str:
    """Return the line "Yellow, because …" of a rating."""
    flags = rating.get("flags") or ()
    contested = "contested" in flags and rating["state"] != "grey"
    colour = terms.term("contested" if contested else rating["state"], "colour")
    if rating["state"] == "grey":
        why = terms.term(rating.get("reason") or "not_assessed", "reason-meaning")
        return gettext("%(colour)s: %(why)s") % {
            "colour": colour,
            "why": why[:1].lower() + why[1:],
        }
    why = _why(rating, language)
    if not why:
        word = terms.term(rating["state"], "state")
        return gettext("%(colour)s: %(word)s.") % {"colour": colour, "word": word}
    return gettext("%(colour)s, because %(why)s.") % {"colour": colour, "why": why}


def _why(rating: Json, language: str) -> str:
    if rating["basis"] == "decided" and rating.get("decision"):
        return gettext("that was decided where the rule and the people who judged differ")
    judged = rating.get("judged")
    contested = "contested" in (rating.get("flags") or ())
    if contested and judged and not judged.get("contested"):
        return gettext("the rule and the people who judged differ and nobody has decided")
    if judged and (contested or rating["basis"] == "judged"):
        return _judged_clause(judged)
    return clause(rating.get("status", ""), rating.get("numbers") or {}, language)


def _judged_clause(judged: Json) -> str:
    count = judged["n"]
    if judged.get("contested"):
        return gettext("%(count)s judged and they disagree") % {"count": count}
    if count == 1:
        return gettext("one assessor judged so")
    return ngettext(
        "%(count)s assessor judged; the cautious middle is shown",
        "%(count)s assessors judged; the cautious middle is shown",
        count,
    ) % {"count": count}


def headline(
    rating: Json, benchmark: Json, indicator: Json | None, where: Json, language: str
) -> str:
    """Return the one sentence that a benchmark's page opens with."""
    numbers = rating.get("numbers") or {}
    name = text_in(where["names"], language)
    if numbers.get("parties") is not None and numbers.get("eligible"):
        return _ratified(numbers, benchmark, name, language)
    if rating.get("status") in LADDER:
        since = formats.period(numbers.get("since"), language)
        dated = DATED.get(rating["status"]) if numbers.get("since") else None
        return str(dated or LADDER[rating["status"]]) % {"place": name, "since": since}
    if rating.get("value") is not None and indicator is not None:
        return _measured(rating, benchmark, indicator, name, language)
    return _stated(rating, name)


LADDER: dict[str, str | Promise] = {
    "party": _("%(place)s is a party."),
    "signed": _("%(place)s has signed and not ratified."),
    "not_a_party": _("%(place)s is not a party and has not signed."),
    "denounced": _("%(place)s was a party and has left."),
}


DATED: dict[str, str | Promise] = {
    "party": _("%(place)s has been a party since %(since)s."),
    "signed": _("%(place)s signed on %(since)s and has not ratified."),
    "denounced": _("%(place)s was a party and left on %(since)s."),
}
STAGE_WORDS: dict[str, str | Promise] = {
    "party": _("party"),
    "signed": _("signed"),
    "not_a_party": _("not a party"),
    "denounced": _("left"),
}


def stage_words(status: str) -> str:
    """Return how far a state has come with a treaty, in a word or two."""
    return str(STAGE_WORDS[status])


def parties_of(numbers: Json, language: str) -> str:
    """Return "22 of 193" for a treaty and a group of states."""
    return gettext("%(parties)s of %(eligible)s") % {
        "parties": formats.number(numbers["parties"], language),
        "eligible": formats.number(numbers["eligible"], language),
    }


def _ratified(numbers: Json, benchmark: Json, name: str, language: str) -> str:
    values = {
        "place": name,
        "parties": formats.number(numbers["parties"], language),
        "eligible": formats.number(numbers["eligible"], language),
        "new": formats.number(numbers.get("new_since_baseline"), language),
    }
    said = [gettext("%(place)s: %(parties)s of %(eligible)s states have joined.") % values]
    baseline = ((benchmark.get("measure") or {}).get("baseline") or {}).get("period")
    if baseline and numbers.get("new_since_baseline") is not None:
        values["since"] = formats.period(baseline, language)
        said = [
            gettext(
                "%(place)s: %(parties)s of %(eligible)s states have joined; "
                "%(new)s since %(since)s."
            )
            % values
        ]
    if numbers.get("majority_year"):
        values["year"] = formats.year(numbers["majority_year"])
        said.append(gettext("At this pace half of them would have joined by %(year)s.") % values)
    return formats.sentences(said, language)


def _measured(rating: Json, benchmark: Json, indicator: Json, name: str, language: str) -> str:
    values = {
        "place": name,
        "what": text_in(indicator["title"], language),
        "value": measured_value(rating["value"], indicator, language),
        "period": formats.period(rating.get("period"), language),
    }
    said = [gettext("%(place)s, %(period)s: %(what)s %(value)s.") % values]
    measure = benchmark.get("measure") or {}
    target = (measure.get("target") or {}).get("value")
    if target is not None:
        values["target"] = measured_value(target, indicator, language)
        values["deadline"] = formats.period(measure.get("deadline"), language)
        if measure.get("deadline"):
            said.append(gettext("The target is %(target)s by %(deadline)s.") % values)
        else:
            said.append(gettext("The target is %(target)s.") % values)
    return formats.sentences(said, language)


def _stated(rating: Json, name: str) -> str:
    if rating["state"] == "grey":
        word = terms.term(rating.get("reason") or "not_assessed", "reason")
        return gettext("%(place)s: no colour can be given (%(why)s).") % {
            "place": name,
            "why": word,
        }
    if "contested" in (rating.get("flags") or ()):
        return gettext("%(place)s: those who judged disagree, so the spread is shown.") % {
            "place": name
        }
    word = terms.term(rating["state"], "state")
    return gettext("%(place)s: %(word)s, as judged by people.") % {"place": name, "word": word}


UNIT_END = re.compile(r"\s*[:,،;(]")
PERCENT_UNITS = frozenset({"percent", "pct", "PT"})


def measured_value(
    value: float | str | None, indicator: Json | None, language: str, *, with_unit: bool = True
) -> str:
    """Return a value with the decimals and the unit of its indicator; shares as per cent."""
    if value is None or value == "":
        return formats.MISSING
    if indicator is None:
        return formats.number(value, language)
    amount = float(value)
    if indicator["kind"] in {"adoption", "policy"} and 0 <= amount <= 1:
        return formats.percent(amount, language)
    decimals = indicator.get("decimals")
    shown = formats.number(amount, language, decimals)
    if not with_unit:
        return shown
    if indicator["unit"]["key"] in PERCENT_UNITS:
        return formats.percent(amount / 100, language, decimals or 0)
    # Translators: where words agree with their number, the unit may stand in brackets.
    return gettext("%(value)s %(unit)s") % {
        "value": shown,
        "unit": unit_words(indicator, language),
    }


def unit_words(indicator: Json, language: str) -> str:
    """Return the unit of an indicator, short: what stands before its first colon or comma."""
    if indicator["unit"]["key"] in PERCENT_UNITS:
        return "%"
    return UNIT_END.split(text_in(indicator["unit"]["label"], language), maxsplit=1)[0]


def what_would_change(change: Json | None, indicator: Json | None, language: str) -> str:
    """Return what would give a better colour, as a sentence, or "" when nothing is known."""
    if not change:
        return ""
    values = {"to": terms.term(change.get("to"), "colour")}
    if change.get("kind") == "new_parties":
        count = int(change["new_parties"])
        return ngettext(
            "%(to)s with %(count)s more party.", "%(to)s with %(count)s more parties.", count
        ) % {**values, "count": formats.number(count, language)}
    if change.get("kind") == "stage":
        if change["value"] == 1:
            return gettext("%(to)s once the state is a party.") % values
        return gettext("%(to)s once the state has signed.") % values
    if change.get("kind") == "last_value":
        values["value"] = measured_value(change["value"], indicator, language)
        values["period"] = formats.period(change.get("period"), language)
        if change.get("strictly"):
            return gettext("%(to)s if the figure of %(period)s had gone past %(value)s.") % values
        return gettext("%(to)s if the figure of %(period)s had been %(value)s.") % values
    return ""


def pace_needed(pace: Json | None, indicator: Json | None, language: str) -> str:
    """Return the pace that meets the target in time, beside the one seen, or ""."""
    if not pace or pace.get("per_year") is None:
        return ""
    values = {
        "target": measured_value(pace["value"], indicator, language),
        "deadline": formats.moment(pace["deadline"], language),
        "period": formats.period(pace.get("period"), language),
    }
    if pace["of"] == "parties":
        values["target"] = formats.number(pace["value"], language)
        values["needed"] = formats.number(pace["per_year"], language)
        values["pace"] = formats.number(pace.get("pace"), language)
        return (
            gettext(
                "%(target)s parties by %(deadline)s would take %(needed)s more a year from now "
                "on; so far it was %(pace)s a year."
            )
            % values
        )
    values["needed"] = change_a_year(pace["per_year"], indicator, language)
    values["pace"] = change_a_year(pace.get("pace"), indicator, language)
    return (
        gettext(
            "To reach %(target)s by %(deadline)s the figure would have to change by %(needed)s a "
            "year from %(period)s on; so far it changed by %(pace)s a year."
        )
        % values
    )


def change_a_year(value: float | None, indicator: Json | None, language: str) -> str:
    """Return a change with its sign and the unit of its indicator; shares in percentage points."""
    if value is None:
        return formats.MISSING
    is_share = indicator is not None and indicator["kind"] in {"adoption", "policy"}
    unit = indicator["unit"]["key"] if indicator is not None else ""
    in_percent = unit in PERCENT_UNITS or unit.startswith("percent-")
    amount = abs(value) * 100 if is_share else abs(value)
    shown = formats.number(amount, language)
    sign = "+" if value > 0 else "−" if value < 0 else ""
    if is_share or in_percent:
        return gettext("%(sign)s%(value)s percentage points") % {"sign": sign, "value": shown}
    if indicator is None:
        return f"{sign}{shown}"
    # Translators: where words agree with their number, the unit may stand in brackets.
    return gettext("%(sign)s%(value)s %(unit)s") % {
        "sign": sign,
        "value": shown,
        "unit": unit_words(indicator, language),
    }
