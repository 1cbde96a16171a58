"""Rounds of review through the doors: state, permission and audit."""

import os
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from milepost.audit.selectors import list_events
from milepost.frameworks.services import load_framework
from milepost.indicators.selectors import list_vintages
from milepost.indicators.services import import_file, withdraw_vintage
from milepost.kernel import clock
from milepost.kernel.actors import Actor, ActorKind
from milepost.kernel.errors import BadInput, NotFound, PermissionRefused
from milepost.reviews.computation import compute
from milepost.reviews.entries import Cited, Entry
from milepost.reviews.errors import (
    ComputedSetBroken,
    EditionClosed,
    EditionNotComputed,
    EditionNotDue,
    EditionOutOfDate,
    RuleUnknown,
)
from milepost.reviews.result_selectors import collect_material, find_trace, get_result, list_ratings
from milepost.reviews.selectors import (
    find_edition,
    find_own_assessment,
    get_edition,
    list_assessments,
    list_decisions,
    list_editions,
    list_versions,
)
from milepost.reviews.services import (
    Ruling,
    close_edition,
    compute_edition,
    load_editions,
    open_edition,
    record_assessment,
    record_decision,
)
from milepost.reviews.status_selectors import edition_status
from tests.reviews.conftest import EDITIONS, FRAMEWORK

ASSESSOR = Actor(ActorKind.PERSON, "person-1", "Awa", frozenset({"assessor"}))
OTHER = Actor(ActorKind.PERSON, "person-2", "Ben", frozenset({"assessor"}))
pytestmark = pytest.mark.django_db


def entry(**changes: object) -> Entry:
    """An assessment of the treaty for the world."""
    return replace(
        Entry(
            edition="2015",
            framework="plan",
            benchmark="1.1",
            place="001",
            assessor="Awa",
            standpoint="civil_society",
            colour="green",
            reason={"en": "Two more are about to join."},
            confidence="medium",
            assessed_on=date(2015, 11, 20),
            citations=(Cited("movement", "p. 3"),),
        ),
        **changes,  # type: ignore[arg-type]
    )


def ruling(state: str = "yellow", reason: str = "Seen on the ground.") -> Ruling:
    """A decision on the treaty for the world."""
    return Ruling("plan", "1.1", "001", state, {"en": reason})


# --- opening


def test_a_loaded_edition_is_open_and_pins_the_newest_version(small: str, system: Actor) -> None:
    edition = get_edition(small)
    assert edition["state"] == "open"
    assert edition["framework_versions"] == {"plan": "1"}
    assert edition["heatmap_places"] == ["001", "002", "019", "142", "150", "009"]
    load_framework(system, FRAMEWORK.replace('version: "1"', 'version: "2"'), "plan.yaml")
    assert load_editions(system, EDITIONS, "editions.yaml").unchanged == ("2015",)
    assert get_edition(small)["framework_versions"] == {"plan": "1"}
    newer = EDITIONS.replace("[plan]", '[{key: plan, version: "2"}]')
    assert load_editions(system, newer, "editions.yaml").changed == ("2015",)
    actions = [event.action for event in list_events(subject_kind="edition")]
    assert actions == ["reviews.edition_changed", "reviews.edition_opened"]


def test_an_edition_is_opened_with_plain_words(small: str, admin: Actor) -> None:
    outcome = open_edition(
        admin,
        "2019",
        title={"en": "Later"},
        as_of=date(2019, 12, 31),
        frameworks=["plan@1"],
        previous="2015",
        heatmap_places=["001"],
    )
    assert outcome == "added"
    assert [edition["key"] for edition in list_editions()] == ["2015", "2019"]
    assert get_edition("2019")["previous"] == "2015"


def test_all_that_is_wrong_with_an_edition_is_said_at_once(small: str, admin: Actor) -> None:
    with pytest.raises(BadInput) as refused:
        open_edition(
            admin,
            "Not a key",
            title={"en": " "},
            as_of=date(2019, 12, 31),
            frameworks=["plans", "plan@9"],
            main_framework="other",
            previous="1999",
            heatmap_places=["001", "nowhere"],
        )
    assert sorted(finding.code for finding in refused.value.findings) == [
        "REVIEWS_KEY_INVALID",
        "REVIEWS_MAIN_FRAMEWORK_MISSING",
        "REVIEWS_TITLE_MISSING",
        "REVIEWS_UNKNOWN_EDITION",
        "REVIEWS_UNKNOWN_FRAMEWORK",
        "REVIEWS_UNKNOWN_FRAMEWORK",
        "REVIEWS_UNKNOWN_PLACE",
    ]
    assert find_edition("Not a key") is None


# --- judging


def test_a_person_has_one_current_assessment_of_a_rating(small: str) -> None:
    assert record_assessment(ASSESSOR, entry()) == "added"
    assert record_assessment(ASSESSOR, entry()) == "unchanged"
    assert record_assessment(ASSESSOR, entry(colour="red", standpoint="academia")) == "changed"
    assert record_assessment(OTHER, entry(assessor="Ben")) == "added"
    current = list_assessments(small)
    assert [(item["assessor"], item["colour"]) for item in current] == [
        ("Awa", "red"),
        ("Ben", "green"),
    ]
    assert current[0]["citations"] == [{"source": "movement", "locator": "p. 3", "note": {}}]
    history = list_versions(small, ("plan", "1.1", "001"))
    assert [item["superseded_at"] is None for item in history] == [True, True, False]
    own = find_own_assessment(ASSESSOR, small, ("plan", "1.1", "001"))
    assert own is not None
    assert own["colour"] == "red"
    event = list_events(subject_kind="rating")[1]
    assert event.action == "reviews.assessment_recorded"
    assert event.before is not None
    assert event.before["colour"] == "green"


def test_the_same_history_has_the_same_identifiers(small: str) -> None:
    record_assessment(ASSESSOR, entry())
    first = list_assessments(small)[0]["id"]
    record_assessment(ASSESSOR, entry(colour="red"))
    second = list_assessments(small)[0]["id"]
    assert first != second
    assert first == "58ba362e-f69c-5d75-82ed-ab505026439a"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"framework": "plans"}, "framework"),
        ({"benchmark": "9.9"}, "benchmark"),
        ({"place": "nowhere"}, "place"),
        ({"reason": {"en": " "}}, "reason"),
        ({"citations": (Cited("unknown", "p. 1"),)}, "citations"),
        ({"assessed_on": date(2999, 1, 1)}, "assessed_on"),
        ({"edition": "1999"}, "edition"),
    ],
)
def test_a_wrong_assessment_is_refused_at_its_field(
    small: str, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        record_assessment(ASSESSOR, entry(**changes))
    assert [finding.column for finding in refused.value.findings] == [field]
    assert list_assessments(small) == []


# --- computing


def test_an_edition_is_computed_and_kept(small: str, admin: Actor) -> None:
    with pytest.raises(EditionNotComputed):
        get_result(small)
    summary = compute_edition(admin, small)
    assert summary["changed"] is True
    assert compute_edition(admin, small)["changed"] is False
    result = get_result(small)
    assert result == compute(collect_material(small))
    world = next(r for r in result.ratings if (r["benchmark"], r["place"]) == ("1.1", "001"))
    assert (world["state"], world["status"]) == ("red", "no_new_parties")
    assert list_ratings(small) == result.ratings
    trace = find_trace(small, "plan", "1.1", "001")
    assert trace is not None
    assert trace["verdict"]["state"] == "red"
    assert find_trace(small, "plan", "1.1", "nowhere") is None
    events = [event.action for event in list_events(subject_kind="edition", subject_key=small)]
    assert events.count("reviews.edition_computed") == 1


def test_only_what_was_known_on_the_day_is_used(small: str, admin: Actor, tmp_path: Path) -> None:
    path = tmp_path / "later.csv"
    path.write_text(
        "area,counterpart,period,breakdown,value,status,note\n001,,2015-08-01,,30,A,\n",
        encoding="utf-8",
    )
    import_file(admin, "treaty", path, source="s", licence="l", known_on=date(2015, 11, 26))
    summary = compute_edition(admin, small)
    world = next(r for r in list_ratings(small) if (r["benchmark"], r["place"]) == ("1.1", "001"))
    assert world["value"] == 10
    assert summary["ratings"] == len(list_ratings(small))


def test_the_status_says_what_is_missing_and_whether_it_is_out_of_date(
    small: str, admin: Actor
) -> None:
    status = edition_status(small)
    assert status["computed_at"] is None
    assert status["missing"] == [
        {"framework": "plan", "benchmark": "1.1", "place": "001"},
        {"framework": "plan", "benchmark": "1.2", "place": ""},
    ]
    compute_edition(admin, small)
    assert edition_status(small)["is_out_of_date"] is False
    record_assessment(ASSESSOR, entry())
    status = edition_status(small)
    assert status["is_out_of_date"] is True
    assert status["missing"] == [{"framework": "plan", "benchmark": "1.2", "place": ""}]
    record_assessment(ASSESSOR, entry(benchmark="1.2", place="004"))
    assert edition_status(small)["missing"] == []


def test_a_withdrawn_vintage_makes_an_edition_out_of_date(small: str, admin: Actor) -> None:
    compute_edition(admin, small)
    vintage = list_vintages("treaty")[0]["id"]
    withdraw_vintage(admin, vintage, reason="The list was wrong.")
    assert edition_status(small)["is_out_of_date"] is True


def test_a_rule_that_is_not_installed_is_named(small: str, admin: Actor) -> None:
    other = FRAMEWORK.replace("ratification@1", "ratification@9")
    load_framework(admin, other.replace('version: "1"', 'version: "2"'), "plan.yaml")
    load_editions(admin, EDITIONS.replace("[plan]", '[{key: plan, version: "2"}]'), "editions.yaml")
    with pytest.raises(RuleUnknown, match="ratification@9"):
        compute_edition(admin, small)


def test_a_changed_file_of_a_computation_is_noticed(small: str, admin: Actor, home: Path) -> None:
    compute_edition(admin, small)
    ratings = next((home / "computed" / small).rglob("ratings.json"))
    ratings.write_bytes(ratings.read_bytes().replace(b'"red"', b'"green"', 1))
    with pytest.raises(ComputedSetBroken, match=r"ratings\.json"):
        get_result(small)


def test_earlier_computations_and_half_ones_leave_the_disk(
    small: str, admin: Actor, home: Path
) -> None:
    folder = home / "computed" / small
    (folder / ".building-killed").mkdir(parents=True)
    (folder / ".building-running").mkdir()
    os.utime(folder / ".building-killed", (0, 0))
    for colour in ("green", "yellow", "red", None, "green"):
        record_assessment(ASSESSOR, entry(colour=colour, benchmark="1.2", place="004"))
        compute_edition(admin, small)
    left = {path.name for path in folder.iterdir()}
    assert ".building-running" in left
    assert ".building-killed" not in left
    assert len(left) <= 4
    assert get_result(small).ratings


# --- deciding and closing


def test_an_edition_closes_once_every_difference_is_decided(small: str, admin: Actor) -> None:
    record_assessment(ASSESSOR, entry())
    compute_edition(admin, small)
    with pytest.raises(BadInput) as refused:
        close_edition(admin, small)
    assert [finding.where for finding in refused.value.findings] == ["plan 1.1 001"]
    with clock.hold(datetime(2015, 12, 1, tzinfo=UTC)):
        record_decision(admin, small, ruling())
    with pytest.raises(BadInput):
        close_edition(admin, small)
    compute_edition(admin, small)
    status = close_edition(admin, small)
    assert status["state"] == "closed"
    assert close_edition(admin, small) == status
    world = next(r for r in list_ratings(small) if (r["benchmark"], r["place"]) == ("1.1", "001"))
    assert (world["state"], world["basis"]) == ("yellow", "decided")
    assert world["decision"] == {
        "state": "yellow",
        "reason": {"en": "Seen on the ground."},
        "by": "Admin",
        "on": "2015-12-01",
    }


def test_an_edition_that_is_out_of_date_does_not_close(small: str, admin: Actor) -> None:
    compute_edition(admin, small)
    record_assessment(ASSESSOR, entry(benchmark="1.2", place="004"))
    with pytest.raises(EditionOutOfDate):
        close_edition(admin, small)


def test_an_edition_does_not_close_before_the_day_it_tells_of(small: str, admin: Actor) -> None:
    """Facts of that day may still come; an edition of the future would freeze without them."""
    compute_edition(admin, small)
    with clock.hold(datetime(2015, 11, 24, 23, 59, tzinfo=UTC)), pytest.raises(EditionNotDue):
        close_edition(admin, small)
    with clock.hold(datetime(2015, 11, 25, tzinfo=UTC)):
        assert close_edition(admin, small)["state"] == "closed"


def test_a_later_decision_replaces_the_earlier(small: str, admin: Actor) -> None:
    record_decision(admin, small, ruling("yellow"))
    record_decision(admin, small, ruling("yellow"))
    record_decision(admin, small, ruling("red"))
    assert [item["state"] for item in list_decisions(small)] == ["red"]
    assert len(list_events(subject_kind="rating")) == 2


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (Ruling("plan", "9.9", "001", "red", {"en": "r"}), "benchmark"),
        (Ruling("plan", "1.1", "nowhere", "red", {"en": "r"}), "place"),
        (Ruling("plan", "1.1", "001", "blue", {"en": "r"}), "state"),
        (Ruling("plan", "1.1", "001", "red", {"en": " "}), "reason"),
    ],
)
def test_a_wrong_decision_is_refused(small: str, admin: Actor, wrong: Ruling, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        record_decision(admin, small, wrong)
    assert [finding.column for finding in refused.value.findings] == [field]


def test_nothing_changes_in_a_closed_edition(small: str, admin: Actor, tmp_path: Path) -> None:
    compute_edition(admin, small)
    before = collect_material(small)
    close_edition(admin, small)
    with pytest.raises(EditionClosed):
        compute_edition(admin, small)
    with pytest.raises(EditionClosed):
        record_decision(admin, small, ruling())
    with pytest.raises(BadInput):
        record_assessment(ASSESSOR, entry())
    with pytest.raises(EditionClosed):
        load_editions(admin, EDITIONS.replace('{en: "2015"}', "{en: Changed}"), "editions.yaml")
    assert load_editions(admin, EDITIONS, "editions.yaml").unchanged == ("2015",)
    withdraw_vintage(admin, list_vintages("treaty")[0]["id"], reason="Wrong after all.")
    after = collect_material(small)
    assert after.edition["closed_at"] is not None
    assert after.observations["treaty"].equals(before.observations["treaty"])
    assert compute(after).ratings == get_result(small).ratings


@pytest.mark.parametrize("name", ["observer", "assessor"])
def test_who_may_not_run_a_round(small: str, observer: Actor, name: str) -> None:
    actor = observer if name == "observer" else ASSESSOR
    for refused in (
        lambda: compute_edition(actor, small),
        lambda: close_edition(actor, small),
        lambda: record_decision(actor, small, ruling()),
        lambda: load_editions(actor, EDITIONS, "editions.yaml"),
    ):
        with pytest.raises(PermissionRefused):
            refused()
    if name == "observer":
        with pytest.raises(PermissionRefused):
            record_assessment(actor, entry())


def test_an_unknown_edition_is_not_found(small: str, admin: Actor) -> None:
    for missing in (
        lambda: get_edition("1999"),
        lambda: get_result("1999"),
        lambda: collect_material("1999"),
        lambda: compute_edition(admin, "1999"),
        lambda: record_decision(admin, "1999", ruling()),
    ):
        with pytest.raises(NotFound):
            missing()
