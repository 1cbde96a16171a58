"""Attempts to get around the levels of visibility: each with who tries, how, and what happens.

``scripts/reference_pages.py`` prints this list; ``test_visibility_attempts`` carries out each of
them and holds what happens against the outcome that is printed.
"""

import io
import json
import re
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from milepost.accounts.erasure import export_person
from milepost.accounts.services import (
    IssuedToken,
    close_account,
    create_token,
    end_role,
    revoke_token,
)
from milepost.evidence.protection import Level, Protection
from milepost.evidence.reading import list_readings
from milepost.evidence.selectors import find_source, list_citations
from milepost.evidence.services import Document, add_document, cite_source, protect_source
from milepost.kernel.actors import Actor
from milepost.kernel.errors import BadInput, NotFound
from milepost.publishing.services import build_release
from milepost.reviews.entries import Cited, Entry
from milepost.reviews.judging import load_assessments
from milepost.reviews.services import close_edition, compute_edition, record_assessment

MARK = "HIDDEN"
"""Stands in all that is said of sources which those who try here may not see."""

SECRET, CIRCLE, EDITION, NETWORK, NO_SUCH = (
    "secret-1",
    "circle-1",
    "circle-2",
    "network-1",
    "zecret-1",
)


class Outcome(StrEnum):
    """What an attempt comes to."""

    SIGN_IN = "asked to sign in"
    REFUSED = "refused (403)"
    NO_TOKEN = "asked for a valid token (401)"
    MISSING = "not found (404), with the same words as for what does not exist"
    SAME = "the same answer as for what does not exist"
    ABSENT = "nothing of it in the answer"
    UNCHANGED = "refused; the level stays"
    RECORDED = "shown, and the reading is recorded"
    SEEN = "GOT THROUGH"


@dataclass
class World:
    """An instance with sources of each level, an open edition, and people of every role."""

    home: Path
    system: Actor
    actors: dict[str, Actor]
    browsers: dict[str, Client]
    edition: str = "2018"
    keys: dict[str, str] = field(default_factory=dict)

    def page(self, who: str, path: str) -> str:
        """Return an English page as text."""
        return self.browsers[who].get(f"/en/work/{path}").content.decode()


@dataclass(frozen=True)
class Attempt:
    """One way in: who, what they try, how, and what must come of it."""

    who: str
    tries: str
    way: str
    outcome: Outcome
    run: Callable[[World], Outcome]


ATTEMPTS: list[Attempt] = []
Run = Callable[[World], Outcome]


def attempt(who: str, way: str, tries: str, outcome: Outcome) -> Callable[[Run], Run]:
    """Add an attempt to the list."""

    def add(run: Run) -> Run:
        ATTEMPTS.append(Attempt(who, tries, way, outcome, run))
        return run

    return add


def _about(key: str, language: str = "en") -> str:
    return f"/{language}/work/sources/{key}/about/"


def _guess(browser: Client, key: str, *, method: str = "get", language: str = "en") -> Outcome:
    """Ask for a source, and for one that does not exist, and compare the two answers."""
    ask = getattr(browser, method)
    found, missing = ask(_about(key, language)), ask(_about(NO_SUCH, language))
    if found.status_code == 302 and "/sign-in/" in found["Location"]:
        return Outcome.SIGN_IN
    if found.status_code == 403 == missing.status_code:
        return Outcome.REFUSED
    same = found.content.decode().replace(key, NO_SUCH) == missing.content.decode()
    if found.status_code == 404 == missing.status_code and same:
        return Outcome.MISSING
    return Outcome.SEEN


def absent(text: str) -> Outcome:
    """Whether nothing of what is hidden stands in a text."""
    return Outcome.SEEN if MARK in text or SECRET in text else Outcome.ABSENT


# --- guessing addresses -------------------------------------------------------------------------


@attempt("a stranger", "address", "guesses the address of a source", Outcome.SIGN_IN)
def stranger_guesses(world: World) -> Outcome:
    return _guess(Client(), SECRET)


@attempt("somebody without a role", "address", "guesses the address of a source", Outcome.REFUSED)
def no_role_guesses(world: World) -> Outcome:
    return _guess(world.browsers["nobody"], NETWORK)


@attempt("an assessor", "address", "guesses the address of a confidential source", Outcome.MISSING)
def assessor_guesses(world: World) -> Outcome:
    return _guess(world.browsers["assessor"], SECRET)


@attempt("an assessor", "address", "guesses it in Arabic", Outcome.MISSING)
def assessor_guesses_in_arabic(world: World) -> Outcome:
    return _guess(world.browsers["assessor"], SECRET, language="ar")


@attempt("an assessor", "address", "asks for the head of the page alone", Outcome.MISSING)
def assessor_asks_for_head(world: World) -> Outcome:
    return _guess(world.browsers["assessor"], SECRET, method="head")


@attempt("an editor", "address", "guesses a confidential source for reviewers", Outcome.MISSING)
def editor_guesses(world: World) -> Outcome:
    return _guess(world.browsers["editor"], SECRET)


@attempt("an assessor", "address", "guesses a source for another organisation", Outcome.MISSING)
def outsider_guesses(world: World) -> Outcome:
    return _guess(world.browsers["assessor"], CIRCLE)


@attempt("a government", "address", "guesses a source for those who work in it", Outcome.MISSING)
def government_guesses(world: World) -> Outcome:
    return _guess(world.browsers["focal_point"], EDITION)


@attempt("a former reviewer", "address", "reloads after the role has ended", Outcome.MISSING)
def former_reviewer_reloads(world: World) -> Outcome:
    who = "reviewer_who_assesses"
    if MARK not in world.page(who, f"sources/{SECRET}/about/"):
        return Outcome.SEEN
    end_role(world.system, world.actors[who].key, "reviewer")
    return _guess(world.browsers[who], SECRET)


@attempt("an assessor", "time", "counts the questions that a guess costs", Outcome.SAME)
def assessor_measures(world: World) -> Outcome:
    browser, asked = world.browsers["assessor"], []
    browser.get(_about(NO_SUCH))
    for key in (SECRET, NO_SUCH):
        with CaptureQueriesContext(connection) as questions:
            browser.get(_about(key))
        asked.append([_shape(question["sql"]) for question in questions])
    return Outcome.SAME if asked[0] == asked[1] and asked[0] else Outcome.SEEN


def _shape(sql: str) -> str:
    """Return a question without its values; names of savepoints count up."""
    return "SAVEPOINT" if "SAVEPOINT" in sql else re.sub(r"'[^']*'|\d+", "?", sql)


# --- lists, forms and messages ------------------------------------------------------------------


@attempt("an assessor", "list", "reads the list of sources", Outcome.ABSENT)
def assessor_lists(world: World) -> Outcome:
    text = world.page("assessor", "sources/")
    return absent(text)


@attempt("an observer", "search", "looks through the choices of the form", Outcome.ABSENT)
def observer_searches_choices(world: World) -> Outcome:
    path = f"editions/{world.edition}/assess/village-plan/1.2/001/"
    text = world.page("observer", path)
    return absent(text)


@attempt("an assessor", "message", "cites it by its key", Outcome.SAME)
def assessor_cites(world: World) -> Outcome:
    said = []
    for key in (SECRET, NO_SUCH):
        try:
            record_assessment(world.actors["assessor"], entry_citing(world, key))
        except BadInput as refused:
            said.append([f"{one.what} {one.remedy}".replace(key, "") for one in refused.findings])
    return Outcome.SAME if len(said) == 2 and said[0] == said[1] else Outcome.SEEN


@attempt("an assessor", "message", "cites nearly its key, for a suggestion", Outcome.ABSENT)
def assessor_cites_nearly(world: World) -> Outcome:
    try:
        record_assessment(world.actors["assessor"], entry_citing(world, "secret-2"))
    except BadInput as refused:
        return absent(" ".join(one.remedy for one in refused.findings))
    return Outcome.SEEN


@attempt("an editor", "message", "cites it in a file", Outcome.ABSENT)
def editor_cites_in_file(world: World) -> Outcome:
    text = f"""milepost: assessments/1
edition: "{world.edition}"
framework: village-plan
assessments:
  - {{benchmark: "1.2", place: "001", standpoint: employer, assessor: X, colour: red,
     reason: {{en: No.}}, assessed_on: 2018-12-30,
     citations: [{{source: secret-2, locator: p. 1}}]}}
"""
    try:
        load_assessments(world.actors["editor"], text, "x.yaml")
    except BadInput as refused:
        return absent(" ".join(f"{one.what} {one.remedy}" for one in refused.findings))
    return Outcome.SEEN


@attempt("an assessor", "message", "cites it past the form", Outcome.SAME)
def assessor_cites_directly(world: World) -> Outcome:
    said = []
    for key in (SECRET, NO_SUCH):
        try:
            cite_source(world.actors["assessor"], key, "p. 1")
        except NotFound as refused:
            said.append(str(refused).replace(key, ""))
    return Outcome.SAME if len(said) == 2 and said[0] == said[1] else Outcome.SEEN


@attempt("a government", "message", "adds a document with its address", Outcome.ABSENT)
def government_adds_twin(world: World) -> Outcome:
    secret = find_source(world.system, SECRET)
    if secret is None:
        return Outcome.SEEN
    twin = Document(
        title=secret["title"], publisher=secret["publisher"], url=secret["url"], issued=""
    )
    key = add_document(world.actors["focal_point"], twin)
    return Outcome.SEEN if key == SECRET else Outcome.ABSENT


@attempt("an assessor", "page", "reads who else cited it", Outcome.ABSENT)
def assessor_reads_others(world: World) -> Outcome:
    record_assessment(world.actors["reviewer_who_assesses"], entry_citing(world, SECRET))
    path = f"editions/{world.edition}/assess/village-plan/1.2/001/"
    text = world.page("assessor", path)
    return absent(text)


@attempt("anybody", "page", "asks for the passage by its number", Outcome.ABSENT)
def anybody_asks_for_passage(world: World) -> Outcome:
    pk = cite_source(world.system, SECRET, f"{MARK} p. 1", {"en": MARK})
    shown = [list_citations([pk]), list_citations([pk], world.actors["assessor"])]
    return absent(json.dumps(shown))


# --- changing the level -------------------------------------------------------------------------


def _post_level(world: World, who: str, key: str, **form: str) -> Outcome:
    before = find_source(world.system, key)
    answer = world.browsers[who].post(_about(key), {"level": "public", **form})
    after = find_source(world.system, key)
    if before != after:
        return Outcome.SEEN
    return {403: Outcome.REFUSED, 404: Outcome.MISSING}.get(answer.status_code, Outcome.UNCHANGED)


@attempt("an assessor", "level", "makes a source of the network public", Outcome.REFUSED)
def assessor_lowers(world: World) -> Outcome:
    return _post_level(world, "assessor", NETWORK, reason="I want to.")


@attempt("an editor", "level", "makes a source of the network public", Outcome.UNCHANGED)
def editor_lowers(world: World) -> Outcome:
    return _post_level(world, "editor", NETWORK, reason="I want to.")


@attempt("an editor", "level", "makes a source public that is not shown", Outcome.MISSING)
def editor_lowers_unseen(world: World) -> Outcome:
    return _post_level(world, "editor", SECRET, reason="I want to.")


@attempt("a data steward", "level", "makes a source public without a reason", Outcome.UNCHANGED)
def steward_lowers_without_reason(world: World) -> Outcome:
    return _post_level(world, "data_steward", NETWORK)


@attempt("a data steward", "level", "widens a circle without a reason", Outcome.UNCHANGED)
def steward_widens(world: World) -> Outcome:
    return _post_level(world, "data_steward", EDITION, level="circle", edition="2019")


# --- what leaves the house ----------------------------------------------------------------------


@attempt("anybody", "bundle", "looks through every file of the bundle", Outcome.ABSENT)
def anybody_readsbundle_text(world: World) -> Outcome:
    record_assessment(world.actors["reviewer_who_assesses"], entry_citing(world, SECRET))
    return absent(bundle_text(world))


@attempt("anybody", "bundle", "looks for what was restricted after the closing", Outcome.ABSENT)
def anybody_reads_latebundle_text(world: World) -> Outcome:
    record_assessment(world.actors["assessor"], entry_citing(world, "visits"))
    secret = Protection(Level.CONFIDENTIAL, "reviewer")
    return absent(bundle_text(world, lambda: protect_source(world.system, "visits", secret)))


def bundle_text(world: World, between: Callable[[], object] = lambda: None) -> str:
    """Close the edition and return all text of its bundle."""
    compute_edition(world.system, world.edition)
    close_edition(world.system, world.edition)
    between()
    folder = Path(build_release(world.system, world.edition)["path"])
    files = [path for path in folder.rglob("*") if path.suffix in {".json", ".txt"}]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


@attempt("an assessor", "export", "takes everything held about themselves", Outcome.ABSENT)
def assessor_exports(world: World) -> Outcome:
    actor = world.actors["assessor"]
    content = export_person(actor, actor.key)
    return absent(content.decode("latin-1"))


@attempt("an editor", "search", "searches the audit for it", Outcome.REFUSED)
def editor_searches_audit(world: World) -> Outcome:
    answer = world.browsers["editor"].get(f"/en/work/audit/?text={SECRET}")
    return Outcome.REFUSED if answer.status_code == 403 else Outcome.SEEN


@attempt("an editor", "CSV", "takes the events as CSV", Outcome.REFUSED)
def editor_takes_csv(world: World) -> Outcome:
    answer = world.browsers["editor"].get("/en/work/audit/events.csv")
    return Outcome.REFUSED if answer.status_code == 403 else Outcome.SEEN


@attempt("an editor", "log", "reads the log of readings", Outcome.REFUSED)
def editor_reads_log(world: World) -> Outcome:
    answer = world.browsers["editor"].get("/en/work/sources/readings/")
    return Outcome.REFUSED if answer.status_code == 403 else Outcome.SEEN


@attempt("an administrator", "log", "reads a confidential source unseen", Outcome.RECORDED)
def administrator_reads(world: World) -> Outcome:
    world.browsers["administrator"].get(_about(SECRET))
    newest = list_readings(world.system, SECRET)[0]
    return Outcome.RECORDED if newest["who"] == "administrator" else Outcome.SEEN


@attempt("the operator", "command line", "lists the sources unseen", Outcome.RECORDED)
def operator_lists(world: World) -> Outcome:
    with redirect_stdout(io.StringIO()) as printed:
        call_command("evidence", "list")
    newest = list_readings(world.system, SECRET)[0]
    was_shown = MARK in printed.getvalue()
    return Outcome.RECORDED if was_shown and newest["who"] == "command line" else Outcome.SEEN


# --- other restricted material ------------------------------------------------------------------


@attempt("a stranger", "address", "guesses the board of an open edition", Outcome.SIGN_IN)
def stranger_guesses_board(world: World) -> Outcome:
    answer = Client().get(f"/en/work/editions/{world.edition}/")
    is_asked = answer.status_code == 302 and "/sign-in/" in answer["Location"]
    return Outcome.SIGN_IN if is_asked else Outcome.SEEN


@attempt("a government", "address", "guesses the judgements of a rating", Outcome.REFUSED)
def government_guesses_judgements(world: World) -> Outcome:
    path = f"/en/work/editions/{world.edition}/assess/village-plan/1.2/001/"
    answer = world.browsers["focal_point"].get(path)
    return Outcome.REFUSED if answer.status_code == 403 else Outcome.SEEN


@attempt("an assessor", "address", "guesses the page of another person", Outcome.REFUSED)
def assessor_guesses_person(world: World) -> Outcome:
    key = world.actors["editor"].key
    answer = world.browsers["assessor"].get(f"/en/work/people/{key}/")
    return Outcome.REFUSED if answer.status_code == 403 else Outcome.SEEN


@attempt("an editor", "export", "takes what is held about another person", Outcome.REFUSED)
def editor_takes_other(world: World) -> Outcome:
    key = world.actors["assessor"].key
    answer = world.browsers["editor"].post(f"/en/work/people/{key}/data/download/")
    return Outcome.REFUSED if answer.status_code == 403 else Outcome.SEEN


@attempt("a stranger", "address", "guesses the outline of a report being written", Outcome.SIGN_IN)
def stranger_guesses_outline(world: World) -> Outcome:
    answer = Client().get("/en/work/reports/global/preview.html")
    is_asked = answer.status_code == 302 and "/sign-in/" in answer["Location"]
    return Outcome.SIGN_IN if is_asked else Outcome.SEEN


@attempt("an assessor", "address", "guesses the outline of a report", Outcome.REFUSED)
def assessor_guesses_outline(world: World) -> Outcome:
    paths = ("", "outline.yaml", "preview.md", "sections/foreword/")
    browser = world.browsers["assessor"]
    codes = {browser.get(f"/en/work/reports/global/{path}").status_code for path in paths}
    return Outcome.REFUSED if codes == {403} else Outcome.SEEN


@attempt("a stranger", "address", "asks for an edition that is not published", Outcome.SAME)
def stranger_asks_for_draft(world: World) -> Outcome:
    bundle_text(world)
    said = []
    for key in (world.edition, "2081"):
        answers = [Client().get(path.replace("KEY", key)) for path in OF_A_DRAFT]
        said.append([(one.status_code, one.content.replace(key.encode(), b"")) for one in answers])
    is_missing = {status for status, _body in said[0]} == {404}
    return Outcome.SAME if is_missing and said[0] == said[1] else Outcome.SEEN


OF_A_DRAFT = (
    "/api/v1/editions/KEY",
    "/api/v1/editions/KEY/ratings?trace=true",
    "/api/v1/editions/KEY/observations?format=csv",
    "/en/editions/KEY/explore/figures.json",
    "/en/editions/KEY/corridors/",
    "/en/editions/KEY/reports/global.md",
    "/en/editions/KEY/files/edition.json",
)


@attempt("a program", "token", "asks with a token for data to judge with it", Outcome.REFUSED)
def narrowed_token_judges(world: World) -> Outcome:
    person = world.actors["assessor"]
    made = create_token(person, person.key, "import", ["import-data"], 1)
    return _send(made.secret)


@attempt("a program", "token", "uses a token after the role has ended", Outcome.REFUSED)
def former_assessor_sends(world: World) -> Outcome:
    made = _token(world)
    end_role(world.system, world.actors["assessor"].key, "assessor")
    return _send(made.secret)


@attempt("a program", "token", "uses a token that was revoked", Outcome.NO_TOKEN)
def revoked_token_sends(world: World) -> Outcome:
    made = _token(world)
    revoke_token(world.actors["assessor"], world.actors["assessor"].key, made.uuid)
    return _send(made.secret)


@attempt("a program", "token", "uses the token of a closed account", Outcome.NO_TOKEN)
def closed_account_sends(world: World) -> Outcome:
    made = _token(world)
    close_account(world.system, world.actors["assessor"].key, reason="left")
    return _send(made.secret)


@attempt("an assessor", "address", "writes through the API with the session", Outcome.NO_TOKEN)
def session_sends(world: World) -> Outcome:
    answer = world.browsers["assessor"].post(ASSESS, "{}", content_type="application/json")
    return Outcome.NO_TOKEN if answer.status_code == 401 else Outcome.SEEN


@attempt("an administrator", "address", "makes a token for another person", Outcome.REFUSED)
def administrator_makes_token(world: World) -> Outcome:
    path = f"/en/work/people/{world.actors['assessor'].key}/tokens/"
    given = {"name": "x", "scopes": ["hand-in-assessments"], "days": "1"}
    answer = world.browsers["administrator"].post(path, given)
    return Outcome.REFUSED if answer.status_code == 403 else Outcome.SEEN


@attempt("an editor", "address", "reads and ends the tokens of another person", Outcome.REFUSED)
def editor_reaches_tokens(world: World) -> Outcome:
    made, browser = _token(world), world.browsers["editor"]
    path = f"/en/work/people/{world.actors['assessor'].key}/tokens/"
    codes = {browser.get(path).status_code}
    codes.add(browser.post(f"{path}{made.uuid}/revoke/").status_code)
    return Outcome.REFUSED if codes == {403} else Outcome.SEEN


ASSESS = "/api/v1/work/assessments"


def _token(world: World) -> IssuedToken:
    person = world.actors["assessor"]
    return create_token(person, person.key, "script", ["hand-in-assessments"], 1)


def _send(secret: str) -> Outcome:
    answer = Client().post(
        ASSESS, "{}", content_type="application/json", headers={"Authorization": f"Bearer {secret}"}
    )
    return {401: Outcome.NO_TOKEN, 403: Outcome.REFUSED}.get(answer.status_code, Outcome.SEEN)


def entry_citing(world: World, source: str) -> Entry:
    """Return a judgement that cites a source."""
    return Entry(
        edition=world.edition,
        framework="village-plan",
        benchmark="1.2",
        place="001",
        assessor="A voice",
        standpoint="civil_society",
        colour="yellow",
        reason={"en": "Half of them do."},
        confidence="medium",
        assessed_on=date(2018, 12, 30),
        citations=(Cited(source, f"{MARK} p. 3", {"en": f"{MARK} note"}),),
    )
