"""The quality reports of an edition, from its material alone."""

from datetime import date

from milepost.indicators.quality.material import Basis
from milepost.indicators.quality.report import assess
from milepost.reviews.material import Document, Material


def assess_material(material: Material) -> dict[str, Document]:
    """Return the quality report of every indicator that has observations, by key.

    Where a material says nothing of other versions and decisions, the report knows of none.
    """
    return {key: assess(_basis(material, key)) for key in sorted(material.observations)}


def _basis(material: Material, key: str) -> Basis:
    definition = material.indicators[key]
    return Basis(
        definition=definition,
        as_of=date.fromisoformat(str(material.edition["as_of"])),
        observations=material.observations[key],
        areas=material.areas,
        groups=material.groups,
        weights=material.observations.get(str(definition.get("weight") or "")),
        given=material.quality.get(key, {}),
    )
