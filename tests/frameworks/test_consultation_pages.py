"""Pages of a consultation: proposing, amending, commenting, deciding, adopting."""

from datetime import timedelta

import pytest
from django.test import Client

from milepost.accounts.services import add_member, create_organisation, create_user
from milepost.frameworks.selectors import get_document
from milepost.frameworks.services import load_framework
from milepost.kernel import clock
from milepost.kernel.actors import Actor
from tests.factories.instance import FRAMEWORK
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db
PASSWORD = "a long quiet river"
LIST = "/en/work/consultations/"


def browser_of(system: Actor, name: str, role: str) -> Client:
    create_user(
        system,
        f"{name}@example.org",
        name=name.title(),
        password=PASSWORD,
        roles=frozenset({role}),
    )
    return sign_in(Client(), f"{name}@example.org", PASSWORD)


def test_a_plan_is_discussed_and_becomes_a_new_version(system: Actor) -> None:
    load_framework(system, FRAMEWORK, "village-plan.yaml")
    edith, awa = browser_of(system, "edith", "editor"), browser_of(system, "awa", "contributor")
    day = (clock.today() + timedelta(days=7)).isoformat()
    opened = {"framework": "village-plan", "title": "Second plan", "closes_on": day}
    assert edith.post(LIST, {**opened, "title": ""}).status_code == 422
    page = edith.post(LIST, opened)["Location"]
    assert "Posters" in awa.get(page).content.decode()
    form = f"{page}propose/reword/?about=1.2"
    assert "Every counter shows its price." in awa.get(form).content.decode()
    words = {
        "title": "Posters and sites",
        "text": "Every counter and site shows its price.",
        "type": "process",
        "level": "country",
        "reason": "People look online.",
        "specific": "2",
        "time_bound": "0",
    }
    assert awa.post(form, {**words, "reason": ""}).status_code == 422
    proposal = awa.post(form, words)["Location"]
    shown = awa.get(proposal).content.decode()
    assert "People look online." in shown
    assert "Every counter and site shows its price." in shown
    said = {"stance": "support", "text": "Yes, please."}
    assert awa.post(proposal, {**said, "text": ""}).status_code == 422
    awa.post(proposal, said)
    assert "Yes, please." in edith.get(proposal).content.decode()
    edith.post(f"{proposal}decide/", {"decision-verdict": "accept", "decision-reason": "Agreed."})
    trial = edith.post(f"{page}adopt/", {"version": "2", "reason": "Agreed.", "try": "1"})
    assert "Posters and sites" in trial.content.decode()
    assert get_document("village-plan")["version"] == "1"
    edith.post(f"{page}adopt/", {"version": "2", "reason": "The assembly said yes."})
    found = {row["key"]: row for row in get_document("village-plan")["benchmarks"]}
    assert found["1.2"]["title"] == {"en": "Posters and sites"}
    assert found["1.2"]["level"] == "country"
    assert "answer another question" in awa.get(page).content.decode()


@pytest.mark.parametrize("kind", ["reword", "move", "remove", "add_benchmark", "add_node"])
def test_every_kind_has_a_form(system: Actor, kind: str) -> None:
    load_framework(system, FRAMEWORK, "village-plan.yaml")
    edith = browser_of(system, "edith", "editor")
    opened = {"framework": "village-plan", "title": "Plan", "closes_on": clock.today().isoformat()}
    page = edith.post(LIST, opened)["Location"]
    about = "1" if kind.startswith("add") else "1.1"
    assert edith.get(f"{page}propose/{kind}/?about={about}").status_code == 200
    assert edith.post(f"{page}propose/{kind}/?about={about}", {}).status_code == 422
    assert edith.get(f"{page}propose/{kind}/?about=nothing").status_code == 404


def test_a_new_benchmark_says_for_whom_its_author_speaks(system: Actor) -> None:
    load_framework(system, FRAMEWORK, "village-plan.yaml")
    edith = browser_of(system, "edith", "editor")
    union = create_organisation(system, {"name": "Market union", "kind": "trade_union"})
    ben = create_user(
        system, "ben@example.org", name="Ben", password=PASSWORD, roles=frozenset({"assessor"})
    )
    add_member(system, union, ben, "member")
    opened = {"framework": "village-plan", "title": "Plan", "closes_on": clock.today().isoformat()}
    page = edith.post(LIST, opened)["Location"]
    browser = sign_in(Client(), "ben@example.org", PASSWORD)
    new = {
        "key": "1.3",
        "title": "Receipts",
        "text": "Every sender gets a receipt.",
        "type": "process",
        "level": "local",
        "action_by": ["business"],
        "question": "Do senders get one?",
        "green": "All.",
        "yellow": "Some.",
        "red": "None.",
        "reason": "Nobody can complain without.",
    }
    proposal = browser.post(f"{page}propose/add_benchmark/?about=1", new)["Location"]
    shown = browser.get(proposal).content.decode()
    assert "Market union" in shown
    assert "Do senders get one?" in shown
    assert browser.post(f"{proposal}withdraw/").status_code == 302
    assert "withdrawn" in browser.get(proposal).content.decode()
