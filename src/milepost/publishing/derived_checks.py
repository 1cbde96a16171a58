"""Checking that the derived figures of a bundle are what its frozen inputs give."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final

import pyarrow as pa
from django.utils.translation import gettext as _

from milepost.indicators.derived_audit import Difference, Fault, find_differences
from milepost.kernel.findings import Finding

SHOWN: Final = 10
"""Places named for each kind of difference of one indicator; the others are counted."""
PERIODS_SHOWN: Final = 5
_FIRST_ROWS: Final = ("indicator", "period", "breakdown", "value", "vintage")
_FIRST_KEYS: Final = ("expression", "period", "value", "status", "why")


def check_derived(
    definitions: Mapping[str, Mapping[str, Any]], observations: Mapping[str, pa.Table]
) -> list[Finding]:
    """Return a finding for each place whose derived figures the inputs do not give.

    The figures are computed again from the frozen inputs and compared both ways.
    """
    findings: list[Finding] = []
    for key, definition in sorted(definitions.items()):
        if not definition.get("derived"):
            continue
        groups: dict[Fault, dict[str, list[Difference]]] = defaultdict(lambda: defaultdict(list))
        for difference in find_differences(definition, observations):
            groups[difference.fault][difference.area].append(difference)
        for fault, places in sorted(groups.items()):
            named = sorted(places)[:SHOWN]
            findings += [_of_place(key, fault, places[place]) for place in named]
            if len(places) > SHOWN:
                findings.append(_of_others(key, fault, len(places) - SHOWN))
    return findings


def shorten_lineage(lineage: Mapping[str, Any]) -> dict[str, Any]:
    """Return a lineage as bundles before the sixth format state it: the direct inputs alone."""
    inputs = [
        {name: row[name] for name in _FIRST_ROWS} for row in lineage["inputs"] if "of" not in row
    ]
    return {**{name: lineage[name] for name in _FIRST_KEYS}, "inputs": inputs}


def _of_place(key: str, fault: Fault, differences: list[Difference]) -> Finding:
    first = differences[0]
    every = list(dict.fromkeys(difference.period for difference in differences))
    periods = ", ".join(every[:PERIODS_SHOWN]) + (" …" if len(every) > PERIODS_SHOWN else "")
    values = {
        "count": len(differences),
        "place": f"{first.area} {first.breakdown}".strip(),
        "periods": periods,
        "stated": first.stated,
        "computed": first.computed,
    }
    what = {
        Fault.MISSING: _(
            "Figures of %(place)s that the inputs give are missing: %(count)s (%(periods)s)."
        ),
        Fault.EXTRA: _(
            "Figures of %(place)s that the inputs do not give: %(count)s (%(periods)s)."
        ),
        Fault.REPEATED: _("Figures of %(place)s that stand twice: %(count)s (%(periods)s)."),
        Fault.DIFFERS: _(
            "Figures of %(place)s that are not what the expression gives: %(count)s "
            "(%(periods)s). The first is stated as %(stated)s and computed as %(computed)s."
        ),
    }[fault]
    return _finding(key, fault, what % values)


def _of_others(key: str, fault: Fault, count: int) -> Finding:
    what = {
        Fault.MISSING: _("Figures are missing in %(count)s more places."),
        Fault.EXTRA: _("There are figures too many in %(count)s more places."),
        Fault.REPEATED: _("Figures stand twice in %(count)s more places."),
        Fault.DIFFERS: _("Figures differ in %(count)s more places."),
    }[fault]
    return _finding(key, fault, what % {"count": count})


def _finding(key: str, fault: Fault, what: str) -> Finding:
    return Finding(
        code=f"BUNDLE_DERIVED_{fault.upper()}",
        where=f"observations/{key}.parquet",
        what=what,
        why=_("A derived figure must be what its expression gives for the frozen inputs."),
        remedy=_("Fetch the bundle again from where it was published, or ask its publisher."),
    )
