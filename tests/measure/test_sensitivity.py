"""The shortened trials give what rating every changed case in full gives."""

from collections import Counter
from dataclasses import replace
from typing import Any

from hypothesis import event, given, settings

from milepost.measure.case import usable
from milepost.measure.rules import DEFAULTS, FUNCTIONS, Case
from milepost.measure.sensitivity import Firmness, Sensitivity, sensitivity
from milepost.measure.series import Point
from milepost.measure.states import Flag, State
from milepost.measure.trial import CHANGES, GROUPS, UNTRIED, Trial
from milepost.measure.verdict import Verdict
from tests.measure.cases import case, paced, rate, rated

FALL = {"direction": -1, "baseline": 2018.0, "target": 20.0, "deadline": 2028.0, "as_of": 2023.0}


def ask(name: str, question: Case, **parameters: Any) -> Sensitivity:
    return sensitivity(name, question, parameters, rate(name, question, **parameters))


def answer(name: str, question: Case, parameters: dict[str, Any]) -> tuple[str, str, str | None]:
    verdict = FUNCTIONS[name](question, parameters)
    return told(verdict)


def told(verdict: Verdict) -> tuple[str, str, str | None]:
    return verdict.state.value, verdict.status, verdict.reason.value if verdict.reason else None


def said(trial: Trial) -> tuple[str, str, str | None]:
    assert trial.state is not None
    return trial.state.value, trial.status, trial.reason.value if trial.reason else None


def tenth(value: float, sign: int) -> float:
    """A threshold a tenth of its size away, rounded as every number is."""
    return float(f"{value + sign * abs(value) / 10:.10g}")


# --- rating every changed case in full ------------------------------------------------------------


def without_each_point(
    name: str, question: Case, parameters: dict[str, Any]
) -> list[tuple[Point, tuple[str, str, str | None]]]:
    used = usable(question, parameters).used
    return [
        (point, answer(name, replace(question, points=shorter), parameters))
        for point in used
        for shorter in [tuple(other for other in used if other is not point)]
    ]


@settings(max_examples=600)
@given(asked=rated() | paced())
def test_leaving_out_a_point_gives_what_rating_without_it_gives(
    asked: tuple[str, Case, dict[str, Any]],
) -> None:
    """A point that is not among the trials cannot change status, let alone colour."""
    name, question, parameters = asked
    verdict = FUNCTIONS[name](question, parameters)
    if verdict.state is State.GREY or name == "ratification":
        return
    found = sensitivity(name, question, parameters, verdict)
    trials = {(t.values["period"], t.values["value"]): said(t) for t in found.points.trials}
    naive = without_each_point(name, question, parameters)
    for point, expected in naive:
        key = (point.period or f"{point.when:g}", float(f"{point.value:.10g}") + 0.0)
        assert trials.pop(key, told(verdict)) == expected
    assert trials == {}
    assert found.points.idle + len(found.points.trials) == len(naive)
    colours = {colour for _point, (colour, _status, _why) in naive}
    changed = bool(colours - {verdict.state.value, "grey"})
    event(f"{name}: {'another colour' if changed else 'holds'}")
    if name != "commitment_ladder":  # a deed is no measurement, so there is no such flag
        assert (Flag.VOLATILE in verdict.flags) is changed


def step_changes(question: Case, parameters: dict[str, Any]) -> list[tuple[int, Point]]:
    """Every step of a series of parties up to now: -1 or +1 undoes one state's move."""
    known = parameters.get("known_until")
    now = question.as_of if known is None else min(known, question.as_of)
    before, found = 0.0, []
    for point in usable(question, parameters).used:
        change, before = point.value - before, point.value
        if point.when <= now and change:
            found += [(-1 if change > 0 else 1, point)] * round(abs(change))
    return found


@settings(max_examples=400)
@given(asked=rated())
def test_one_state_that_had_not_moved(asked: tuple[str, Case, dict[str, Any]]) -> None:
    name, question, parameters = asked
    verdict = FUNCTIONS[name](question, parameters)
    if verdict.state is State.GREY or name != "ratification":
        return
    found = sensitivity(name, question, parameters, verdict)
    expected: Counter[tuple[str, str, str | None]] = Counter()
    for change, since in step_changes(question, parameters):
        moved = tuple(
            replace(p, value=max(0.0, p.value + change)) if p.when >= since.when else p
            for p in usable(question, parameters).used
        )
        expected[answer(name, replace(question, points=moved), parameters)] += 1
    tried: Counter[tuple[str, str, str | None]] = Counter()
    for trial in found.points.trials:
        tried[said(trial)] += trial.count
    assert tried == expected
    colours = {colour for colour, _status, _why in expected} - {verdict.state.value, "grey"}
    event("another colour" if colours else "holds")
    assert (Flag.VOLATILE in verdict.flags) is bool(colours)


def cuts(name: str, question: Case, parameters: dict[str, Any]) -> dict[str, float]:
    """The thresholds of colour of a function for a case."""
    given_ = {**DEFAULTS[name], **parameters}
    dated = None not in (question.target, question.deadline, question.baseline)
    if name == "linear_path" or (name == "policy_share" and dated):
        given_ = {**DEFAULTS["linear_path"], **parameters}
        names = ["on_track", "acceleration"]
    elif name in ("level_threshold", "policy_share"):
        if given_["green"] is None or (name == "policy_share" and question.target is not None):
            given_["green"] = question.target
        names = ["green", "yellow"]
    elif name == "ratification":
        names = ["universal_share", "pace_ratio_green", "on_track", "acceleration"]
    else:
        names = ["material_change"] if name == "direction_of_change" else []
    return {key: given_[key] for key in names if given_[key] is not None}


@settings(max_examples=600)
@given(asked=rated() | paced())
def test_a_threshold_a_tenth_away_gives_what_the_full_rule_gives(
    asked: tuple[str, Case, dict[str, Any]],
) -> None:
    name, question, parameters = asked
    verdict = FUNCTIONS[name](question, parameters)
    if verdict.state is State.GREY:
        return
    found = sensitivity(name, question, parameters, verdict).thresholds
    trials = {(t.values["parameter"], t.what): t for t in found.trials}
    for parameter, value in cuts(name, question, parameters).items():
        for what, way in (("stricter", 1), ("looser", -1)):
            is_level = parameter in ("green", "yellow")
            sign = way * question.direction if is_level else way
            to = tenth(value, sign)
            if parameter == "universal_share" or (name == "policy_share" and is_level):
                to = to if what == "looser" else min(to, max(1.0, value))
            moved, again = question, {**parameters, parameter: to}
            if parameter == "green" and name == "policy_share" and question.target is not None:
                moved = replace(question, target=to)
            expected = answer(name, moved, again)
            trial = trials.pop((parameter, what), None)
            if trial is None or trial.why:
                assert expected[0] == verdict.state.value
                continue
            assert trial.values["to"] == to
            assert said(trial) == expected
    assert trials == {}
    event(f"{name}: {found.why or len(found.trials)}")


@settings(max_examples=600)
@given(asked=rated() | paced())
def test_a_baseline_a_year_away_gives_what_the_full_rule_gives(
    asked: tuple[str, Case, dict[str, Any]],
) -> None:
    name, question, parameters = asked
    verdict = FUNCTIONS[name](question, parameters)
    if verdict.state is State.GREY:
        return
    found = sensitivity(name, question, parameters, verdict).baseline
    if question.baseline is None:
        assert found.why in ("no_baseline_set", "baseline_unused")
        return
    trials = {t.what: t for t in found.trials}
    for what, years in (("earlier", -1.0), ("later", 1.0)):
        moved = replace(question, baseline=question.baseline + years)
        expected = answer(name, moved, parameters)
        if what in trials:
            assert said(trials[what]) == expected
        else:
            assert found.why == "baseline_unused"
            assert expected[0] == verdict.state.value
    event(f"{name}: {found.why or 'tried'}")


@settings(max_examples=400)
@given(asked=rated() | paced())
def test_the_summary_counts_the_trials_and_every_word_is_declared(
    asked: tuple[str, Case, dict[str, Any]],
) -> None:
    name, question, parameters = asked
    verdict = FUNCTIONS[name](question, parameters)
    found = sensitivity(name, question, parameters, verdict)
    plain = found.as_dict()
    assert plain["result"] in set(Firmness)
    if verdict.state is State.GREY:
        assert plain == {"result": "untried", "why": "no_colour"}
        return
    event(f"{name}: {plain['result']}")
    assert plain["tried"] == plain["held"] + sum(plain["to"].values())
    assert verdict.state.value not in plain["to"]
    assert (plain["result"] == "changes") is bool(set(plain["to"]) - {"grey"})
    assert (plain["result"] == "untried") is (plain["tried"] == 0)
    assert plain["agree"] <= plain["asked"]
    for kind in GROUPS:
        group = plain[kind]
        assert ("why" in group) is not bool("trials" in group)
        assert group.get("why", "no_colour") in UNTRIED
        for trial in group.get("trials", ()):
            assert ("state" in trial) is not bool("why" in trial)
            assert trial.get("why", "no_colour") in UNTRIED
            if kind != "comparators":
                unmoved = {"to"} if "why" in trial else set()
                assert set(CHANGES[trial["what"]]) - unmoved <= set(trial)


# --- cases worked by hand -------------------------------------------------------------------------


def test_a_year_of_plenty_at_the_end_decides_the_colour() -> None:
    """Six points at a steady half of the pace, then one good year."""
    values = {2018: 40, 2019: 39.4, 2020: 38.8, 2021: 38.2, 2022: 34}
    found = ask("linear_path", case(values, **FALL)).as_dict()
    assert (found["result"], found["to"]) == ("changes", {"red": 1})
    assert (found["points"]["tried"], len(found["points"]["trials"])) == (5, 2)
    last = found["points"]["trials"][1]
    assert last == {
        "what": "left_out",
        "period": "2022",
        "value": 34.0,
        "state": "red",
        "status": "limited",
    }
    assert [(t["what"], t["to"], t["state"]) for t in found["thresholds"]["trials"]] == [
        ("stricter", 1.045, "yellow"),
        ("looser", 0.855, "yellow"),
        ("stricter", 0.66, "yellow"),
        ("looser", 0.54, "yellow"),
    ]
    assert [(t["what"], t["to"], t["state"]) for t in found["baseline"]["trials"]] == [
        ("earlier", 2017.0, "yellow"),
        ("later", 2019.0, "yellow"),
    ]


def test_two_points_alone_fall_to_grey_and_that_is_no_other_colour() -> None:
    found = ask("linear_path", case({2018: 40, 2022: 33.8}, **FALL)).as_dict()
    assert (found["result"], found["to"]) == ("falls_to_grey", {"grey": 2})
    reasons = [trial["reason"] for trial in found["points"]["trials"]]
    assert reasons == ["no_baseline", "too_few_points"]


def test_what_does_not_apply_says_so_and_is_not_counted_as_held() -> None:
    met = ask("linear_path", case({2018: 40, 2021: 19, 2022: 18}, **FALL)).as_dict()
    assert met["thresholds"] == {"why": "thresholds_unused"}
    assert met["baseline"] == {"why": "baseline_unused"}
    assert (met["result"], met["tried"]) == ("stable", 3)
    ladder = ask("commitment_ladder", case({2001: 0.5, 2003: 1})).as_dict()
    assert ladder["thresholds"] == {"why": "rungs"}
    assert ladder["comparators"] == {"why": "asks_level"}
    assert ladder["to"] == {"yellow": 1}
    question = case({2018: 1.0})
    answers = {"green": 1.0, "yellow": 0.5}
    verdict = rate("level_threshold", question, **answers)
    coded = sensitivity("level_threshold", question, answers, verdict, answers=True)
    assert coded.as_dict()["thresholds"] == {"why": "answers"}


def test_a_threshold_of_zero_and_one_at_the_end_of_the_scale_stay_where_they_are() -> None:
    zero = ask("level_threshold", case({2018: 5.0}), green=0.0)
    assert [trial.why for trial in zero.thresholds.trials] == ["threshold_zero"] * 2
    whole = ask("policy_share", case({2018: 1.0}), green=1.0, yellow=0.96)
    assert [(t.what, t.why, t.values.get("to")) for t in whole.thresholds.trials] == [
        ("stricter", "threshold_at_end", None),
        ("looser", "", 0.9),
        ("stricter", "", 1.0),
        ("looser", "", 0.864),
    ]


def test_one_party_less() -> None:
    question = case({2000: 1, 2005: 5, 2012: 7}, baseline=2010.0, as_of=2015.0)
    found = ask("ratification", question, eligible=100).as_dict()
    assert found["points"]["tried"] == 7
    assert [(t["what"], t["count"], t["state"]) for t in found["points"]["trials"]] == [
        ("had_not_joined", 1, "green"),
        ("had_not_joined", 4, "green"),
        ("had_not_joined", 2, "yellow"),
    ]
    assert found["to"]["yellow"] >= 2
    published = ask("ratification", question, eligible=100, counted_from=2009.5).as_dict()
    assert published["baseline"]["trials"][0] == {
        "what": "earlier",
        "to": 2009.0,
        "why": "before_counts",
    }


def test_the_figure_before_is_too_old_to_make_a_level_volatile() -> None:
    """Without the latest figure the level is grey, not another colour."""
    question = case({2005: 1.0, 2019: 9.0})
    verdict = rate("level_threshold", question, green=8.0)
    assert Flag.VOLATILE not in verdict.flags
    assert ask("level_threshold", question, green=8.0).as_dict()["to"] == {"grey": 1}
    recent = case({2017: 1.0, 2019: 9.0})
    assert Flag.VOLATILE in rate("level_threshold", recent, green=8.0).flags
