"""A passkey in Chromium: added once, then signing in needs no password."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.serving import Instance, run_program, served, sign_in
from tests.factories.workspace import PASSWORD

pytestmark = pytest.mark.browser
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Instance]:
    """An instance at a name, because a passkey belongs to a name and never to a number."""
    empty = tmp_path / "empty"
    empty.mkdir()
    run_program(
        empty,
        "from django.core.management import call_command;"
        "call_command('migrate', verbosity=0);"
        "from milepost.kernel.actors import system_actor;"
        "from milepost.accounts.services import create_user;"
        "create_user(system_actor('tests'), 'coordinator@example.org', name='Coordinator',"
        f" password='{PASSWORD}', roles=frozenset({{'editor'}}))",
    )
    more = {"MILEPOST_DEBUG": "1", "MILEPOST_HOSTS": "localhost,127.0.0.1"}
    with served(empty, tmp_path / "home", more, host="localhost") as found:
        yield found


def add_passkey(page: Page, address: str) -> None:
    """Go to the security page, confirm who is there, and add a key that replaces the password."""
    page.goto(f"{address}/en/work/account/mfa/webauthn/add/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Name").fill("Phone")
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add").click()
    page.wait_for_url("**/recovery-codes/**")


def test_signing_in_with_a_passkey(chromium: Browser, instance: Instance) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.set_default_timeout(15_000)
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    sign_in(page, instance.address)
    add_passkey(page, instance.address)
    page.goto(f"{instance.address}/en/work/")
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{instance.address}/en/work/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Workspace")
    context.close()
