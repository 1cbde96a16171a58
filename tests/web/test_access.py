"""Every address asked as every role: the answer is what the printed matrix says."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

import milepost
from milepost.accounts.inviting import Invited
from milepost.accounts.models import User
from milepost.accounts.services import (
    add_member,
    create_organisation,
    create_token,
    create_user,
    grant_role,
    invite_person,
)
from milepost.accounts.tokens import SCOPES
from milepost.frameworks.consulting import Proposed, open_consultation, propose
from milepost.indicators.provenance import Provenance
from milepost.indicators.services import receive_file
from milepost.intake.services import load_survey, publish_table
from milepost.kernel import clock
from milepost.kernel.actors import Actor
from milepost.kernel.scopes import EVERYWHERE, Scope
from milepost.publishing.outlines import load_outline
from milepost.reviews.judging import load_assessments
from milepost.reviews.progress import list_own_work
from milepost.reviews.selectors import list_assessments
from milepost.reviews.services import Work, assign_work, compute_edition
from milepost.web.access import (
    ACCESS,
    AFTER_JUDGING,
    ANYONE,
    LIBRARY,
    LIMITS,
    MANAGER,
    NOT_TAKEN,
    ROLES,
    SIGNED_IN,
    Access,
    Answer,
    answer_of,
    example_actors,
    opening_limits,
)
from tests.factories import instance, surveys, workspace

PASSWORD = "a long quiet river"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def named_patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """Yield every address of the site that is not the sign-in library's own."""
    for item in (resolver or get_resolver()).url_patterns:
        if isinstance(item, URLResolver):
            yield from named_patterns(item)
        elif not str(item.name).startswith(LIBRARY):
            yield item


PATTERNS = {str(item.name): item for item in named_patterns()}
RESTRICTED = sorted(
    name for name, access in ACCESS.items() if {access.read, access.write} - {ANYONE, NOT_TAKEN}
)

NOTHING_THERE = {
    "edition-answer": "no reply yet",
    "my-assignment": "it is another's",
    "edition-remark": "no remark yet",
    "edition-second-round-end": "no second round yet",
    "role-end": "no role named",
    "token-revoke": "no such token",
    "edition-versions": "no framework named",
}
"""Addresses that find nothing to work on here; refusals come before they look."""

OWN_ALONE = {"proposal-withdraw"}
"""Addresses whose service lets in only the one whom the row belongs to."""


HELD_ANYWHERE = {
    "accounts.view_organisations",
    "accounts.view_inventory",
    "evidence.view_sources",
    "frameworks.view_consultations",
    "frameworks.propose_change",
    "intake.view_surveys",
    "reviews.view_edition",
}
"""Permissions that a role for any part gives, written out by hand and not taken from the rules."""

TOUCHED = {"reviews.view_work"}
"""The same, but not with a role for another edition where the address names one."""

SECRET_REASON = "Counted at the counter by hand."
"""Stands in an assessment of the world's rating; no role for elsewhere may read it."""

OTHER = Scope(framework="town-plan", edition="2017", place="608")
"""Where those hold their roles who are to find nothing; the organisation comes with the world."""


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert set(PATTERNS) == set(ACCESS)


@dataclass(frozen=True)
class World:
    """An instance in which every kind of address names something real."""

    keys: dict[str, str]
    browsers: dict[str, Client]
    other: str = ""

    def address(self, name: str) -> str:
        """Return an address with real keys."""
        names = PATTERNS[name].pattern.converters
        kind = {"import": "upload", "source": "source"}.get(
            name.split("-", maxsplit=1)[0], "edition"
        )
        own = self.keys | {"key": self.keys[kind]}
        return reverse(name, kwargs={key: own[key] for key in names})


def publish_survey(actor: Actor, home: Path) -> str:
    """Load a survey, publish one table of it and return its key."""
    report = load_survey(
        actor,
        surveys.DESCRIPTION,
        surveys.write_tidy(home),
        description_name="survey.yaml",
        answers_name="answers.csv",
    )
    publish_table(actor, report.survey, "q1")
    return report.survey


def token_of(actor: Actor, person: str) -> str:
    """Return a token for everything that a token can be for."""
    return create_token(actor, person, "tests", list(SCOPES), 1).secret


def assign(actor: Actor, person: str) -> str:
    """Ask somebody for a rating and return the uuid of the assignment."""
    assign_work(actor, workspace.EDITION, Work([person], [("village-plan", "1.1")], ["686"]))
    (item,) = list_own_work(person)
    return str(item["id"])


def judge(actor: Actor) -> str:
    """Keep an assessment of the rating that the addresses name and return its uuid."""
    text = instance.ASSESSMENTS.format(key=workspace.EDITION, as_of="2018-12-31")
    text = text.replace('"1.2"', '"1.1"').replace('"001"', '"686"')
    load_assessments(actor, text.replace("Half of the counters do.", SECRET_REASON), "a.yaml")
    return str(list_assessments(workspace.EDITION, benchmark="1.1", place="686")[0]["id"])


def consult(actor: Actor) -> dict[str, str]:
    """Open a consultation with one proposal and return the keys of both."""
    consultation = open_consultation(
        actor, "village-plan", title="Next plan", about="", closes_on=clock.today()
    )
    wanted = Proposed(kind="remove", target="1.2", reason="Nobody can count posters.")
    proposal = propose(actor, consultation, wanted)
    return {"consultation": consultation, "proposal": proposal, "kind": "reword"}


def outlined(actor: Actor) -> str:
    """Load the outline of a report and return its key."""
    section = "sections: [{key: foreword, text: {en: Words.}}, {key: summary}]"
    text = f"milepost: report/1\nkey: global\nkind: global\n{section}\n"
    loaded = load_outline(actor, text, "outline.yaml", edition=workspace.EDITION)
    return str(loaded["key"])


@pytest.fixture
def world(db: None, home: Path, system: Actor) -> World:
    """A village plan with an open edition, a file that waits, people of every role."""
    workspace.fill(home)
    compute_edition(system, workspace.EDITION)
    union = create_organisation(system, {"name": "Union", "kind": "trade_union"})
    guest = create_user(
        system, "guest@example.org", name="Guest", password=PASSWORD, roles=frozenset()
    )
    add_member(system, union, guest, "member")
    browsers = {"stranger": Client()}
    for role in ROLES:
        person = create_user(
            system, f"a-{role}@example.org", name=role, password=PASSWORD, roles=frozenset()
        )
        grant_role(system, person, role, EVERYWHERE)
        browsers[role] = Client(headers={"authorization": f"Bearer {token_of(system, person)}"})
        browsers[role].force_login(User.objects.get(uuid=person), BACKEND)
    upload = receive_file(
        system,
        "fee",
        b"area,period,value\n686,2019,4\n",
        file_name="fees.csv",
        provenance=Provenance(source="Village association", licence="CC0"),
    )
    keys = {
        "edition": workspace.EDITION,
        "framework": "village-plan",
        "benchmark": "1.1",
        "place": "686",
        "person": guest,
        "organisation": union,
        "invitation": invite_person(system, Invited(email="new@example.org")).uuid,
        "upload": upload,
        "indicator": "fee",
        "token": "unknown",
        "judged": judge(system),
        "source": "visits",
        "assignment": assign(system, guest),
        "remark": "unknown",
        "survey": publish_survey(system, home),
        "question": "q1",
        "stratum": "-",
        "option": "yes",
        "section": "foreword",
        "outline": outlined(system),
        "form": "md",
        **consult(system),
    }
    other = create_organisation(system, {"name": "Other union", "kind": "trade_union"})
    return World(keys, browsers, other)


def answered(client: Client, address: str, *, is_write: bool) -> HttpResponseBase:
    """Ask, and take back whatever the request changed."""
    with transaction.atomic():
        answer = client.post(address, {}) if is_write else client.get(address)
        transaction.set_rollback(True)
    return answer


def is_let_in(answer: HttpResponseBase) -> bool:
    """Whether the answer is the work itself, not a refusal nor the way to the sign-in page.

    The API answers a request without a token with 401.
    """
    to_sign_in = answer.status_code == 302 and "/sign-in/" in answer["Location"]
    return answer.status_code not in {401, 403} and not to_sign_in


def test_every_role_gets_what_the_matrix_says(world: World) -> None:
    wrong = []
    actors = example_actors()
    for name in RESTRICTED:
        access, address = ACCESS[name], world.address(name)
        for role, browser in world.browsers.items():
            for needed, is_write in ((access.read, False), (access.write, True)):
                if needed == NOT_TAKEN:
                    continue
                answer = answered(browser, address, is_write=is_write)
                expected = answer_of(actors[role], needed)
                is_right = expected is Answer.IN_PART or is_let_in(answer) == (
                    expected is Answer.YES
                )
                is_right = is_right or (name in OWN_ALONE and not is_let_in(answer))
                is_broken = answer.status_code in {404, 405, 500} and name not in NOTHING_THERE
                if not is_right or is_broken:
                    verb = "POST" if is_write else "GET"
                    wrong.append((role, verb, name, answer.status_code, str(expected)))
    assert not wrong, "\n".join(map(str, wrong))


class Limited:
    """Browsers of people who hold one role, limited in some ways, made when they are asked for."""

    def __init__(self, world: World, system: Actor) -> None:
        here = {name: world.keys[name] for name in LIMITS}
        self.parts = {False: here, True: {**OTHER.stated(), "organisation": world.other}}
        self.system = system
        self.made: dict[tuple[str, frozenset[str], bool], Client] = {}

    def browser(self, role: str, limits: Iterable[str], *, elsewhere: bool) -> Client:
        """Return the browser of somebody with the role once for each of these limits."""
        key = (role, frozenset(limits), elsewhere)
        if key not in self.made:
            self.made[key] = Client()
            self.made[key].force_login(User.objects.get(uuid=self._person(*key)), BACKEND)
        return self.made[key]

    def _person(self, role: str, limits: frozenset[str], elsewhere: bool) -> str:
        email = f"limited-{len(self.made)}@example.org"
        person = create_user(
            self.system, email, name="Limited", password=PASSWORD, roles=frozenset()
        )
        for limit in limits:
            value = self.parts[elsewhere][limit]
            if role == MANAGER:
                add_member(self.system, value, person, MANAGER)
            else:
                grant_role(self.system, person, role, Scope(**{limit: value}))
        return person


def groups_of_limits(
    role: str, access: Access, needed: str, *, elsewhere: bool
) -> Iterator[tuple[list[str], bool]]:
    """Yield limits that are asked as one person with whether they open the address.

    Each that opens it is asked alone; those that do not together, since if one of them did,
    their person would be let in.
    """
    opening = opening_limits(role, access, needed, elsewhere=elsewhere)
    all_limits = ("organisation",) if role == MANAGER else LIMITS
    yield from (([limit], True) for limit in sorted(opening))
    if closed := [limit for limit in all_limits if limit not in opening]:
        yield closed, False


def asked_within() -> Iterator[tuple[str, Access, str, bool]]:
    """Yield every address and request that asks for a permission."""
    for name in RESTRICTED:
        access = ACCESS[name]
        for needed, is_write in ((access.read, False), (access.write, True)):
            if needed not in {NOT_TAKEN, SIGNED_IN}:
                yield name, access, needed, is_write


@pytest.mark.slow
@pytest.mark.parametrize("elsewhere", [False, True], ids=["here", "elsewhere"])
def test_roles_in_a_part_get_what_the_matrix_says(
    world: World, system: Actor, *, elsewhere: bool
) -> None:
    people = Limited(world, system)
    wrong, told = [], []
    for name, access, needed, is_write in asked_within():
        for role in (*ROLES, MANAGER):
            if needed in AFTER_JUDGING and role == "assessor" and not elsewhere:
                continue
            for limits, is_open in groups_of_limits(role, access, needed, elsewhere=elsewhere):
                browser = people.browser(role, limits, elsewhere=elsewhere)
                answer = answered(browser, world.address(name), is_write=is_write)
                asked = (role, limits, "POST" if is_write else "GET", name, answer.status_code)
                if is_let_in(answer) != (is_open and name not in OWN_ALONE):
                    wrong.append(asked)
                if elsewhere and SECRET_REASON in content_of(answer):
                    told.append(asked)
    assert not wrong, "\n".join(map(str, wrong))
    assert not told, "\n".join(map(str, told))


def content_of(answer: HttpResponseBase) -> str:
    """Return everything that an answer says."""
    parts = answer.streaming_content if answer.streaming else [answer.content]  # type: ignore[attr-defined]
    return b"".join(parts).decode(errors="replace")


def test_the_reason_is_there_to_be_read(world: World) -> None:
    """So that not finding it elsewhere says something."""
    answer = world.browsers["reviewer"].get(world.address("edition-panel"))
    assert SECRET_REASON in content_of(answer)


def test_a_role_for_another_part_opens_only_what_is_listed() -> None:
    """Whatever the rules say: what a limited role opens elsewhere is written out here by hand."""
    for name, access, needed, _is_write in asked_within():
        for role in (*ROLES, MANAGER):
            opened = opening_limits(role, access, needed, elsewhere=True)
            if needed in TOUCHED:
                opened -= set(LIMITS) - set(access.limits_of(needed))
            is_listed = needed in HELD_ANYWHERE or access.in_any
            is_listed = is_listed or (needed in TOUCHED and not access.limits_of(needed))
            assert is_listed or not opened, (name, role, opened)


def test_no_command_acts_as_a_person() -> None:
    """So that what a person holds in a part of the instance cannot matter there."""
    package = Path(milepost.__file__).parent
    files = [*package.glob("*/management/**/*.py"), package / "kernel/commands.py"]
    assert len(files) > 10
    for path in files:
        assert not re.search(r"\b(actor_of|get_actor)\b|\bActor\(", path.read_text("utf-8")), path


def test_what_the_matrix_does_not_name_is_not_taken(world: World) -> None:
    browser = world.browsers["administrator"]
    for name, access in ACCESS.items():
        if name in RESTRICTED and NOT_TAKEN in {access.read, access.write}:
            answer = answered(browser, world.address(name), is_write=access.write == NOT_TAKEN)
            assert answer.status_code == 405, name


def test_public_addresses_ask_nobody_to_sign_in(db: None, home: Path) -> None:
    for name, access in ACCESS.items():
        if access.read == ANYONE:
            keys = dict.fromkeys(PATTERNS[name].pattern.converters, "x")
            answer = Client().get(reverse(name, kwargs=keys))
            assert is_let_in(answer) or "sign-in" in name, name


def test_somebody_without_a_role_sees_the_own_pages_alone(world: World, system: Actor) -> None:
    person = create_user(
        system, "new@example.org", name="New", password=PASSWORD, roles=frozenset()
    )
    browser = Client(headers={"authorization": f"Bearer {token_of(system, person)}"})
    browser.force_login(User.objects.get(email="new@example.org"), BACKEND)
    for name in RESTRICTED:
        access = ACCESS[name]
        if access.read != NOT_TAKEN:
            answer = answered(browser, world.address(name), is_write=False)
            assert is_let_in(answer) == (access.read == SIGNED_IN), name


def test_an_unknown_key_tells_a_stranger_nothing(world: World) -> None:
    """A missing person and one that is there are answered alike."""
    browser = world.browsers["observer"]
    there = browser.get(world.address("person-detail"))
    missing = browser.get(reverse("person-detail", kwargs={"person": str(uuid4())}))
    assert (there.status_code, missing.status_code) == (403, 403)
