"""A consultation: everybody proposes and comments, an editor decides, a version comes of it."""

from datetime import timedelta
from typing import Any

import pytest

from milepost.audit.selectors import list_events
from milepost.frameworks.consultation_reading import (
    get_consultation,
    get_proposal,
    list_consultations,
)
from milepost.frameworks.consulting import (
    Proposed,
    adopt_version,
    close_consultation,
    comment,
    decide_proposal,
    open_consultation,
    propose,
    withdraw_proposal,
)
from milepost.frameworks.errors import ConsultationClosed, ConsultationOpen, ProposalSettled
from milepost.frameworks.models import Consultation
from milepost.frameworks.selectors import get_document, list_versions
from milepost.frameworks.services import load_framework
from milepost.kernel import clock
from milepost.kernel.actors import ANONYMOUS, Actor, ActorKind
from milepost.kernel.errors import BadInput, PermissionRefused
from tests.factories.instance import FRAMEWORK

pytestmark = pytest.mark.django_db
PLAN = "village-plan"
EDITOR = Actor(ActorKind.PERSON, "e", "Edith", frozenset({"editor"}))
AWA = Actor(ActorKind.PERSON, "a", "Awa", frozenset({"contributor"}))
BEN = Actor(ActorKind.PERSON, "b", "Ben", frozenset({"focal_point"}))
REWORD = Proposed(
    kind="reword",
    target="1.2",
    reason="Posters are not enough.",
    content={"text": {"en": "Every counter and website shows its price."}},
)
NEW: dict[str, Any] = {
    "key": "1.3",
    "title": {"en": "Receipts"},
    "text": {"en": "Every sender gets a receipt."},
    "type": "process",
    "action_by": ["business"],
    "level": "country",
    "judge": {name: {"en": name} for name in ("question", "green", "yellow", "red")},
}
ADD = Proposed(
    kind="add_benchmark",
    target="1",
    reason="Without a receipt nobody can complain.",
    content=NEW,
    checklist={"specific": 2, "measurable": 2, "achievable": 1, "relevant": 2, "time_bound": 0},
    organisation="Union",
)


@pytest.fixture
def opened(system: Actor) -> str:
    """A consultation on the village plan."""
    load_framework(system, FRAMEWORK, "village-plan.yaml")
    tomorrow = clock.today() + timedelta(days=1)
    return open_consultation(EDITOR, PLAN, title="Second plan", about="", closes_on=tomorrow)


def test_from_proposals_to_a_new_version(opened: str) -> None:
    reword, add = propose(AWA, opened, REWORD), propose(BEN, opened, ADD)
    comment(BEN, reword, stance="object", text="Websites are out of reach.")
    decide_proposal(EDITOR, reword, is_accepted=True, reason="Agreed by most.")
    decide_proposal(EDITOR, add, is_accepted=True, reason="Agreed by all.")
    left = propose(AWA, opened, Proposed(kind="remove", target="1.1", reason="Too hard."))
    trial = adopt_version(EDITOR, opened, version="2", reason="", dry_run=True)
    assert {(change.kind, change.key) for change in trial.changes} >= {
        ("changed", "1.2"),
        ("added", "1.3"),
    }
    assert [row["version"] for row in list_versions(PLAN)] == ["1"]
    adopt_version(EDITOR, opened, version="2", reason="The assembly said yes.")
    assert [row["version"] for row in list_versions(PLAN)] == ["2", "1"]
    benchmarks = {row["key"]: row for row in get_document(PLAN)["benchmarks"]}
    assert benchmarks["1.2"]["text"]["en"] == "Every counter and website shows its price."
    assert benchmarks["1.3"]["source"]["ref"].startswith("consultation-")
    shown = get_consultation(AWA, opened)
    assert shown["migration"] == {
        "kept": ["1.1"],
        "moved": [],
        "reworded": ["1.2"],
        "added": ["1.3"],
        "removed": [],
    }
    assert get_proposal(AWA, left)["state"] == "declined"
    with pytest.raises(ConsultationClosed):
        propose(AWA, opened, REWORD)
    actions = [event.action for event in list_events(subject_kind="proposal", subject_key=reword)]
    assert actions == [
        "frameworks.proposal_accepted",
        "frameworks.proposal_commented",
        "frameworks.change_proposed",
    ]


def test_an_amendment_takes_the_place_of_what_it_amends(opened: str) -> None:
    first = propose(AWA, opened, REWORD)
    second = propose(
        BEN,
        opened,
        Proposed(
            kind="reword",
            target="1.2",
            reason="Shorter.",
            content={"text": {"en": "Every counter shows all prices."}},
            amends=first,
        ),
    )
    assert get_proposal(AWA, first)["amended_by"] == second
    for write in (
        lambda: decide_proposal(EDITOR, first, is_accepted=True, reason="late"),
        lambda: comment(AWA, first, stance="ask", text="why?"),
        lambda: withdraw_proposal(AWA, first),
    ):
        with pytest.raises(ProposalSettled):
            write()


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        (Proposed(kind="reword", target="9.9", reason="x"), "target"),
        (Proposed(kind="dance", target="1.1", reason="x"), "kind"),
        (Proposed(kind="remove", target="1.1", reason=" "), "reason"),
        (Proposed(kind="move", target="1.1", reason="x", content={"to": "7"}), "key"),
        (
            Proposed(kind="add_benchmark", target="1", reason="x", content={**NEW, "key": "1.1"}),
            "key",
        ),
        (
            Proposed(kind="reword", target="1.1", reason="x", checklist={"lovely": 2}),
            "checklist",
        ),
    ],
)
def test_what_does_not_fit_is_a_finding(opened: str, wrong: Proposed, where: str) -> None:
    with pytest.raises(BadInput) as refused:
        propose(AWA, opened, wrong)
    assert [finding.where for finding in refused.value.findings] == [where]
    assert get_consultation(AWA, opened)["proposals"] == []


def test_a_proposal_that_would_break_the_framework_is_refused(opened: str) -> None:
    broken = {**NEW, "type": "wish"}
    with pytest.raises(BadInput):
        propose(AWA, opened, Proposed(kind="add_benchmark", target="1", reason="x", content=broken))


def test_proposals_in_each_others_way_stop_the_adoption(opened: str) -> None:
    for proposed in (Proposed(kind="remove", target="1.2", reason="No."), REWORD):
        decide_proposal(EDITOR, propose(AWA, opened, proposed), is_accepted=True, reason="Yes.")
    with pytest.raises(BadInput) as refused:
        adopt_version(EDITOR, opened, version="2", reason="Yes.")
    assert [finding.where for finding in refused.value.findings] == ["1.2"]
    assert get_consultation(AWA, opened)["is_open"]


def test_who_may(opened: str) -> None:
    observer = Actor(ActorKind.PERSON, "o", "Olu", frozenset({"observer"}))
    proposal = propose(AWA, opened, REWORD)
    assert len(list_consultations(observer)) == 1
    for write in (
        lambda: propose(observer, opened, REWORD),
        lambda: propose(ANONYMOUS, opened, REWORD),
        lambda: withdraw_proposal(BEN, proposal),
        lambda: decide_proposal(AWA, proposal, is_accepted=True, reason="mine"),
        lambda: adopt_version(AWA, opened, version="2", reason="mine"),
        lambda: close_consultation(BEN, opened, reason="mine"),
        lambda: list_consultations(ANONYMOUS),
    ):
        with pytest.raises(PermissionRefused):
            write()


def test_after_the_last_day_nothing_more_is_taken(opened: str) -> None:
    proposal = propose(AWA, opened, REWORD)
    Consultation.objects.update(closes_on=clock.today() - timedelta(days=1))
    with pytest.raises(ConsultationClosed):
        propose(AWA, opened, ADD)
    with pytest.raises(ConsultationClosed):
        comment(AWA, proposal, stance="support", text="Yes.")
    decide_proposal(EDITOR, proposal, is_accepted=True, reason="Yes.")
    close_consultation(EDITOR, opened, reason="Not now.")
    assert get_consultation(AWA, opened)["state"] == "closed"


def test_one_consultation_at_a_time(opened: str) -> None:
    day = clock.today()
    with pytest.raises(ConsultationOpen):
        open_consultation(EDITOR, PLAN, title="Another", about="", closes_on=day)
    with pytest.raises(BadInput):
        open_consultation(EDITOR, PLAN, title="", about="", closes_on=day - timedelta(days=1))
