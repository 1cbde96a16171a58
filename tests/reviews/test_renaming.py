"""Forgetting somebody who judged: in the tables by an erasure, in closed editions on request."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from milepost.accounts.models import User
from milepost.accounts.selectors import actor_of
from milepost.accounts.services import create_user, erase_person, export_person
from milepost.audit.selectors import check_chain, list_events
from milepost.kernel.actors import Actor
from milepost.kernel.errors import NotFound, PermissionRefused
from milepost.publishing.services import build_release
from milepost.publishing.verification import verify_bundle
from milepost.reviews.entries import Entry
from milepost.reviews.errors import NameNotReplaced
from milepost.reviews.models import Assessment
from milepost.reviews.renaming import replace_name
from milepost.reviews.result_selectors import get_result
from milepost.reviews.services import (
    Ruling,
    close_edition,
    compute_edition,
    record_assessment,
    record_decision,
)
from tests.factories import workspace

pytestmark = pytest.mark.django_db
NAME, PSEUDONYM, KEY = "Awa Diop", "Former member 3f2a", workspace.EDITION


@pytest.fixture
def awa(home: Path, system: Actor) -> Actor:
    """Somebody who judged and decided under the own name in an open edition."""
    workspace.fill(home)
    roles = frozenset({"assessor", "reviewer"})
    create_user(system, "awa@example.net", name=NAME, password=workspace.PASSWORD, roles=roles)
    person = actor_of(User.objects.get(email="awa@example.net"))
    entry = Entry(
        edition=KEY,
        framework="village-plan",
        benchmark="1.2",
        place="001",
        assessor=NAME,
        standpoint="civil_society",
        colour="green",
        reason={"en": "Nearly all do."},
        confidence="high",
        assessed_on=date(2018, 12, 30),
    )
    record_assessment(person, entry)
    ruling = Ruling(
        framework="village-plan",
        benchmark="1.2",
        place="001",
        state="yellow",
        reason={"en": "Some do."},
    )
    record_decision(person, KEY, ruling)
    compute_edition(system, KEY)
    return person


def all_text(folder: Path) -> str:
    files = [path for path in folder.rglob("*") if path.suffix in {".json", ".txt"}]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def test_what_a_person_judged_is_given_out_and_erased_under_a_pseudonym(
    awa: Actor, system: Actor
) -> None:
    with zipfile.ZipFile(io.BytesIO(export_person(awa, awa.key))) as archive:
        held = json.loads(archive.read("data.json"))["held"]
    judged = next(one for one in held if one["role"] == "judgements of the person")
    assert judged["rows"][0]["reason"] == {"en": "Nearly all do."}
    done = erase_person(system, awa.key, reason="asked")
    row = Assessment.objects.get()
    assert (row.assessor, row.submitted_by) == (done.pseudonym, done.pseudonym)
    assert row.reason == {"en": "Nearly all do."}
    compute_edition(system, KEY)
    close_edition(system, KEY)
    bundle = Path(build_release(system, KEY)["path"])
    assert NAME not in all_text(bundle)
    assert done.pseudonym in all_text(bundle)
    assert check_chain().holds


def test_a_name_is_replaced_in_a_closed_edition_and_its_bundle_verifies(
    awa: Actor, system: Actor, home: Path
) -> None:
    close_edition(system, KEY)
    before = get_result(KEY)
    older = build_release(system, KEY)
    assert NAME in all_text(Path(older["path"]))
    assert replace_name(system, KEY, NAME, PSEUDONYM, reason="asked") >= 2
    assert [row["state"] for row in get_result(KEY).ratings] == [
        row["state"] for row in before.ratings
    ]
    newer = build_release(system, KEY)
    assert newer["checksum"] != older["checksum"]
    text = all_text(Path(newer["path"]))
    assert (NAME in text, PSEUDONYM in text) == (False, True)
    assert verify_bundle(Path(newer["path"])).holds
    assert NAME not in all_text(home / "computed")
    event = list_events(action="reviews.name_replaced")[0]
    assert NAME not in str(event)
    assert PSEUDONYM not in str(event)
    with pytest.raises(NotFound):
        replace_name(system, KEY, NAME, PSEUDONYM, reason="again")


def test_open_editions_missing_reasons_and_other_roles_are_refused(
    awa: Actor, system: Actor
) -> None:
    with pytest.raises(NameNotReplaced):
        replace_name(system, KEY, NAME, PSEUDONYM, reason="asked")
    with pytest.raises(NameNotReplaced):
        replace_name(system, KEY, NAME, PSEUDONYM, reason=" ")
    with pytest.raises(PermissionRefused):
        replace_name(awa, KEY, NAME, PSEUDONYM, reason="mine")
