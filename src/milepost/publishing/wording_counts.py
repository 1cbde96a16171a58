"""Sentences that count states. They say what is there, and nothing about what is not."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from milepost.publishing import formats, terms

Spread = Mapping[str, int]

PARTS: dict[str, str | Promise] = {
    "green": _("significant progress on %(count)s"),
    "yellow": _("some progress on %(count)s"),
    "red": _("no progress or a step back on %(count)s"),
    "contested": _("disagreement on %(count)s"),
}
"""State -> how many of several have it, as a part of a list."""
ALL: dict[str, str | Promise] = {
    "green": _("all of them significant progress"),
    "yellow": _("all of them some progress"),
    "red": _("all of them no progress or a step back"),
    "contested": _("all of them contested"),
}
"""State -> the same when no other state is there."""
KINDS: dict[str, str | Promise] = {
    "structural": _("%(count)s of %(total)s promises on paper"),
    "process": _("%(count)s of %(total)s in what is done"),
    "outcome": _("%(count)s of %(total)s in what people experience"),
}


def coloured(spread: Spread) -> int:
    """Return how many ratings have a colour or are contested."""
    return spread.get("total", 0) - spread.get("grey", 0)


def states_said(spread: Spread, language: str, *, whole: bool = True) -> str:
    """Return the states of a distribution as a list of phrases, without grey.

    With ``whole`` the sentence has just given their number, so a single state is "all of them".
    """
    present = [name for name in PARTS if spread.get(name)]
    if len(present) == 1 and whole:
        only = present[0]
        return terms.term(only, "state") if spread[only] == 1 else str(ALL[only])
    parts = [
        str(PARTS[name]) % {"count": formats.number(spread[name], language)} for name in present
    ]
    return formats.listed(parts, language)


def at_world_level(spread: Spread, language: str) -> str:
    """Return "5 benchmarks at world level: some progress on 4; 1 has no colour, …"."""
    total, grey = spread.get("total", 0), spread.get("grey", 0)
    values = {"count": formats.number(total, language)}
    if not coloured(spread):
        return (
            ngettext(
                "%(count)s benchmark at world level, and it has no colour in this edition, "
                "for the reason given.",
                "%(count)s benchmarks at world level; none has a colour in this edition, "
                "for the reasons given.",
                total,
            )
            % values
        )
    values["states"] = states_said(spread, language, whole=not grey)
    if not grey:
        return (
            ngettext(
                "%(count)s benchmark at world level: %(states)s.",
                "%(count)s benchmarks at world level: %(states)s.",
                total,
            )
            % values
        )
    values["rest"] = ngettext(
        "%(count)s has no colour, for the reason given",
        "%(count)s have no colour, for the reasons given",
        grey,
    ) % {"count": formats.number(grey, language)}
    return (
        ngettext(
            "%(count)s benchmark at world level: %(states)s; %(rest)s.",
            "%(count)s benchmarks at world level: %(states)s; %(rest)s.",
            total,
        )
        % values
    )


def in_a_place(spread: Spread, language: str) -> str:
    """Return "Of 38 benchmarks, 6 have a colour here: all of them significant progress."."""
    known = coloured(spread)
    values = {
        "total": formats.number(spread.get("total", 0), language),
        "count": formats.number(known, language),
        "states": states_said(spread, language),
    }
    if not known:
        return (
            gettext("None of the %(total)s benchmarks has a colour here; each says why.") % values
        )
    return (
        ngettext(
            "Of %(total)s benchmarks, %(count)s has a colour here: %(states)s.",
            "Of %(total)s benchmarks, %(count)s have a colour here: %(states)s.",
            known,
        )
        % values
    )


def on_paper_and_in_life(cells: Sequence[Mapping[str, Any]], language: str) -> str:
    """Return where promises of each kind show significant progress (``type`` and ``spread``)."""
    parts = [
        str(KINDS[cell["type"]])
        % {
            "count": formats.number(cell["spread"]["green"], language),
            "total": formats.number(cell["spread"]["total"], language),
        }
        for cell in cells
        if cell["spread"].get("green")
    ]
    if parts:
        return gettext("Significant progress on %(parts)s.") % {
            "parts": formats.listed(parts, language)
        }
    known = sum(coloured(cell["spread"]) for cell in cells)
    if not known:
        return gettext("No promise has a colour here; each says why.")
    return ngettext(
        "No promise shows significant progress here; %(count)s has another colour.",
        "No promise shows significant progress here; %(count)s have another colour.",
        known,
    ) % {"count": formats.number(known, language)}


def in_both_places(both: int, same: int, language: str) -> str:
    """Return how many benchmarks have a colour in two places, and the same one."""
    if not both:
        return gettext("No benchmark has a colour in both places.")
    values = {"count": formats.number(both, language), "same": formats.number(same, language)}
    if same == both:
        return (
            ngettext(
                "%(count)s benchmark has a colour in both places, and it is the same.",
                "%(count)s benchmarks have a colour in both places, and every one is the same.",
                both,
            )
            % values
        )
    if not same:
        return (
            ngettext(
                "%(count)s benchmark has a colour in both places, and they differ.",
                "%(count)s benchmarks have a colour in both places, and none is the same.",
                both,
            )
            % values
        )
    return (
        ngettext(
            "%(count)s benchmark has a colour in both places; %(same)s is the same.",
            "%(count)s benchmarks have a colour in both places; the same one in %(same)s of them.",
            both,
        )
        % values
    )
