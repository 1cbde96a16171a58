"""Fills a fresh home folder with a village plan whose edition is still open, and three people.

``main`` is for a process of its own, because a browser test may not touch the database.
"""

from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.management import call_command

from milepost.accounts.services import create_user
from milepost.evidence.services import load_sources
from milepost.frameworks.services import load_framework
from milepost.kernel.actors import system_actor
from milepost.reviews.services import load_editions
from tests.factories import instance

PASSWORD: Final = "a long quiet river"
EDITION: Final = "2018"
PEOPLE: Final = {
    "coordinator": frozenset({"editor", "data_steward", "assessor"}),
    "observer": frozenset({"observer"}),
}
SOURCES: Final = """\
milepost: sources/1
sources:
  - {key: visits, title: Visits to counters, publisher: Village association, issued: "2018",
     licence: CC0}
"""
JUDGE_OF_FEES: Final = """\
        judge:
          question: {en: Do senders pay less?}
          green: {en: Clearly less.}
          yellow: {en: A little less.}
          red: {en: Not less.}
      - key: "1.2"
"""


def fill(home: Path) -> None:
    """Load plan, indicator, fees, source and edition through the doors, and create the people."""
    actor = system_actor("tests")
    for name, roles in PEOPLE.items():
        create_user(actor, f"{name}@example.org", name=name.title(), password=PASSWORD, roles=roles)
    instance.fill_instance(actor, home)
    both = instance.FRAMEWORK.replace('      - key: "1.2"\n', JUDGE_OF_FEES)
    both = both.replace('version: "1"', 'version: "2"')
    load_framework(actor, both, "village-plan.yaml")
    load_sources(actor, SOURCES, "sources.yaml")
    editions = instance.EDITIONS.format(key=EDITION, as_of=f"{EDITION}-12-31", previous="null")
    load_editions(actor, editions, "editions.yaml")


def main() -> None:
    """Migrate and fill the home folder of the settings."""
    call_command("migrate", verbosity=0)
    fill(settings.MILEPOST_HOME)
