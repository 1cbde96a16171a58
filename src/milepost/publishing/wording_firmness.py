"""Sentences and lines on whether a colour holds when the question changes a little.

The codes are those of ``measure.trial`` and ``measure.comparison``; tests compare the lists. An
edition frozen before these were computed, and a benchmark that is only judged, have none of this.
"""

from collections import Counter
from typing import Any

from django.utils.translation import gettext, ngettext

from milepost.measure.trial import GROUPS
from milepost.publishing import formats, terms
from milepost.publishing.bundle import Json
from milepost.publishing.terms_firmness import PARTY_KIND
from milepost.publishing.wording import measured_value, stage_words

MOVED = {"stricter": "stricter", "looser": "looser"}
STAGES = {1.0: "party", 0.5: "signed", 0.0: "not_a_party"}
MOST_NAMED = 2
"""How many other colours the sentence names, each with one change that leads to it."""


def firmness_of(trace: Json | None) -> Json | None:
    """Return the sensitivity of a working when there was a colour to try, else None."""
    found: Json = (trace or {}).get("sensitivity") or {}
    return found if found.get("tried") or found.get("asked") else None


def firmness_sentence(trace: Json | None, language: str) -> str:
    """Return whether the colour holds, and what would change it; "" when nothing is known."""
    found = firmness_of(trace)
    if trace is None or found is None:
        return ""
    said = [_held(found, language)]
    own = trace["verdict"]["state"]
    said += [_otherwise(trial, found, language) for trial in _first_of_each(found, own)]
    if found["asked"]:
        said.append(_others(found, language))
    return formats.sentences(said, language)


def _otherwise(trial: Json, found: Json, language: str) -> str:
    """Return one change that leads to another colour, or that the colour rests on one figure."""
    if trial.get("reason") == "no_data" and found["points"].get("tried") == 1:
        period = formats.period(trial.get("period"), language)
        return gettext("It rests on one figure alone, that of %(period)s.") % {"period": period}
    return gettext("%(to)s %(if)s.") % {"to": _colour(trial), "if": condition(trial, language)}


def _held(found: Json, language: str) -> str:
    tried, held = found["tried"], found["held"]
    values = {"held": formats.number(held, language), "tried": formats.number(tried, language)}
    if not tried:
        return ""
    if held == tried:
        return ngettext(
            "The colour holds under the one change tried.",
            "The colour holds under all %(tried)s changes tried.",
            tried,
        ) % {"tried": values["tried"]}
    if tried == 1:
        return gettext("The colour does not hold under the one change tried.")
    if not held:
        return gettext("The colour holds under none of the %(tried)s changes tried.") % values
    return gettext("The colour holds under %(held)s of %(tried)s changes.") % values


def _others(found: Json, language: str) -> str:
    values = {
        "agree": formats.number(found["agree"], language),
        "asked": formats.number(found["asked"], language),
    }
    return gettext("By %(agree)s of %(asked)s other methods it has the same colour.") % values


def _first_of_each(found: Json, own: str) -> list[Json]:
    """Return one trial for each other state, colours before grey."""
    firsts: dict[str, Json] = {}
    for kind in GROUPS[:-1]:
        for trial in found[kind].get("trials", ()):
            if trial.get("state") not in (None, own):
                firsts.setdefault(trial["state"], trial)
    return sorted(firsts.values(), key=lambda trial: str(trial["state"]) == "grey")[:MOST_NAMED]


def _colour(trial: Json) -> str:
    if trial["state"] == "grey":
        return gettext("%(colour)s (%(why)s)") % {
            "colour": terms.term("grey", "colour"),
            "why": terms.term(trial.get("reason"), "reason"),
        }
    return terms.term(trial["state"], "colour")


def condition(trial: Json, language: str) -> str:
    """Return what was changed as a clause: "if the figure of 2018 were left out"."""
    what = trial["what"]
    if what == "left_out":
        period = formats.period(trial["period"], language)
        return gettext("if the figure of %(period)s were left out") % {"period": period}
    if what in ("had_not_joined", "had_not_left"):
        return _party_condition(trial, language)
    if what in ("earlier", "later"):
        start = formats.moment(trial["to"], language)
        return gettext("if the start were %(start)s") % {"start": start}
    values = {
        "threshold": terms.term(trial["parameter"], "threshold"),
        "to": _exact(trial["to"], language),
        "from": _exact(trial["from"], language),
    }
    return gettext("if %(threshold)s were %(to)s in place of %(from)s") % values


def _exact(value: float, language: str) -> str:
    """Return a threshold with the digits that tell it from its neighbour a tenth away."""
    _whole, _mark, digits = f"{value:.4g}".partition(".")
    plain = "e" not in digits
    return formats.number(value, language, len(digits) if plain else None)


def _party_condition(trial: Json, language: str) -> str:
    count = trial["count"]
    values = {
        "count": formats.number(count, language),
        "first": formats.period(trial["first"], language),
        "last": formats.period(trial["last"], language),
    }
    if trial["first"] == trial["last"]:
        if trial["what"] == "had_not_joined":
            return gettext("if one state had not joined (%(last)s)") % values
        return gettext("if one state had not left (%(last)s)") % values
    if trial["what"] == "had_not_joined":
        return (
            gettext("if one of the %(count)s that joined from %(first)s to %(last)s had not")
            % values
        )
    return gettext("if one of the %(count)s that left from %(first)s to %(last)s had not") % values


def strip(trace: Json, language: str) -> list[dict[str, Any]]:
    """Return the cells of the strip, one for each kind of change.

    ``states`` are (state, reason, how many) with the colour's own state first; ``why`` says why
    nothing was tried; ``silent`` counts the methods that say nothing.
    """
    found = firmness_of(trace)
    if found is None:
        return []
    own = trace["verdict"]["state"]
    cells = []
    for kind in GROUPS:
        group = found[kind]
        trials = group.get("trials", ())
        counts: Counter[tuple[str, str]] = Counter()
        for trial in trials:
            if trial.get("state"):
                counts[trial["state"], trial.get("reason", "")] += trial.get("count", 1)
        idle = group.get("tried", 0) - counts.total()
        if idle:
            counts[own, ""] += idle
        states = sorted(counts.items(), key=lambda item: (item[0][0] != own, item[0]))
        whys = {trial["why"] for trial in trials if trial.get("why")}
        why = group.get("why") or (whys.pop() if not states and len(whys) == 1 else "")
        by_state = any(trial["what"].startswith("had_not") for trial in trials)
        cells.append(
            {
                "kind": kind,
                "label": str(PARTY_KIND) if by_state else terms.term(kind, "change-kind"),
                "states": [
                    {"state": state, "reason": reason, "count": count}
                    for (state, reason), count in states
                ],
                "why": terms.term(why, "untried"),
                "silent": sum(1 for trial in trials if trial.get("why")) if states else 0,
            }
        )
    return cells


def lines(trace: Json, indicator: Json | None, language: str) -> list[dict[str, Any]]:
    """Return every change tried with its result, by kind, as the lines of a table."""
    found = firmness_of(trace)
    if found is None:
        return []
    own = trace["verdict"]["state"]
    kinds = []
    for cell in strip(trace, language):
        group = found[cell["kind"]]
        rows = [_line(trial, trace, indicator, language) for trial in group.get("trials", ())]
        listed = sum(t.get("count", 1) for t in group.get("trials", ()) if t.get("state"))
        idle = group.get("tried", 0) - listed
        if idle:
            rows.append({"change": _idle(idle, language), "state": own, "reason": "", "note": ""})
        kinds.append({**cell, "rows": rows})
    return kinds


def _idle(count: int, language: str) -> str:
    return ngettext(
        "Without the one other figure", "Without any one of the %(count)s other figures", count
    ) % {"count": formats.number(count, language)}


def _line(trial: Json, trace: Json, indicator: Json | None, language: str) -> dict[str, Any]:
    note = terms.term(trial.get("why"), "untried") or terms.term(
        trial.get("caveat"), "method-caveat"
    )
    if trial["what"] in terms.TERMS["method"]:
        word = terms.term(trial.get("status"), "method-class")
        change = terms.term(trial["what"], "method")
    else:
        word, change = "", _change(trial, trace, indicator, language)
        note = note or terms.term(MOVED.get(trial["what"]), "threshold-move")
    return {
        "change": change,
        "word": word,
        "state": trial.get("state", ""),
        "reason": trial.get("reason", ""),
        "note": note,
    }


def _change(trial: Json, trace: Json, indicator: Json | None, language: str) -> str:
    """Return what was changed as the head of a line."""
    what = trial["what"]
    if what == "left_out":
        stage = STAGES.get(trial["value"]) if trace["function"] == "commitment_ladder" else None
        return gettext("Without %(period)s (%(value)s)") % {
            "period": formats.period(trial["period"], language),
            "value": (
                stage_words(stage) if stage else measured_value(trial["value"], indicator, language)
            ),
        }
    if what in ("had_not_joined", "had_not_left"):
        clause = _party_condition(trial, language)
        return clause[:1].upper() + clause[1:]
    if what in ("earlier", "later"):
        return gettext("Start: %(start)s") % {"start": formats.moment(trial["to"], language)}
    values = {
        "threshold": terms.term(trial["parameter"], "threshold"),
        "from": _exact(trial["from"], language),
    }
    if "to" not in trial:
        said = gettext("%(threshold)s: %(from)s") % values
    else:
        values["to"] = _exact(trial["to"], language)
        said = gettext("%(threshold)s: %(to)s in place of %(from)s") % values
    return said[:1].upper() + said[1:]
