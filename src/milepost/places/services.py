"""Changing a network's own groups of places."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from milepost.audit.services import record_event
from milepost.kernel import clock
from milepost.kernel.actors import Actor, require
from milepost.kernel.errors import BadInput
from milepost.kernel.findings import Finding
from milepost.places.city_file import City as CityEntry
from milepost.places.group_file import Group, parse_cities, parse_groups
from milepost.places.models import City, NetworkGroup, NetworkGroupMember


@dataclass(frozen=True, slots=True)
class GroupReport:
    """What loading a file did, by key; groups and cities that the file does not name stay."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    findings: tuple[Finding, ...]


def load_groups(actor: Actor, text: str, filename: str) -> GroupReport:
    """Add or replace the groups and cities that a file names; the same again changes nothing.

    Raises ``BadInput`` with all findings.
    """
    require(actor, "places.load_groups")
    groups, findings = parse_groups(text, filename)
    if groups is None:
        raise BadInput(findings)
    cities = parse_cities(text, filename)
    taken = _taken(filename, groups, cities)
    if taken:
        raise BadInput(taken)
    outcomes: dict[str, list[str]] = {"added": [], "changed": [], "unchanged": []}
    with transaction.atomic():
        for group in sorted(groups, key=lambda group: str(group["key"])):
            outcomes[_keep(actor, group)].append(group["key"])
        for city in sorted(cities, key=lambda city: str(city["key"])):
            outcomes[_keep_city(actor, city)].append(city["key"])
    return GroupReport(
        added=tuple(outcomes["added"]),
        changed=tuple(outcomes["changed"]),
        unchanged=tuple(outcomes["unchanged"]),
        findings=tuple(findings),
    )


def _keep(actor: Actor, group: Group) -> str:
    """Store one group and record it; return added, changed or unchanged."""
    stored = NetworkGroup.objects.select_for_update().filter(key=group["key"]).first()
    before = _as_written(stored) if stored else None
    if before == group:
        return "unchanged"
    header: dict[str, Any] = {name: group[name] for name in ("title", "note", "source")}
    kept, _created = NetworkGroup.objects.update_or_create(
        key=group["key"], defaults=header | {"loaded_at": clock.now()}
    )
    kept.entries.all().delete()
    NetworkGroupMember.objects.bulk_create(
        NetworkGroupMember(group=kept, area=code, is_exception=name == "except")
        for name in ("members", "except")
        for code in group[name]
    )
    record_event(
        actor,
        "places.group_loaded",
        subject_kind="network_group",
        subject_key=group["key"],
        before=before,
        after=group,
    )
    return "changed" if stored else "added"


def _taken(filename: str, groups: list[Group], cities: list[CityEntry]) -> list[Finding]:
    """Return what is wrong with keys that a stored place of the other kind has."""
    as_groups = set(NetworkGroup.objects.values_list("key", flat=True))
    as_cities = set(City.objects.values_list("key", flat=True))
    keys = [row["key"] for row in cities if row["key"] in as_groups]
    keys += [row["key"] for row in groups if row["key"] in as_cities]
    return [
        Finding(
            code="PLACES_KEY_TAKEN",
            where=filename,
            value=key,
            what=_("The key “%(key)s” is used already.") % {"key": key},
            why=_("Two places under one key would be counted as one."),
            remedy=_("Choose another key, such as my-network-%(key)s.") % {"key": key},
        )
        for key in keys
    ]


def _keep_city(actor: Actor, city: CityEntry) -> str:
    """Store one city and record it; return added, changed or unchanged."""
    names = ("key", "title", "parent", "iso", "note", "source")
    stored = City.objects.select_for_update().filter(key=city["key"]).values(*names).first()
    if stored == city:
        return "unchanged"
    values = {name: city[name] for name in names[1:]} | {"loaded_at": clock.now()}
    City.objects.update_or_create(key=city["key"], defaults=values)
    record_event(
        actor,
        "places.city_loaded",
        subject_kind="city",
        subject_key=city["key"],
        before=stored,
        after=city,
    )
    return "changed" if stored else "added"


def _as_written(group: NetworkGroup) -> Group:
    entries = list(group.entries.all())
    return {
        "key": group.key,
        "title": group.title,
        "note": group.note,
        "source": group.source,
        "members": sorted(entry.area for entry in entries if not entry.is_exception),
        "except": sorted(entry.area for entry in entries if entry.is_exception),
    }
