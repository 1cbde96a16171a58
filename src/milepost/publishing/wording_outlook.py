"""What can be said about a deadline, in the unit of the indicator."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from milepost.publishing import formats
from milepost.publishing.bundle import Json
from milepost.publishing.wording import change_a_year, measured_value
from milepost.publishing.wording_verdicts import VERDICTS

DETAILS: dict[str, str | Promise] = {
    "last_value": _("With so few figures, nothing honest can be said beyond the latest one."),
    "pace": _(
        "So far the figure changed by %(pace_seen)s a year; %(pace_needed)s a year would be "
        "needed to reach %(target)s by %(deadline)s."
    ),
    "scenarios": _(
        "By %(deadline)s the figure would be %(recent)s at the pace of the last five years, "
        "%(damped)s if that pace weakens, and %(best)s at the best change seen so far; the target "
        "is %(target)s. Five figures or fewer bear no probability."
    ),
    "met_now": _("The latest figure, %(last)s, meets the target of %(target)s."),
    "cannot_tell": _(
        "Three ways to carry the figures on do not agree on whether %(target)s is more likely "
        "than not by %(deadline)s, or one of them cannot be used, so no likelihood is given."
    ),
    "one_word": _(
        "Three ways to carry the figures on agree: reaching %(target)s by %(deadline)s is %(low)s."
    ),
    "two_words": _(
        "Three ways to carry the figures on agree on the side but not on the word: reaching "
        "%(target)s by %(deadline)s is between “%(low)s” and “%(high)s”."
    ),
}
INTERVAL = _("Four times in five, the figure would then lie between %(lower)s and %(upper)s.")
TESTED = _(
    "Tried on the last %(held)s figures, which it had not seen, a straight line had %(within)s of "
    "them inside such a range."
)


def detail(said: Mapping[str, Any], target: float, deadline: float, look: "Look") -> str:
    """Return what stands behind the verdict of an outlook, as one or a few sentences."""
    kind = str(said["kind"])
    key = kind if kind in DETAILS else _band_key(said)
    if key is None:
        return ""
    values = {
        "target": look.value(target),
        "deadline": formats.moment(deadline, look.language),
        "last": look.value(said.get("last")),
        **{name: look.change(said.get(name)) for name in ("pace_seen", "pace_needed")},
        **{name: look.value(value) for name, value in (said.get("scenarios") or {}).items()},
        **_words(said),
    }
    parts = [str(DETAILS[key]) % values]
    if said.get("backtest"):
        parts += _tested(said, look)
    return formats.sentences(parts, look.language)


def _band_key(said: Mapping[str, Any]) -> str | None:
    if said["verdict"] == "outlook_cannot_tell":
        return "cannot_tell"
    if not said.get("words"):
        return None
    return "one_word" if said["words"][0] == said["words"][1] else "two_words"


def _words(said: Mapping[str, Any]) -> dict[str, str]:
    words = said.get("words") or ("", "")
    named = [str(VERDICTS.get(str(word).replace(" ", "_"), "")) for word in words]
    return {"low": named[0], "high": named[1]}


def _tested(said: Mapping[str, Any], look: "Look") -> list[str]:
    test = said["backtest"]
    return [
        str(INTERVAL)
        % {"lower": look.value(said.get("lower80")), "upper": look.value(said.get("upper80"))},
        str(TESTED)
        % {
            "held": formats.number(test["held_out"], look.language),
            "within": formats.number(test["within"], look.language),
        },
    ]


class Look:
    """How the values of one indicator are written in one language."""

    def __init__(self, indicator: Json | None, language: str) -> None:
        self.indicator = indicator
        self.language = language

    def value(self, value: float | None) -> str:
        """Return a value with its unit."""
        return measured_value(value, self.indicator, self.language)

    def change(self, value: float | None) -> str:
        """Return a change a year with its sign and unit."""
        return change_a_year(value, self.indicator, self.language)


def verdict(said: Mapping[str, Any]) -> str:
    """Return the verdict of an outlook as a short sentence."""
    code = str(said["verdict"])
    if code == "outlook_between":
        return gettext("The likelihood is not clear-cut.")
    text = str(VERDICTS[code])
    return gettext("%(verdict)s.") % {"verdict": text[:1].upper() + text[1:]}
