"""How far those who judged agree, in sentences: on one rating, and over its framework."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, ngettext

from milepost.publishing import formats
from milepost.publishing.wording_verdicts import VERDICTS

Json = Mapping[str, Any]
DECIMALS = 2


def spread_sentence(agreement: Json, language: str) -> str:
    """Return how far the panel of one rating lies apart."""
    values = {
        "count": formats.number(agreement["n"], language),
        "share": formats.percent(agreement["modal_share"], language),
        "consensus": formats.number(agreement["consensus"], language, DECIMALS),
    }
    if not agreement["range"]:
        return gettext("%(count)s people gave a colour, and all gave the same.") % values
    values["steps"] = ngettext(
        "They lie %(steps)s step apart.", "They lie %(steps)s steps apart.", agreement["range"]
    ) % {"steps": formats.number(agreement["range"], language)}
    return (
        gettext(
            "%(count)s people gave a colour. %(steps)s The commonest colour has %(share)s of "
            "them. Consensus is %(consensus)s, from 0 for a split at the ends to 1 for unanimity."
        )
        % values
    )


def framework_sentences(whole: Json, language: str) -> list[str]:
    """Return what is known of agreement beyond chance over the framework, with its interval."""
    values = {
        "count": formats.number(whole["ratings"], language),
        "alpha": _number(whole["alpha"], language),
        "lower": _number(whole["lower"], language),
        "upper": _number(whole["upper"], language),
        "gwet": _number(whole["gwet"], language),
    }
    said = [
        ngettext(
            "Two or more people judged %(count)s rating of this framework.",
            "Two or more people judged %(count)s ratings of this framework.",
            whole["ratings"],
        )
        % values
    ]
    if whole["alpha"] is None:
        said.append(
            gettext("All gave the same colour, so agreement beyond chance cannot be measured.")
        )
    else:
        values["reading"] = str(VERDICTS[whole["reading"]])
        said.append(
            gettext("Over all of them Krippendorff's alpha is %(alpha)s: %(reading)s.") % values
        )
        said.append(_interval(whole, values))
    if whole["gwet"] is not None:
        said.append(
            gettext(
                "Gwet's coefficient, which holds also where nearly all colours are the same, is "
                "%(gwet)s."
            )
            % values
        )
    return said


def _interval(whole: Json, values: Mapping[str, str]) -> str:
    if whole["lower"] is None or whole["upper"] is None:
        return gettext("There are too few of them for an interval.")
    return gettext("Its 95 per cent interval reaches from %(lower)s to %(upper)s.") % values


def _number(value: float | None, language: str) -> str:
    return formats.MISSING if value is None else formats.number(value, language, DECIMALS)
