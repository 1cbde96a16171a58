"""What can be wrong with an SDMX message, for the person who has to mend it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from milepost.indicators.messages import shown
from milepost.kernel.findings import Finding, Severity


def _finding(
    code: str,
    where: str,
    words: tuple[str, str, str],
    *,
    value: str = "",
    count: int = 1,
    is_warning: bool = False,
    line: int | None = None,
) -> Finding:
    what, why, remedy = words
    return Finding(
        code=f"INDICATORS_SDMX_{code}",
        where=where,
        what=what,
        why=why,
        remedy=remedy,
        severity=Severity.WARNING if is_warning else Severity.ERROR,
        value=shown(value),
        count=count,
        line=line,
    )


def malformed(name: str, line: int | None, reason: str) -> Finding:
    """The file is no XML."""
    return _finding(
        "MALFORMED",
        _("%(name)s, line %(line)s") % {"name": name, "line": line or "?"},
        (
            _("The file breaks off or is no XML: %(reason)s") % {"reason": shown(reason)},
            _("A message that is read in part would lose observations."),
            _("Download or export it again."),
        ),
        line=line,
    )


def has_doctype(name: str) -> Finding:
    """The file defines its own entities."""
    return _finding(
        "DOCTYPE",
        name or _("the file"),
        (
            _("The file has a document type definition."),
            _("SDMX needs none, and such definitions can be made to harm the reader."),
            _("Remove the line that begins with <!DOCTYPE."),
        ),
    )


def not_data(name: str, root: str) -> Finding:
    """The file is XML or text of another kind."""
    return _finding(
        "NOT_DATA",
        name,
        (
            _("This is no SDMX data message; it begins with “%(root)s”.") % {"root": shown(root)},
            _("Read here are SDMX-ML 2.1 and 3.0 and SDMX-CSV 1.0 and 2.0."),
            _("Hand in the data message; a structure message goes beside it as the structure."),
        ),
        value=root,
    )


def csv_unreadable(name: str, reason: str) -> Finding:
    """The file is no CSV file that can be read."""
    return _finding(
        "CSV_UNREADABLE",
        name,
        (
            _("The file cannot be read: %(reason)s") % {"reason": shown(reason)},
            _("A message that is read in part would lose observations."),
            _("Save it as SDMX-CSV in UTF-8."),
        ),
    )


def nested_values(element: str) -> Finding:
    """Elements that are none of a data message."""
    return _finding(
        "NESTED_VALUES",
        _("the data set"),
        (
            _("Values stand in elements of their own (“%(element)s”).") % {"element": element},
            _("The standard has no such element, so what it says would be lost."),
            _("Export the data set as SDMX-CSV, or with one value for each attribute."),
        ),
        value=element,
    )


def many_structures(found: Sequence[str]) -> Finding:
    """Several data sets of different shape in one message."""
    return _finding(
        "MANY_STRUCTURES",
        _("the message"),
        (
            _("The message holds data sets of several structures: %(found)s.")
            % {"found": ", ".join(found)},
            _("Their keys have different dimensions."),
            _("Hand in one message for each structure."),
        ),
    )


def too_many_groups(most: int) -> Finding:
    """More group elements than are kept."""
    return _finding(
        "TOO_MANY_GROUPS",
        _("the message"),
        (
            _("The message has more than %(most)s groups.") % {"most": most},
            _("What they say could not be given to every observation."),
            _("Export the data set as SDMX-CSV."),
        ),
    )


def too_many_components(most: int) -> Finding:
    """More dimensions and attributes than any data set has."""
    return _finding(
        "TOO_MANY_COMPONENTS",
        _("the message"),
        (
            _("The message has more than %(most)s dimensions and attributes.") % {"most": most},
            _("Each would become a column as long as the whole data set."),
            _("Check that names of components are not values; no data set needs as many."),
        ),
    )


def deletes() -> Finding:
    """The message asks for data to be deleted."""
    return _finding(
        "DELETES",
        _("the message"),
        (
            _("The message asks for observations to be deleted."),
            _("What was once imported stays on the record; nothing is deleted by a file."),
            _("Withdraw the import that was wrong, and hand in the data as they should be."),
        ),
    )


def structure_unreadable(name: str, reason: str) -> Finding:
    """The structure file cannot be read."""
    return _finding(
        "STRUCTURE_UNREADABLE",
        name,
        (
            _("The structure cannot be read: %(reason)s") % {"reason": reason},
            _("Codes could be neither checked nor named."),
            _("Hand in an SDMX-ML structure message with the data structure and its code lists."),
        ),
    )


def structure_not_found(name: str, wanted: str) -> Finding:
    """The structure file holds other structures."""
    return _finding(
        "STRUCTURE_NOT_FOUND",
        name,
        (
            _("The file does not hold the data structure %(wanted)s.") % {"wanted": wanted},
            _("The data say that they follow it."),
            _("Hand in the structure that the data name."),
        ),
        value=wanted,
    )


def structure_differs(name: str, components: Sequence[str]) -> Finding:
    """The data have components that the structure does not know, or lack dimensions."""
    return _finding(
        "STRUCTURE_DIFFERS",
        name,
        (
            _("Data and structure do not fit in: %(components)s.")
            % {"components": ", ".join(components)},
            _("A key without a dimension, or with one too many, names other series."),
            _("Hand in the structure that the data were made with."),
        ),
        value=", ".join(components),
    )


def no_structure(dimensions: Sequence[str]) -> Finding:
    """No structure was given, so what is key and what is not was told by usual names."""
    return _finding(
        "NO_STRUCTURE",
        _("the data set"),
        (
            _("No structure was given; these were taken for dimensions: %(dimensions)s.")
            % {"dimensions": ", ".join(dimensions)},
            _("Codes are neither checked nor named, and an unusual attribute would split series."),
            _("Hand in the structure beside the data."),
        ),
        is_warning=True,
    )


def component_missing(component: str, example: str) -> Finding:
    """A component that is needed is not there."""
    return _finding(
        "COMPONENT_MISSING",
        _("the data set"),
        (
            _("The data set has no %(component)s.") % {"component": component},
            _("Without it no observation can be placed."),
            _("Add it, or hand in a message that has it; usual is %(example)s.")
            % {"example": example},
        ),
        value=component,
    )


def empty() -> Finding:
    """There is no observation."""
    return _finding(
        "EMPTY",
        _("the data set"),
        (
            _("The message holds no observation."),
            _("Nothing would be imported."),
            _("Ask the service for data without the restriction that left none."),
        ),
    )


def not_a_number(place: str, text: str, count: int) -> Finding:
    """A value is no number."""
    return _finding(
        "NOT_A_NUMBER",
        place,
        (
            _("“%(text)s” is not a number; %(count)s values are like it.")
            % {"text": shown(text), "count": count},
            _("A value is a number, or missing with a status that says why."),
            _("Correct it, or leave the value out and state OBS_STATUS."),
        ),
        value=text,
        count=count,
    )


def period_unreadable(place: str, text: str, count: int) -> Finding:
    """A period is none that is kept here."""
    return _finding(
        "PERIOD_UNREADABLE",
        place,
        (
            _("“%(text)s” is not a period that is read here; %(count)s observations have it.")
            % {"text": shown(text), "count": count},
            _("Read are years, quarters, months and days from 1800 to 2150."),
            _("Write it as 2015, 2015-Q2, 2015-06 or 2015-06-24."),
        ),
        value=text,
        count=count,
    )


def area_unknown(place: str, code: str, name: str, component: str, count: int) -> Finding:
    """An area is none of M49 and no country was named of which it could be part."""
    return _finding(
        "AREA_UNKNOWN",
        place,
        (
            _("%(component)s “%(code)s” (%(name)s) is no country or area known here; "
              "%(count)s observations have it.")
            % {"component": component, "code": shown(code), "name": shown(name), "count": count},
            _("An observation without a place cannot be shown or counted."),
            _("When it lies inside one country, name the country with the area option."),
        ),
        value=code,
        count=count,
    )  # fmt: skip


def areas_within(codes: Sequence[str], area: str, count: int, component: str) -> Finding:
    """Areas inside the country were kept as a breakdown of it."""
    return _finding(
        "AREAS_WITHIN",
        component,
        (
            _("%(areas)s areas that are not countries were kept inside %(area)s, the first "
              "“%(code)s”; %(count)s observations speak of them.")
            % {"areas": len(codes), "area": area, "code": codes[0], "count": count},
            _("They are parts of the country, which this program keeps as a breakdown."),
            _("Nothing, when they lie in this country."),
        ),
        value=", ".join(codes),
        count=count,
        is_warning=True,
    )  # fmt: skip


def code_unknown(place: str, component: str, code: str, count: int) -> Finding:
    """A code is not in the list of its component."""
    return _finding(
        "CODE_UNKNOWN",
        place,
        (
            _("“%(code)s” is no code of %(component)s; %(count)s observations have it.")
            % {"code": shown(code), "component": component, "count": count},
            _("Its meaning is not defined. The code was kept as it is."),
            _("Correct the code, or hand in the code list that has it."),
        ),
        value=code,
        count=count,
        is_warning=True,
    )


def status_unknown(place: str, code: str, count: int) -> Finding:
    """A status is none of the SDMX list."""
    return _finding(
        "STATUS_UNKNOWN",
        place,
        (
            _("The status “%(code)s” is not known here; %(count)s observations have it.")
            % {"code": shown(code), "count": count},
            _("Values with it were kept as normal ones; the status stays in the record."),
            _("Use a code of the SDMX list CL_OBS_STATUS."),
        ),
        value=code,
        count=count,
        is_warning=True,
    )


def value_left_out(place: str, reason: str, count: int) -> Finding:
    """A value stands beside a status that says there is none, or that it is confidential."""
    reasons = {
        "missing": _("Their status says that the value is missing."),
        "confidential": _("They are marked as not for publication."),
    }
    return _finding(
        "VALUE_LEFT_OUT",
        place,
        (
            _("%(count)s values were not taken over.") % {"count": count},
            reasons[reason],
            _("Correct the status where the value may be published."),
        ),
        value=reason,
        count=count,
        is_warning=True,
    )


def repeated(place: str, key: str, count: int, *, is_same: bool) -> Finding:
    """Several observations have one key."""
    if is_same:
        why = _("They say the same, so one of them was kept.")
    else:
        why = _("They say different things, and which of them is right cannot be told.")
    return _finding(
        "REPEATED" if is_same else "REPEATED_DIFFERENTLY",
        place,
        (
            _("%(count)s observations repeat the key of another, the first “%(key)s”.")
            % {"count": count, "key": shown(key)},
            why,
            _("Leave one of them in the message."),
        ),
        value=key,
        count=count,
        is_warning=is_same,
    )


def breakdown_invalid(place: str, text: str, count: int) -> Finding:
    """Codes cannot be put into the key of a breakdown."""
    return _finding(
        "BREAKDOWN_INVALID",
        place,
        (
            _("“%(text)s” cannot be a breakdown; %(count)s observations have these codes.")
            % {"text": shown(text), "count": count},
            _("A code holds neither | nor = nor line breaks, and all together are 1,000 letters."),
            _("Correct the codes."),
        ),
        value=text,
        count=count,
    )


def keys_collide(first: str, second: str, key: str) -> Finding:
    """Two codes would become the same key of an indicator."""
    return _finding(
        "KEYS_COLLIDE",
        _("the data set"),
        (
            _("“%(first)s” and “%(second)s” would both become the indicator “%(key)s”.")
            % {"first": shown(first), "second": shown(second), "key": key},
            _("Their observations would be mixed."),
            _("Give one of them another code."),
        ),
        value=key,
    )


def nothing_to_export(prefix: str) -> Finding:
    """No indicator with data has a key that begins so."""
    return _finding(
        "NOTHING_TO_EXPORT",
        "prefix",
        (
            _("No data set of SDMX was imported under “%(prefix)s-”.") % {"prefix": prefix},
            _("The file would hold no data."),
            _("See the keys with: milepost data indicators"),
        ),
        value=prefix,
    )
