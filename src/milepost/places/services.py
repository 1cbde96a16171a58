"""Changing a network's own groups of places."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from milepost.audit.services import record_event
from milepost.kernel import clock
from milepost.kernel.actors import Actor, require
from milepost.kernel.errors import BadInput
from milepost.kernel.findings import Finding
from milepost.places.group_file import Group, parse_groups
from milepost.places.models import NetworkGroup, NetworkGroupMember


@dataclass(frozen=True, slots=True)
class GroupReport:
    """What loading a file did, by group key; groups that the file does not name stay."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    findings: tuple[Finding, ...]


def load_groups(actor: Actor, text: str, filename: str) -> GroupReport:
    """Add or replace the groups that a file names; the same content again changes nothing.

    Raises ``BadInput`` with all findings.
    """
    require(actor, "places.load_groups")
    groups, findings = parse_groups(text, filename)
    if groups is None:
        raise BadInput(findings)
    outcomes: dict[str, list[str]] = {"added": [], "changed": [], "unchanged": []}
    with transaction.atomic():
        for group in sorted(groups, key=lambda group: str(group["key"])):
            outcomes[_keep(actor, group)].append(group["key"])
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
