"""An open edition takes a new version of its framework, and what becomes of the judgements."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client

from milepost.accounts.services import create_user, grant_role
from milepost.audit.selectors import list_events
from milepost.frameworks.services import load_framework
from milepost.kernel import clock
from milepost.kernel.actors import Actor
from milepost.kernel.errors import NotFound, PermissionRefused
from milepost.kernel.scopes import Scope
from milepost.reviews.errors import ChangedMeanwhile, StageClosed
from milepost.reviews.models import Assignment
from milepost.reviews.restating import list_new_versions
from milepost.reviews.selectors import get_edition, list_assessments
from milepost.reviews.services import (
    Work,
    assign_work,
    record_assessment,
    set_calendar,
    take_version,
)
from tests.factories.people import sign_in
from tests.reviews.conftest import FRAMEWORK
from tests.reviews.test_assigning import KABUL, outbox, people
from tests.reviews.test_panels import AWA
from tests.reviews.test_rounds import CALENDAR, EDITOR, at
from tests.reviews.test_services import entry

__all__ = ["outbox", "people"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("outbox")]
GOAL = """\
  - key: "2"
    kind: goal
    identifier: Goal 2
    title: {en: Work}
    source: {ref: plan-text, locator: goal 2}
    benchmarks:
"""
PAGE = "/en/work/editions/2015/versions/"


def second_version(system: Actor, *, drop: bool = False) -> None:
    """Load a version in which 1.2 is below another goal, or is taken out."""
    head, mark, rest = FRAMEWORK.partition('      - key: "1.2"\n')
    text = head if drop else head + GOAL + mark + rest
    load_framework(system, text.replace('version: "1"', 'version: "2"'), "plan.yaml")


def test_judgements_of_a_benchmark_that_moved_go_on(small: str, system: Actor) -> None:
    record_assessment(AWA, entry(benchmark="1.2"))
    assert list_new_versions(EDITOR, small) == []
    second_version(system)
    (found,) = list_new_versions(EDITOR, small)
    assert (found["old"], found["new"], found["kept"]) == ("1", "2", 1)
    (moved,) = found["fates"]["moved"]
    assert (moved["key"], moved["assessments"]) == ("1.2", 1)
    before = list_assessments(small)
    done = take_version(EDITOR, small, "plan", "2", seen="1")
    assert (done["moved"], done["removed"], done["ended"]) == (["1.2"], [], 0)
    assert get_edition(small)["framework_versions"] == {"plan": "2"}
    assert list_assessments(small) == before
    (event,) = list_events(action="reviews.version_taken")
    assert event.before == {"framework": "plan", "version": "1"}
    with pytest.raises(ChangedMeanwhile):
        take_version(EDITOR, small, "plan", "2", seen="1")


def test_work_for_what_is_taken_out_ends(small: str, system: Actor, people: dict[str, str]) -> None:
    assign_work(EDITOR, small, Work([people["awa"]], [("plan", "")], [KABUL]))
    second_version(system, drop=True)
    assert take_version(EDITOR, small, "plan", "2", seen="1")["ended"] == 1
    states = dict(Assignment.objects.values_list("benchmark", "state"))
    assert states == {"1.1": "offered", "1.2": "withdrawn"}


def test_a_version_is_refused_to_others_and_after_the_cut_off(small: str, system: Actor) -> None:
    second_version(system)
    with pytest.raises(PermissionRefused):
        take_version(AWA, small, "plan", "2", seen="1")
    with pytest.raises(NotFound):
        take_version(EDITOR, small, "other", "2", seen="1")
    with pytest.raises(NotFound):
        take_version(EDITOR, small, "plan", "9", seen="1")
    set_calendar(EDITOR, small, CALENDAR)
    over = CALENDAR["cut_off"][1] + timedelta(days=1)
    with clock.hold(at(over)), pytest.raises(StageClosed):
        take_version(EDITOR, small, "plan", "2", seen="1")
    assert get_edition(small)["framework_versions"] == {"plan": "1"}


def test_the_page_says_what_changes_and_takes_it(small: str, system: Actor) -> None:
    person = create_user(
        system, "ed@example.org", name="Ed", password="a long pass phrase", roles=frozenset()
    )
    grant_role(system, person, "editor", Scope(edition=small))
    browser = sign_in(Client(), "ed@example.org", "a long pass phrase")
    assert "There is no newer version" in browser.get(PAGE).content.decode()
    second_version(system)
    page = browser.get(PAGE).content.decode()
    assert "Only moved" in page
    assert "Take version 2 into this edition" in page
    sent = {"framework": "plan", "version": "2", "seen": "1"}
    assert "now uses version 2" in browser.post(PAGE, sent, follow=True).content.decode()
    late = browser.post(PAGE, sent)
    assert late.status_code == 409
    assert "has changed" in late.content.decode() or "changed" in late.content.decode()


def test_the_command_takes_the_newest(small: str, system: Actor) -> None:
    second_version(system)
    call_command("edition", "take-version", small)
    assert get_edition(small)["framework_versions"] == {"plan": "1"}
    call_command("edition", "take-version", small, "--framework", "plan")
    assert get_edition(small)["framework_versions"] == {"plan": "2"}
