"""From a folder and a few words to a scope: what the command line and the pages ask for."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from milepost.kernel.errors import BadInput
from milepost.kernel.findings import Finding
from milepost.kernel.instance import instance_facts
from milepost.publishing.bundle import WORLD, Bundle
from milepost.publishing.library import get_library
from milepost.publishing.pages.overview import is_city, is_country
from milepost.publishing.report.outline import Document
from milepost.publishing.report.scope import KINDS, Kind, Scope


def open_bundle(folder: Path) -> Bundle:
    """Return the bundle in a folder with its checksum."""
    try:
        listing = (folder / "checksums.txt").read_bytes()
    except OSError:
        return Bundle(folder)
    return Bundle(folder, hashlib.sha256(listing).hexdigest())


def find_earlier(bundle: Bundle) -> Bundle | None:
    """Return the bundle of the edition before, where it lies beside this one, published or not."""
    previous = bundle.edition.get("previous")
    if not previous:
        return None
    beside = sorted(bundle.folder.resolve().parent.glob(f"{previous}-*/edition.json"))
    found = [open_bundle(path.parent) for path in beside]
    return next((other for other in reversed(found) if other.key == previous), None)


def published_earlier(bundle: Bundle) -> Bundle | None:
    """Return the published bundle of the edition before, which is what readers compare with."""
    previous = bundle.edition.get("previous")
    return get_library().find(previous) if previous else None


def make_scope(
    bundle: Bundle,
    *,
    language: str = "en",
    asked: Document | None = None,
    outline: Document | None = None,
    earlier: Bundle | None = None,
) -> Scope:
    """Return the scope of a report; what is asked for outranks what the outline says.

    ``asked`` and ``outline`` may name kind, place, goal and framework (the one to tell it by).
    Raises BadInput when the edition has no such place, goal or framework.
    """
    said = {**_of(outline), **_of(asked)}
    place = said.get("place") or WORLD
    kind: Kind = _kind_of(bundle, said)
    scope = Scope(
        bundle=bundle,
        language=language,
        kind=kind,
        place=place,
        goal=said.get("goal", ""),
        lens=said.get("framework", ""),
        earlier=earlier,
        site=settings.MILEPOST_ADDRESS.rstrip("/"),
        network=instance_facts().name,
    )
    findings = _check(scope)
    if findings:
        raise BadInput(findings)
    return scope


def _of(document: Document | None) -> dict[str, str]:
    names = ("kind", "place", "goal", "framework")
    return {name: str(document[name]) for name in names if document and document.get(name)}


def _kind_of(bundle: Bundle, said: dict[str, str]) -> Kind:
    stated = said.get("kind")
    for kind in KINDS:
        if kind == stated:
            return kind
    if said.get("framework"):
        return "voluntary"
    if said.get("goal"):
        return "goal"
    place = said.get("place") or WORLD
    if place == WORLD:
        return "global"
    if is_city(bundle, place):
        return "profile"
    return "national" if is_country(bundle, place) else "regional"


def _check(scope: Scope) -> list[Finding]:
    bundle, findings = scope.bundle, []
    if bundle.place(scope.place) is None:
        findings.append(
            _unknown(_("place"), scope.place, _("Use the code of a place of the edition."))
        )
    goals = {row["key"] for row in bundle.goals(scope.framework)}
    if scope.goal and scope.goal not in goals:
        choices = ", ".join(sorted(goals))
        findings.append(
            _unknown(_("goal"), scope.goal, _("Use one of: %(choices)s.") % {"choices": choices})
        )
    if scope.kind == "goal" and not scope.goal:
        findings.append(_unknown(_("goal"), "", _("Name the goal with --goal.")))
    lenses = {*bundle.frameworks, *bundle.linked} - {scope.framework}
    if scope.kind == "voluntary" and scope.lens not in lenses:
        choices = ", ".join(sorted(lenses))
        findings.append(
            _unknown(
                _("framework"), scope.lens, _("Use one of: %(choices)s.") % {"choices": choices}
            )
        )
    return findings


def _unknown(what: str, value: str, remedy: str) -> Finding:
    return Finding(
        code="REPORT_SUBJECT_UNKNOWN",
        where=what,
        value=value,
        what=_("The edition has no %(what)s “%(value)s”.") % {"what": what, "value": value},
        why=_("A report is about something that the edition holds."),
        remedy=remedy,
    )
