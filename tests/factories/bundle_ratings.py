"""The ratings of the synthetic editions and their workings."""

from tests.factories.bundle_places import AREAS, COUNTRIES, FRAMEWORK, GREYS, HEATMAP, Json, text


def ratings_of(edition: str) -> list[Json]:
    """Return the ratings of an edition: every state, every reason, every basis."""
    late = edition == "2019"
    rows = [
        _rating(
            "1.1",
            "001",
            "yellow",
            status="slower_than_before",
            value=3.0 if late else 2.0,
            numbers=_ratified(late),
            basis="computed",
            distribution=(3, 1, 8, 0),
        ),
        _rating("1.2", "001", "green" if late else "yellow", status="judged", basis="judged"),
        _rating(
            "2.1",
            "001",
            "yellow" if late else "red",
            status="limited",
            value=7.2,
            unit="% of the amount",
            basis="decided",
        ),
        _rating("2.2", "001", "grey", reason="no_colour_stated", basis="judged"),
        _rating("4a.1", "001", "yellow", status="judged", flags=["contested"], basis="judged"),
        _rating(
            "4a.2",
            "001",
            "red",
            status="regressing",
            value=6200.0,
            unit="people",
            flags=["volatile"],
            numbers={"ratio": -0.8, "gap_share": -0.48, "time_share": 0.6},
            basis="computed",
        ),
    ]
    for code in HEATMAP[1:]:
        rows += [
            _rating(key, code, "grey", reason="not_assessed", basis="none")
            for key in ("1.2", "2.2", "4a.1", "4a.2")
        ]
        states = {"002": "red", "019": "yellow", "142": "yellow", "150": "green"}
        rows.append(
            _rating(
                "1.1",
                code,
                states[code],
                status="no_new_parties",
                value=1.0,
                basis="computed",
                distribution=(1, 0, 2, 1),
            )
        )
        rows.append(_rating("2.1", code, "grey", reason="coverage_too_low", basis="computed"))
    ladder = ["green", "yellow", "red", "grey"]
    for place, code in enumerate(COUNTRIES):
        state = ladder[place % 4]
        rows.append(
            _rating(
                "1.1",
                code,
                state,
                reason="no_data" if state == "grey" else None,
                status={"green": "party", "yellow": "signed", "red": "not_a_party"}.get(
                    state, "no_data"
                ),
                value=None if state == "grey" else {"green": 1.0, "yellow": 0.5, "red": 0.0}[state],
                basis="computed",
            )
        )
        reason = GREYS[place] if place < len(GREYS) else None
        rows.append(
            _rating(
                "2.1",
                code,
                "grey" if reason else "green",
                reason=reason,
                status="above_threshold",
                value=None if reason else 4.2,
                unit="% of the amount",
                period="2015",
                flags=[] if reason else ["slipping"],
                basis="computed",
            )
        )
    return sorted(rows, key=lambda row: (row["benchmark"], row["place"]))


def _ratified(late: bool) -> Json:
    return {
        "parties": 3 if late else 2,
        "eligible": 12,
        "coverage": 0.25 if late else 0.1666666667,
        "parties_at_baseline": 1,
        "new_since_baseline": 2 if late else 1,
        "pace": 0.32,
        "reference_pace": 0.5,
        "majority_year": 2031.0,
    }


def _rating(
    benchmark: str,
    place: str,
    state: str,
    *,
    reason: str | None = None,
    status: str = "",
    value: float | None = None,
    unit: str = "",
    period: str = "2015-11-25",
    numbers: Json | None = None,
    flags: list[str] | None = None,
    basis: str,
    distribution: tuple[int, int, int, int] | None = None,
) -> Json:
    computed = basis in {"computed", "decided"}
    judged = basis in {"judged", "decided"}
    panel = (
        {"green": 1, "yellow": 2, "red": 1, "none": 0}
        if "contested" in (flags or [])
        else {
            "green": int(state == "green"),
            "yellow": int(state == "yellow"),
            "red": int(state == "red"),
            "none": int(state == "grey"),
        }
    )
    return {
        "framework": FRAMEWORK,
        "benchmark": benchmark,
        "goal": benchmark.split(".", maxsplit=1)[0],
        "place": place,
        "state": state,
        "reason": reason,
        "status": status or (reason or ""),
        "flags": flags or [],
        "basis": basis,
        "value": value,
        "unit": unit,
        "period": period,
        "numbers": numbers or {},
        "computed": {
            "state": "red" if basis == "decided" else state,
            "reason": reason,
            "status": status,
            "value": value,
            "period": period,
        }
        if computed
        else None,
        "judged": {
            "state": state,
            "reason": reason,
            "n": sum(panel.values()),
            "distribution": panel,
            "contested": "contested" in (flags or []),
            **(_two_rounds() if benchmark == "4a.1" else {}),
        }
        if judged
        else None,
        "decision": {
            "state": state,
            "reason": text("The corridor average hides the cheapest third."),
            "by": "A made-up panel",
            "on": "2015-12-01",
        }
        if basis == "decided"
        else None,
        "distribution": _spread(distribution),
        "coverage": {
            "states_with_data": 11,
            "states_total": 12,
            "weight_share": 0.93,
            "imputed_share": 0.0,
            "gate_passed": reason != "coverage_too_low",
        }
        if place in AREAS and computed
        else None,
        "weighted": {
            "destination": {"share": 0.31, "known_weight": 0.97},
            "origin": {"share": 0.22, "known_weight": 0.95},
        }
        if benchmark == "1.1" and place in AREAS
        else None,
    }


def _spread(counts: tuple[int, int, int, int] | None) -> Json | None:
    if counts is None:
        return None
    green, yellow, red, grey = counts
    return {
        "green": green,
        "yellow": yellow,
        "red": red,
        "grey": grey,
        "contested": 0,
        "total": sum(counts),
    }


def trace_of(rating: Json, *, is_tried: bool = True) -> Json:
    """Return the working of a computed rating; editions of old have no sensitivity in it."""
    trace = _trace_of(rating)
    if is_tried:
        trace["sensitivity"] = sensitivity_of(trace)
    return trace


def _trace_of(rating: Json) -> Json:
    measured = {
        "1.1": ("ratification@1", "ratification"),
        "2.1": ("level-threshold@1", "level_threshold"),
        "4a.2": ("linear-path@1", "linear_path"),
    }
    rule, function = measured[rating["benchmark"]]
    # The inputs of a treaty are here the acts of one state, which charts count by themselves.
    place = "608" if rating["benchmark"] == "1.1" else rating["place"]
    return {
        "rule": rule,
        "function": function,
        "parameters": {"on_track": 0.95, "acceleration": 0.6},
        "inputs": {
            "used": [
                {
                    "period": "2014",
                    "value": 5000.0,
                    "status": "A",
                    "vintage": "v1",
                    "place": place,
                },
                {
                    "period": "2015",
                    "value": rating["value"],
                    "status": "E",
                    "vintage": "v1",
                    "place": place,
                },
            ],
            "rejected": [{"period": "2010", "value": None, "status": "M", "why": "value_missing"}],
        },
        "steps": _steps(rating),
        "verdict": {
            key: (rating["computed"] or {}).get(key, rating.get(key))
            for key in ("state", "reason", "status", "value", "period", "flags", "numbers")
        },
        "what_would_change": {
            "kind": "new_parties",
            "from": 3,
            "new_parties": 5,
            "to": "green",
            "status": "pace_kept_or_faster",
        }
        if rating["benchmark"] == "1.1"
        else None,
    }


def _steps(rating: Json) -> list[Json]:
    steps: list[Json] = [
        {
            "code": "inputs.used",
            "values": {"count": 2, "first": "2014", "last": "2015", "estimated": 1},
        },
        {
            "code": "inputs.rejected",
            "values": {"period": "2010", "value": None, "status": "M", "why": "value_missing"},
        },
        {"code": "parameter", "values": {"name": "on_track", "value": 0.95, "is_default": True}},
        {
            "code": "path.ratio",
            "values": {
                "gap_share": 0.62,
                "time_share": 0.8,
                "ratio": 0.775,
                "on_track": 0.95,
                "acceleration": 0.6,
            },
        },
    ]
    steps += [{"code": "flag", "values": {"flag": flag}} for flag in rating["flags"]]
    verdict = {"state": rating["state"], "status": "limited", "reason": rating["reason"]}
    return [*steps, {"code": "verdict", "values": verdict}]


def sensitivity_of(trace: Json) -> Json:
    """Return what changes would do: every kind of change, every kind of silence."""
    own = trace["verdict"]["state"]
    if own == "grey":
        return {"result": "untried", "why": "no_colour"}
    other = "yellow" if own != "yellow" else "green"
    if trace["function"] == "level_threshold":
        return _summed(own, points=[_left_out("grey", reason="no_data")], count=1)
    if trace["function"] == "ratification":
        joined = {"what": "had_not_joined", "first": "2010-05-01", "last": "2014-06-01", "count": 3}
        alone = {**joined, "first": "2014-06-01", "count": 1, "state": other}
        cut = {"parameter": "universal_share", "from": 1.0, "why": "threshold_at_end"}
        cuts = [{"what": "stricter", **cut}]
        return _summed(own, points=[{**joined, "state": own}, alone], cuts=cuts, count=4)
    moved = {"parameter": "on_track", "from": 0.95, "state": own}
    return _summed(
        own,
        points=[_left_out(own), _left_out(other)],
        cuts=[{"what": "stricter", **moved, "to": 1.045}, {"what": "looser", **moved, "to": 0.855}],
        years=[{"what": "earlier", "to": 2012.753425, "state": own}],
        others=[
            {"what": "eurostat", "state": own, "status": "movement_away", "figure": -0.2},
            {"what": "escap_csi", "why": "no_classes", "figure": 2.5},
            {"what": "open_sdg", "state": other, "status": "moderate_progress",
             "figure": 0.7, "caveat": "zero_replaced"},
        ],
        count=9,
    )  # fmt: skip


def _left_out(state: str, reason: str = "") -> Json:
    trial = {"what": "left_out", "period": "2015", "value": 4.2, "state": state}
    return {**trial, "reason": reason} if reason else trial


def _summed(
    own: str,
    *,
    points: list[Json],
    cuts: list[Json] | None = None,
    years: list[Json] | None = None,
    others: list[Json] | None = None,
    count: int,
) -> Json:
    """Return the parts with their counts; ``count`` is the number of figures or steps."""
    changes = [t for t in [*points, *(cuts or ()), *(years or ())] if t.get("state")]
    moved = [trial for trial in changes if trial["state"] != own]
    to = {trial["state"]: trial.get("count", 1) for trial in moved}
    tried = len([t for t in changes if t not in points]) + count
    said = [t for t in others or () if t.get("state")]
    return {
        "result": "changes" if set(to) - {"grey"} else "falls_to_grey",
        "tried": tried,
        "held": tried - sum(to.values()),
        "to": to,
        "asked": len(said),
        "agree": sum(t["state"] == own for t in said),
        "points": {"tried": count, "trials": points},
        "thresholds": _group(cuts, "answers"),
        "baseline": _group(years, "baseline_unused"),
        "comparators": _group(others, "asks_level"),
    }


def _group(trials: list[Json] | None, why: str) -> Json:
    if trials is None:
        return {"why": why}
    return {"tried": sum(bool(t.get("state")) for t in trials), "trials": trials}


def _two_rounds() -> Json:
    first = {"green": 1, "yellow": 1, "red": 2, "none": 0}
    return {
        "rounds": {
            "first": {"state": "red", "n": 4, "distribution": first, "contested": True},
            "asked": 4,
            "moved": 1,
            "confirmed": 2,
            "silent": 1,
        }
    }
