"""Sentences on the surveys that the last figure of a rating was taken from."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from milepost.publishing import formats, terms
from milepost.publishing.bundle import Json
from milepost.publishing.wording import measured_value

UNKNOWN: Mapping[str, str | Promise] = {
    "no_table": _(
        "It was taken from a survey whose table is not part of this edition, so nothing can be "
        "said of those who answered."
    ),
    "no_stratum": _(
        "It was taken from a survey whose table no longer names this place, so nothing can be "
        "said of those who answered."
    ),
    "figure_differs": _(
        "It was taken from a survey whose table says something else now, so nothing can be said "
        "of those who answered."
    ),
}
"""Why nothing is known of the survey behind a figure."""

NOT_TRIED: Mapping[str, str | Promise] = {
    "aggregated": _(
        "It is made from several figures, and their intervals are not added up. Whether the "
        "colour is firm is not known."
    ),
    "derived": _(
        "It is computed from other figures, and the interval is not carried through. Whether the "
        "colour is firm is not known."
    ),
}
"""Why the ends of an interval were not tried."""


def survey_sentences(trace: Json | None, indicator: Json | None, language: str) -> list[str]:
    """Return what is known of the surveys behind a rating, sentence by sentence; [] for none.

    Who answered, the interval, whether the colour holds over it, and whom the answers represent.
    """
    part: Json | None = (trace or {}).get("survey")
    if part is None:
        return []
    figures, interval = part["figures"], part["interval"]
    if len(figures) > 1:
        said = [_made_of(len(figures), language)]
    elif figures[0]["why"]:
        said = [str(UNKNOWN[figures[0]["why"]])]
    else:
        said = [_answered(figures[0], language)]
        if interval["why"] != "derived":
            said.append(_between(figures[0], indicator, language))
    if interval["why"] in NOT_TRIED:
        said.append(str(NOT_TRIED[interval["why"]]))
    elif "firm" in interval:
        said += _held(part, indicator, language)
    return [*said, *_represented(part, language)]


def _made_of(count: int, language: str) -> str:
    return ngettext(
        "%(count)s figure behind it was taken from a survey.",
        "%(count)s figures behind it were taken from surveys.",
        count,
    ) % {"count": formats.number(count, language)}


def _answered(figure: Json, language: str) -> str:
    values = {
        "answered": formats.number(figure["answered"], language),
        "frame": formats.number(figure["frame"], language),
        "effective": formats.number(figure["effective"], language, 0),
    }
    if figure["effective"] is None or round(figure["effective"]) == figure["answered"]:
        return gettext("It rests on %(answered)s answers of %(frame)s that were possible.") % values
    return (
        gettext(
            "It rests on %(answered)s answers of %(frame)s that were possible; with their weights "
            "they say as much as %(effective)s."
        )
        % values
    )


def _between(figure: Json, indicator: Json | None, language: str) -> str:
    return gettext(
        "If those who answered were a random sample, it would lie between %(low)s and %(high)s in "
        "95 of 100 samples."
    ) % {
        "low": measured_value(figure["low"], indicator, language),
        "high": measured_value(figure["high"], indicator, language),
    }


def _held(part: Json, indicator: Json | None, language: str) -> list[str]:
    interval = part["interval"]
    if interval["firm"]:
        return [gettext("The colour is the same from one end to the other.")]
    ends = [interval[name] for name in ("low", "high") if interval[name]["state"] != part["state"]]
    said = [
        gettext("%(colour)s if it were %(value)s.")
        % {
            "value": measured_value(end["value"], indicator, language),
            "colour": terms.term(end["state"], "colour"),
        }
        for end in ends
    ]
    return [*said, gettext("So the colour is not firm.")]


def _represented(part: Json, language: str) -> list[str]:
    """Return whom the answers represent, with the distance where there is one survey."""
    if part["representative"] == "unknown":
        if any(figure["why"] for figure in part["figures"]):
            return []
        return [gettext("Whom those who answered represent is not known.")]
    if len(part["surveys"]) != 1:
        if part["representative"] == "yes":
            return [gettext("Those who answered represent those who were to be asked.")]
        return [
            gettext("Those who answered one of them do not represent those who were to be asked."),
            gettext("The colour stays; the grade of the evidence takes one step down."),
        ]
    survey = part["surveys"][0]
    values = {
        "share": formats.percent(survey["dissimilarity"], language),
        "chance": formats.percent(survey["by_chance"], language),
    }
    if part["representative"] == "yes":
        return [
            gettext(
                "Those who answered represent those who were to be asked: %(share)s of the answers "
                "would have to come from elsewhere, and by chance alone it would be %(chance)s."
            )
            % values
        ]
    return [
        gettext(
            "Those who answered do not represent those who were to be asked: %(share)s of the "
            "answers would have to come from elsewhere, and by chance alone it would be %(chance)s."
        )
        % values,
        gettext("The colour stays; the grade of the evidence takes one step down."),
    ]
