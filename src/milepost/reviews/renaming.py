"""Replacing a name in what a closed edition is built from, when a person asks to be forgotten.

A closed edition is built from the files of its last computation, which hold the names under which
people judged and decided. Those files never change, so a new set of files takes their place, equal
in all but the name; the bundle that is built from it has another checksum. Part of the door
``services``.
"""

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from milepost.audit.services import record_event
from milepost.kernel import clock
from milepost.kernel.actors import Actor, require
from milepost.kernel.errors import NotFound
from milepost.reviews import store
from milepost.reviews.errors import ComputedSetBroken, NameNotReplaced
from milepost.reviews.material import Material, Result
from milepost.reviews.models import ComputedSet, EditionState
from milepost.reviews.result_selectors import computed_folder, get_computed_row, set_folder
from milepost.reviews.selectors import get_edition_row

PEOPLE = ("assessments", "decisions", "replies", "rounds")
"""The parts of the material that name people."""


def replace_name(actor: Actor, edition: str, name: str, by: str, *, reason: str) -> int:
    """Replace a name by another in a closed edition; return in how many places it stood.

    A value that is the name is replaced, not a name inside words that somebody wrote. Earlier
    computations are removed, for they hold the name; bundles that were built hold it until they
    are removed by hand. Neither name stands in the audit.

    Raises ``PermissionRefused``, ``NotFound`` (the edition, or the name in it),
    ``NameNotReplaced``, ``EditionNotComputed`` and ``ComputedSetBroken``.
    """
    require(actor, "reviews.replace_name")
    if not (name.strip() and by.strip() and reason.strip()):
        raise NameNotReplaced(reason=_("a name, what takes its place and a reason are needed."))
    if get_edition_row(edition).state != EditionState.CLOSED:
        raise NameNotReplaced(reason=_("the edition is open; erase the person and compute it."))
    computed = get_computed_row(edition)
    try:
        material = store.read_material(set_folder(computed), computed.checksum)
        result = store.read_result(set_folder(computed), computed.checksum)
    except store.BrokenFile as broken:
        raise ComputedSetBroken(edition=edition, file=str(broken)) from broken
    renamer = _Renamer(name.strip(), by.strip())
    material, result = _renamed(material, result, renamer)
    if not renamer.count:
        raise NotFound(what=_("name"), key=name)
    folder, checksum = store.write_set(computed_folder(edition), material, result)
    _keep(actor, computed, folder=folder, checksum=checksum, reason=reason.strip())
    store.prune(computed_folder(edition), [folder], clock.now())
    return renamer.count


class _Renamer:
    """Replaces values that are a name, however deep, and counts them."""

    def __init__(self, name: str, by: str) -> None:
        self.name, self.by, self.count = name, by, 0

    def __call__(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self(item) for item in value]
        if value == self.name:
            self.count += 1
            return self.by
        return value


def _renamed(material: Material, result: Result, rename: _Renamer) -> tuple[Material, Result]:
    people = {part: rename(getattr(material, part)) for part in PEOPLE}
    return (
        replace(material, **people),
        replace(
            result,
            ratings=rename(result.ratings),
            traces={key: rename(places) for key, places in result.traces.items()},
        ),
    )


def _keep(actor: Actor, computed: ComputedSet, *, folder: str, checksum: str, reason: str) -> None:
    """Let the new files take the place of all earlier ones."""
    with transaction.atomic():
        edition = get_edition_row(computed.edition.key, lock=True)
        ComputedSet.objects.create(
            edition=edition,
            folder=folder,
            checksum=checksum,
            inputs_checksum=computed.inputs_checksum,
            counts=computed.counts,
            computed_by=computed.computed_by,
        )
        ComputedSet.objects.filter(edition=edition).exclude(folder=folder).delete()
        record_event(
            actor,
            "reviews.name_replaced",
            subject_kind="edition",
            subject_key=edition.key,
            before={"checksum": computed.checksum},
            after={"checksum": checksum},
            reason=reason,
        )
