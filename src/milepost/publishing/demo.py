"""Building the demo: the bundled frameworks, the pack's facts and findings, two editions.

Everything goes through the doors that a network's own material uses. What is published is left
alone, so that a second run is quick and loses nothing that somebody has added.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from milepost.evidence.services import load_sources
from milepost.frameworks.bundled import list_bundled_crosswalks, list_bundled_frameworks
from milepost.frameworks.services import load_crosswalk, load_framework
from milepost.indicators.services import import_file, load_definitions
from milepost.indicators.source_conflicts import load_conflicts
from milepost.kernel.actors import Actor
from milepost.places.services import load_groups
from milepost.publishing.errors import NotADemo
from milepost.publishing.pointer import read_pointer
from milepost.publishing.selectors import releases_folder
from milepost.publishing.services import build_release, publish_release
from milepost.reviews.judging import load_assessments
from milepost.reviews.selectors import list_editions
from milepost.reviews.services import close_edition, compute_edition, load_editions

PACK = Path(__file__).resolve().parent / "demo_pack"
EDITIONS = ("2015", "2019")
Say = Callable[[str], None]


def missing_editions() -> list[str]:
    """Return the demo's editions that are not published yet."""
    served = {edition.key for edition in read_pointer(releases_folder())}
    return [key for key in EDITIONS if key not in served]


def build_demo(actor: Actor, say: Say) -> list[dict[str, Any]]:
    """Load the pack and publish the editions that are missing; return what was published.

    Raises:
        NotADemo: the instance serves editions of its own, and none of the demo's.
    """
    missing = missing_editions()
    if not missing:
        return []
    _refuse_elsewhere()
    say("Loading frameworks and crosswalks …")
    for path in list_bundled_frameworks():
        load_framework(actor, path.read_text(encoding="utf-8"), path.name)
    for path in list_bundled_crosswalks():
        load_crosswalk(actor, path.read_text(encoding="utf-8"), path.name)
    load_groups(actor, _text("groups.yaml"), "groups.yaml")
    load_sources(actor, _text("sources.yaml"), "sources.yaml")
    load_definitions(actor, _text("indicators.yaml"), "indicators.yaml")
    load_conflicts(actor, _text("conflicts.csv"), "conflicts.csv")
    _import_facts(actor, say)
    load_editions(actor, _text("editions.yaml"), "editions.yaml")
    return [_publish(actor, key, say) for key in missing]


def _refuse_elsewhere() -> None:
    """Sample data never join what a real instance publishes."""
    served = {edition.key for edition in read_pointer(releases_folder())}
    if served and served.isdisjoint(EDITIONS):
        raise NotADemo(editions=", ".join(sorted(served)))


def _import_facts(actor: Actor, say: Say) -> None:
    vintages = yaml.safe_load(_text("vintages.yaml"))["vintages"]
    say(f"Importing {len(vintages)} files of facts …")
    for vintage in sorted(vintages, key=lambda row: (row["known_on"], row["file"])):
        known_on = vintage["known_on"]
        source = vintage["source"]
        import_file(
            actor,
            vintage["indicator"],
            PACK / vintage["file"],
            source=f"{source['title']}. {source['publisher']}",
            licence=vintage["licence"],
            url=vintage.get("url", ""),
            known_on=known_on if isinstance(known_on, date) else date.fromisoformat(known_on),
            note=vintage["note"]["en"],
        )


def _publish(actor: Actor, key: str, say: Say) -> dict[str, Any]:
    state = next(edition["state"] for edition in list_editions() if edition["key"] == key)
    if state != "closed":
        findings = PACK / f"assessments-{key}.yaml"
        if findings.exists():
            load_assessments(actor, findings.read_text(encoding="utf-8"), findings.name)
        say(f"Computing edition {key} …")
        compute_edition(actor, key)
        close_edition(actor, key)
    say(f"Freezing, verifying and publishing edition {key} …")
    build_release(actor, key)
    return publish_release(actor, key)


def _text(name: str) -> str:
    return (PACK / name).read_text(encoding="utf-8")
