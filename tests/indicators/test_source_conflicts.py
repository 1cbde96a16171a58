"""Decided conflicts between sources: read from a file, kept, superseded, never lost."""

from dataclasses import replace
from pathlib import Path

import pytest

from milepost.audit.selectors import Event, list_events
from milepost.indicators.errors import ReasonMissing
from milepost.indicators.selectors import list_conflicts
from milepost.indicators.source_conflicts import (
    Entry,
    drop_conflict,
    load_conflicts,
    record_conflict,
)
from milepost.kernel.actors import Actor, ActorKind
from milepost.kernel.errors import BadInput, NotFound, PermissionRefused

HEAD = "indicator,area,first_source,first_says,second_source,second_says,chosen,why\n"
ROW = 'treaty-c189,Germany,ILO,2013-09-20,"Gazette, page 2",2012-09-20,2013-09-20,misprint\n'
ENTRY = Entry(
    indicator="treaty-c189",
    area="DEU",
    first_source="ILO",
    first_says="2013-09-20",
    second_source="Gazette, page 2",
    second_says="2012-09-20",
    chosen="2013-09-20",
    why="misprint",
)
STRANGER = Actor(ActorKind.PERSON, "p1", "Stranger", frozenset({"assessor"}))


def events(action: str) -> list[Event]:
    """Return the events of a kind."""
    return [event for event in list_events() if event.action == action]


def test_a_file_is_kept_once_and_the_same_file_changes_nothing(defined: Actor) -> None:
    assert load_conflicts(defined, HEAD + ROW, "c.csv").added == 1
    again = load_conflicts(defined, "\ufeff" + HEAD + ROW, "c.csv")
    assert (again.added, again.changed, again.unchanged) == (0, 0, 1)
    (kept,) = list_conflicts("treaty-c189")
    assert (kept["area"], kept["chosen"], kept["why"]) == ("276", "2013-09-20", "misprint")
    assert len(events("indicators.conflict_recorded")) == 1


def test_another_choice_supersedes_and_both_are_in_the_record(defined: Actor) -> None:
    assert record_conflict(defined, ENTRY) == "added"
    assert record_conflict(defined, ENTRY) == "unchanged"
    assert record_conflict(defined, replace(ENTRY, chosen="2012-09-20", why="deposit")) == "changed"
    (kept,) = list_conflicts()
    assert kept["chosen"] == "2012-09-20"
    recorded = events("indicators.conflict_recorded")
    assert [event.before for event in recorded].count(None) == 1
    assert len(recorded) == 2


def test_dropping_takes_a_reason(defined: Actor) -> None:
    record_conflict(defined, ENTRY)
    (kept,) = list_conflicts()
    with pytest.raises(ReasonMissing):
        drop_conflict(defined, kept["id"], reason="  ")
    drop_conflict(defined, kept["id"], reason="the gazette was corrected")
    assert list_conflicts() == []
    assert len(events("indicators.conflict_dropped")) == 1
    for gone in (kept["id"], "nothing"):
        with pytest.raises(NotFound):
            drop_conflict(defined, gone, reason="again")


def test_only_stewards_write(defined: Actor, home: Path) -> None:
    with pytest.raises(PermissionRefused):
        record_conflict(STRANGER, ENTRY)
    with pytest.raises(PermissionRefused):
        load_conflicts(STRANGER, HEAD + ROW, "c.csv")
    record_conflict(defined, ENTRY)
    with pytest.raises(PermissionRefused):
        drop_conflict(STRANGER, list_conflicts()[0]["id"], reason="x")
    assert len(list_conflicts()) == 1


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_kept(defined: Actor) -> None:
    wrong = "nothing,Atlantis,ILO,1,Other,2,,because\n"
    with pytest.raises(BadInput) as caught:
        load_conflicts(defined, HEAD + ROW + wrong, "c.csv")
    assert {finding.column for finding in caught.value.findings} == {"indicator", "area", "chosen"}
    assert {finding.row for finding in caught.value.findings} == {3}
    assert list_conflicts() == []
    bad = replace(ENTRY, breakdown="sex", language="xx", why="y" * 5000)
    with pytest.raises(BadInput) as form:
        record_conflict(defined, bad)
    assert {finding.column for finding in form.value.findings} == {"breakdown", "language", "why"}
    assert {finding.where for finding in form.value.findings} == {"breakdown", "language", "why"}


@pytest.mark.parametrize(
    "head", ["indicator,area\n", HEAD.replace("why", "why,colour"), "", "\x00\n"]
)
def test_columns_are_named_when_they_are_not_ours(defined: Actor, head: str) -> None:
    with pytest.raises(BadInput) as caught:
        load_conflicts(defined, head, "c.csv")
    assert [finding.code for finding in caught.value.findings] == ["INDICATORS_CONFLICT_COLUMNS"]
