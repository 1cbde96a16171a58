"""The data structure definition of a data set, as plain values.

It is read by sdmx1, which is loaded when the first structure is read and not before: together
with what it brings it takes half a second, which no page and no other command is to wait for.
"""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lxml import etree

from milepost.indicators.sdmx import messages
from milepost.indicators.sdmx.dataset import Reference
from milepost.kernel.errors import BadInput

MAX_BYTES: Final = 200_000_000


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a list: its names and descriptions by language, its annotations by type."""

    names: Mapping[str, str]
    descriptions: Mapping[str, str]
    annotations: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Structure:
    """Components in their order; ``codes`` by component id, absent where anything may stand."""

    reference: Reference
    dimensions: tuple[str, ...]
    time: str
    attributes: tuple[str, ...]
    codes: Mapping[str, Mapping[str, Code]]

    def name_of(self, component: str, code: str, language: str = "en") -> str:
        """Return a code's name in a language, else in any, else the code."""
        found = self.codes.get(component, {}).get(code)
        if found is None or not found.names:
            return code
        return (
            found.names.get(language) or found.names.get("en") or next(iter(found.names.values()))
        )


def read_structure(path: Path, wanted: Reference) -> Structure:
    """Return the structure that ``wanted`` names, or a file's only one. Raises ``BadInput``."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise BadInput([messages.structure_unreadable(path.name, f"{size} > {MAX_BYTES}")])
    if _has_doctype(path):
        raise BadInput([messages.has_doctype(path.name)])
    sdmx: Any = importlib.import_module("sdmx")
    try:
        message = sdmx.read_sdmx(path)
        found = list(message.structure.values())
    # Whatever a foreign reader raises, the file is at fault.
    except Exception as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise BadInput([messages.structure_unreadable(path.name, reason[:200])]) from error
    chosen = [item for item in found if item.id == wanted.id] or found
    if len(chosen) > 1:
        chosen = [item for item in chosen if str(item.version) == wanted.version] or chosen
    if len(chosen) != 1:
        raise BadInput([messages.structure_not_found(path.name, str(wanted))])
    return _plain(chosen[0])


def _has_doctype(path: Path) -> bool:
    """Whether a document type stands before the root, in whatever encoding and after whatever."""
    events = etree.iterparse(str(path), events=("start",), resolve_entities=False, no_network=True)
    try:
        _event, root = next(iter(events))
    except (etree.XMLSyntaxError, StopIteration):
        return False
    return root.getroottree().docinfo.internalDTD is not None


def _plain(definition: Any) -> Structure:
    time = "TIME_PERIOD"
    dimensions, codes = [], {}
    for component in definition.dimensions.components:
        if type(component).__name__ == "TimeDimension":
            time = component.id
        else:
            dimensions.append(component.id)
    attributes = [component.id for component in definition.attributes.components]
    for component in [*definition.dimensions.components, *definition.attributes.components]:
        listed = _codes(component)
        if listed:
            codes[component.id] = listed
    maintainer = definition.maintainer
    reference = Reference(
        str(maintainer.id) if maintainer else "", definition.id, str(definition.version or "")
    )
    return Structure(reference, tuple(dimensions), time, tuple(attributes), codes)


def _codes(component: Any) -> dict[str, Code]:
    local = component.local_representation
    concept = component.concept_identity
    core = getattr(concept, "core_representation", None)
    chosen = local.enumerated if local is not None else None
    if chosen is None and core is not None:
        chosen = core.enumerated
    if chosen is None:
        return {}
    return {str(key): _code(item) for key, item in chosen.items.items()}


def _code(item: Any) -> Code:
    annotations = {
        str(note.type): str(note.text) for note in item.annotations if note.type and note.text
    }
    return Code(_texts(item.name), _texts(item.description), annotations)


def _texts(text: Any) -> dict[str, str]:
    return {str(lang): " ".join(str(said).split()) for lang, said in text.localizations.items()}
