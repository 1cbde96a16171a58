"""A rating that rests on a survey: whom those who answered stand for, and whether the colour holds
over the interval of its last figure.

``docs/method/survey-basis.md`` has the definitions and an example; decision 13 says why.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from milepost.measure.case import Case, Parameters, usable
from milepost.measure.representativity import participation
from milepost.measure.rounding import tidy
from milepost.measure.rules import FUNCTIONS
from milepost.measure.states import State
from milepost.measure.verdict import Verdict
from milepost.measure.working import Working

YES, NO, UNKNOWN = "yes", "no", "unknown"
FEWEST_STRATA = 2


@dataclass(frozen=True, slots=True)
class Standing:
    """Whom those who answered a question stand for.

    ``representative`` is ``yes``, ``no`` or ``unknown``; ``under`` and ``over`` are the strata
    outside the band of parity, in the order of the frame; ``working`` is that of
    ``representativity.participation``.
    """

    representative: str
    under: tuple[str, ...]
    over: tuple[str, ...]
    working: Working


def standing(answered: Mapping[str, float], frame: Mapping[str, float]) -> Standing:
    """Compare those who answered with those there were to ask, stratum by stratum.

    Both are numbers of respondents by stratum. The survey is representative when every stratum has
    its part (p / q from 0.8 to 1.25), or when the distance of the two is no larger than that of as
    many people drawn by chance. With fewer than two strata, or when nobody answered, there is
    nothing to compare and it is unknown. Weights do not count: they mend the total, and not who
    answered.

    Source: ``representativity.participation`` [known]; that both must speak against it [own].
    """
    working = participation(answered, frame)
    parity: Mapping[str, str | None] = working["parity"]
    under, over = (
        tuple(name for name in frame if parity.get(name) == word) for word in ("under", "over")
    )
    if len(frame) < FEWEST_STRATA or working["dissimilarity"] is None:
        return Standing(UNKNOWN, under, over, working)
    is_off = bool(under or over) and "within_chance" not in working.caveats
    return Standing(NO if is_off else YES, under, over, working)


def worst(words: list[str]) -> str:
    """Return the word for several surveys together: no before unknown before yes."""
    return next((word for word in (NO, UNKNOWN) if word in words), YES)


def try_interval(
    function: str, case: Case, parameters: Parameters, verdict: Verdict, bounds: tuple[float, float]
) -> dict[str, Any] | None:
    """Ask the rule again with the last figure at both ends of its interval.

    ``bounds`` are in the unit of the points. Returns ``low`` and ``high``, each with value and
    state, and ``firm``: whether both have the colour of ``verdict``. A rule judges a figure the
    better the further it lies to one side, so that what holds at both ends holds between. None
    when there is no colour or no point to move. Raises KeyError for an unknown function.

    Source: Milepost [own].
    """
    points = usable(case, parameters).used
    if verdict.state is State.GREY or not points:
        return None
    found: dict[str, Any] = {}
    for name, bound in zip(("low", "high"), bounds, strict=True):
        moved = replace(case, points=(*points[:-1], replace(points[-1], value=tidy(bound))))
        state = FUNCTIONS[function](moved, parameters).state
        found[name] = {"value": tidy(bound), "state": state.value}
    firm = all(found[name]["state"] == verdict.state.value for name in ("low", "high"))
    return {**found, "firm": firm}
